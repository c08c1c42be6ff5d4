"""Every fault at an API door has one shape: problem JSON with a code, Chinese words, pointers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from orders.errors import Conflict, Forbidden, Missing, Refused


def _door(fault: Callable[[], Exception]) -> Any:
    class Door(APIView):
        authentication_classes = ()
        permission_classes = ()

        def post(self, request: Request) -> Response:
            len(request.data)  # the framework parses the body when it is first asked for
            raise fault()

    return Door.as_view()


def _ask(fault: Callable[[], Exception], **options: Any) -> tuple[int, dict[str, Any], Any]:
    sent = {"content_type": "application/json", "data": "{}"} | options
    answer = _door(fault)(APIRequestFactory().post("/api/x", **sent)).render()
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, json.loads(answer.content), answer


SINCE = datetime(2026, 7, 24, 7, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fault", "status", "code", "detail"),
    [
        (lambda: Refused("写明理由"), 422, "refused", "写明理由"),
        (lambda: Refused("退单时限已过", code="return_late"), 422, "return_late", "退单时限已过"),
        (lambda: Forbidden("你能看这件，不能派单"), 403, "forbidden", "你能看这件，不能派单"),
        (lambda: Conflict("已派", code="wrong_state", at=SINCE), 409, "wrong_state", "已派"),
        (lambda: Missing("没有这个工单号"), 404, "not_found", "没有这个工单号"),
        (lambda: Http404(), 404, "not_found", "没有这一项"),
        (lambda: PermissionDenied("不是你的"), 403, "permission_denied", "不是你的"),
        (lambda: exceptions.Throttled(7), 429, "throttled", "请求太多，7秒后再试"),
        (lambda: exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed", None),
    ],
)
def test_a_fault_has_its_status_its_code_and_its_words(
    fault: Callable[[], Exception], status: int, code: str, detail: str | None
) -> None:
    answered, body, _ = _ask(fault)
    assert (answered, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:hotline:{code}"
    assert body["title"]
    assert detail is None or body["detail"] == detail


def test_a_conflict_tells_since_when() -> None:
    _, body, _ = _ask(lambda: Conflict("已派", at=SINCE))
    assert body["at"] == "2026-07-24T07:41:00+00:00"


def test_a_refusal_points_at_the_input_that_could_be_mended() -> None:
    _, body, _ = _ask(lambda: Refused("写明理由", field="text", code="x"))
    assert body["errors"] == [{"pointer": "#/text", "message": "写明理由", "code": "x"}]


def test_wrong_fields_are_named_by_pointers_into_the_body() -> None:
    detail: dict[str, Any] = {
        "contact": {"phone": [exceptions.ErrorDetail("号码不对", code="bad_phone")]},
        "non_field_errors": [exceptions.ErrorDetail("两处对不上", code="mismatch")],
    }
    status, body, _ = _ask(lambda: exceptions.ValidationError(detail))
    assert (status, body["code"]) == (422, "invalid")
    assert {(e["pointer"], e["code"]) for e in body["errors"]} == {
        ("#/contact/phone", "bad_phone"),
        ("#", "mismatch"),
    }


def test_who_is_throttled_learns_how_long_to_wait() -> None:
    _, _, answer = _ask(lambda: exceptions.Throttled(7))
    assert answer["Retry-After"] == "7"


def test_a_body_that_is_no_json_is_a_bad_request() -> None:
    status, body, _ = _ask(RuntimeError, data="{no")
    assert (status, body["code"]) == (400, "malformed")


def test_a_body_of_another_kind_is_not_taken() -> None:
    status, body, _ = _ask(RuntimeError, data="<x/>", content_type="text/xml")
    assert (status, body["code"]) == (415, "unsupported_media_type")


def test_a_fault_of_our_own_is_not_dressed_as_the_callers() -> None:
    with pytest.raises(RuntimeError):
        _ask(lambda: RuntimeError("kaputt"))


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_answers_in_the_same_shape(client: Client) -> None:
    answer = client.get("/api/nowhere")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "urn:hotline:not_found"
