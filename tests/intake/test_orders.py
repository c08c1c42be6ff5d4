"""POST /api/v1/orders: what is taken in, what is refused and how, and each key once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from intake.codes import ALPHABET, code_for
from intake.models import IdempotencyKey
from orders.citizens import citizen_for, identity_of
from orders.models import Citizen, Event, Order, Text
from tests.cast import Cast
from tests.factories import MONDAY
from tests.intake.conftest import BODY, Platform

FULL = {
    **BODY,
    "kind": "complain",
    "urgency": "urgent",
    "category": "10.01.01",
    "place": {
        "district": "east",
        "street": "柳岸街道",
        "text": "2号路",
        "longitude": 110.8512349,
        "latitude": 28.999999,
    },
    "about_unit": "east-urban",
    "confidential": True,
    "source_ref": "SZ-1",
}


def test_a_name_the_hotline_knows_is_not_replaced_by_what_a_sender_typed(
    platform: Platform,
) -> None:
    known = citizen_for(BODY["citizen"]["phone"], "李四", "李女士", at=MONDAY)
    sent = {**BODY, "citizen": {**BODY["citizen"], "name": "王五"}}
    assert platform.send(sent, key="other").status_code == 201
    assert Citizen.objects.get().form_of_address == "李女士"
    identity = identity_of(Citizen.objects.get(pk=known.pk))
    assert identity is not None
    assert identity.name == "李四"


def test_everything_told_arrives_in_the_order(platform: Platform, city: Cast) -> None:
    answer = platform.send(FULL, key="full")
    assert answer.status_code == 201, answer.content
    body = answer.json()
    order = Order.objects.select_related("citizen").get(number=body["number"])
    assert (order.kind, order.urgency, order.category_id) == ("complain", "urgent", "10.01.01")
    assert (order.district, order.street, order.place) == ("east", "柳岸街道", "2号路")
    assert (order.longitude, order.latitude) == (Decimal("110.851235"), Decimal("28.999999"))
    assert order.about_unit == city.east_urban
    assert order.confidential
    assert order.citizen is not None
    assert order.citizen.phone_masked == "138****0001"
    assert order.citizen.form_of_address == "王女士"
    assert Text.objects.get(order=order, kind="demand").body == BODY["text"]
    event = Event.objects.get(order_id=order.pk)
    assert (event.verb, event.by_kind) == ("receive", "channel")
    delivery = IdempotencyKey.objects.get(order=order)
    assert (delivery.key, delivery.source_ref) == ("full", "SZ-1")
    assert body == {
        "number": order.number,
        "code": code_for(order.number),
        "state": "received",
        "state_label": "已收到，正在安排单位",
        "received_at": body["received_at"],
        "promise_due_at": body["promise_due_at"],
        "links": {
            "order": f"/api/v1/orders/{order.number}?code={body['code']}",
            "page": f"/12345/follow/{order.number}/?code={body['code']}",
        },
    }
    assert datetime.fromisoformat(body["received_at"]) == order.received_at
    assert datetime.fromisoformat(body["promise_due_at"]) == order.promise_due_at
    assert answer["Location"] == body["links"]["order"]
    assert len(body["code"]) == 8
    assert set(body["code"]) <= set(ALPHABET)


def test_the_least_that_can_be_told_is_enough(platform: Platform) -> None:
    answer = platform.send({"kind": "suggest", "title": "多设公交站", "text": "东湖公园门口没有站"})
    assert answer.status_code == 201
    order = Order.objects.get()
    assert (order.category_id, order.urgency, order.citizen) == ("14", "normal", None)


def test_a_district_may_be_told_by_its_name(platform: Platform) -> None:
    assert platform.send({**BODY, "place": {"district": "东湖区"}}).status_code == 201
    assert Order.objects.get().district == "east"


def _with(**changes: Any) -> dict[str, Any]:
    return {**BODY, **changes}


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in BODY.items() if key != name}


# (body, pointer, code): each answered 422 with just this fault
WRONG: list[tuple[Any, str, str]] = [
    ([], "#", "invalid"),
    ("text", "#", "invalid"),
    (None, "#", "null"),
    (_without("kind"), "#/kind", "required"),
    (_without("title"), "#/title", "required"),
    (_without("text"), "#/text", "required"),
    (_with(kind="gossip"), "#/kind", "invalid_choice"),
    (_with(kind=1), "#/kind", "invalid_choice"),
    (_with(kind=["help"]), "#/kind", "invalid_choice"),
    (_with(kind={}), "#/kind", "invalid_choice"),
    (_with(kind=None), "#/kind", "null"),
    (_with(urgency="whenever"), "#/urgency", "invalid_choice"),
    (_with(category="99"), "#/category", "unknown_category"),
    (_with(category=14), "#/category", "invalid"),
    (_with(title=""), "#/title", "blank"),
    (_with(title=" \t\n　"), "#/title", "blank"),
    (_with(title="\u0007"), "#/title", "blank"),
    (_with(title="长" * 121), "#/title", "max_length"),
    (_with(title=5), "#/title", "invalid"),
    (_with(title=True), "#/title", "invalid"),
    (_with(text=""), "#/text", "blank"),
    (_with(text="长" * 5001), "#/text", "max_length"),
    (_with(text=["a"]), "#/text", "invalid"),
    (_with(text="a\0b"), "#/text", "unkeepable"),
    (_with(text="a\ud800b"), "#/text", "unkeepable"),
    (_with(kind="\udfff"), "#/kind", "unkeepable"),
    (_with(**{"bad\0name": 1}), "#", "unkeepable"),
    (_with(place=[{"street": "\0"}]), "#/place/0/street", "unkeepable"),
    (_with(place="这里"), "#/place", "invalid"),
    (_with(place={"district": "mars"}), "#/place/district", "unknown_district"),
    (_with(place={"street": "长" * 61}), "#/place/street", "max_length"),
    (_with(place={"longitude": 110.1}), "#/place/latitude", "half_a_point"),
    (_with(place={"latitude": 10}), "#/place/longitude", "half_a_point"),
    (_with(place={"longitude": 181, "latitude": 1}), "#/place/longitude", "max_value"),
    (_with(place={"longitude": 1, "latitude": -91}), "#/place/latitude", "min_value"),
    (_with(place={"longitude": 1e300, "latitude": 1}), "#/place/longitude", "max_value"),
    (_with(place={"longitude": "110", "latitude": 1}), "#/place/longitude", "invalid"),
    (_with(place={"longitude": True, "latitude": 1}), "#/place/longitude", "invalid"),
    (_with(place={"planet": 1}), "#/place/planet", "unknown_field"),
    (_with(about_unit="nobody"), "#/about_unit", "unknown_unit"),
    (_with(citizen={}), "#/citizen/phone", "required"),
    (_with(citizen={"phone": "12"}), "#/citizen/phone", "bad_phone"),
    (_with(citizen={"phone": "1380000000"}), "#/citizen/phone", "bad_phone"),
    (_with(citizen={"phone": 13800000001}), "#/citizen/phone", "invalid"),
    (_with(citizen={"phone": "13800000001", "name": "长" * 21}), "#/citizen/name", "max_length"),
    (_with(citizen={"phone": "13800000001", "id": "1"}), "#/citizen/id", "unknown_field"),
    (_with(confidential="true"), "#/confidential", "invalid"),
    (_with(confidential=1), "#/confidential", "invalid"),
    (_with(source_ref="长" * 101), "#/source_ref", "max_length"),
    (_with(state="archived"), "#/state", "unknown_field"),
    (_with(**{"a.b/c~d": 1}), "#", "unknown_field"),
]


@pytest.mark.parametrize(("body", "pointer", "code"), WRONG)
def test_what_is_wrong_is_named_by_pointer_and_code(
    platform: Platform, body: Any, pointer: str, code: str
) -> None:
    answer = platform.send(raw=json.dumps(body).encode())
    problem = answer.json()
    assert answer.status_code == 422, problem
    assert answer["Content-Type"] == "application/problem+json"
    assert [(e["pointer"], e["code"]) for e in problem["errors"]] == [(pointer, code)]
    assert all("一" <= sign <= "鿿" for sign in problem["title"])
    assert not Order.objects.exists()
    assert not Citizen.objects.exists()
    assert not IdempotencyKey.objects.exists()


def test_all_that_is_wrong_is_told_at_once(platform: Platform) -> None:
    answer = platform.send({"kind": "x", "zz": 1, "place": {"q": 1, "street": 5}})
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"#/kind", "#/title", "#/text", "#/zz", "#/place/q", "#/place/street"}


# (body, status, code)
UNREADABLE: list[tuple[bytes, int, str]] = [
    (b"{", 400, "malformed"),
    (b"kind=help", 400, "malformed"),
    (b'{"kind": NaN}', 400, "malformed"),
    (b'{"kind": -Infinity}', 400, "malformed"),
    (b'{"kind": "help", "kind": "praise"}', 400, "malformed"),
    (b'{"n": ' + b"9" * 5000 + b"}", 400, "malformed"),
    (b'{"kind": "\xff"}', 400, "not_utf8"),
    (b'{"kind": "\xed\xa0\x80"}', 400, "not_utf8"),
    (b"\xff\xfe{\x00}\x00", 400, "not_utf8"),
    (b"[" * 30 + b"]" * 30, 400, "malformed"),
    (b"[" * 100_000, 400, "malformed"),
    (b'{"a":' * 2000 + b"1" + b"}" * 2000, 400, "malformed"),
    (b'"' + b"a" * 256 * 1024 + b'"', 413, "too_large"),
]


@pytest.mark.parametrize(("raw", "status", "code"), UNREADABLE, ids=lambda value: str(value)[:30])
def test_a_body_that_cannot_be_read_is_refused_cleanly(
    platform: Platform, raw: bytes, status: int, code: str
) -> None:
    answer = platform.send(raw=raw)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_the_largest_body_allowed_is_read(platform: Platform) -> None:
    raw = json.dumps(BODY).encode()
    assert platform.send(raw=raw + b" " * (256 * 1024 - len(raw))).status_code == 201


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data"])
def test_only_json_is_taken(platform: Platform, content_type: str) -> None:
    answer = platform.send(content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_other_methods_are_refused_with_allow(platform: Platform, method: str) -> None:
    headers = platform.headers(b"", "k", method=method.upper())
    answer = getattr(platform.client, method)("/api/v1/orders", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in answer["Allow"]


def test_only_json_is_answered(platform: Platform) -> None:
    answer = platform.send(Accept="text/html")
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/orders/"])
def test_an_unknown_address_is_a_problem_too(platform: Platform, path: str) -> None:
    answer = platform.client.get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "idempotency_key_missing"),
        ("a b", "idempotency_key_malformed"),
        ("k" * 201, "idempotency_key_malformed"),
    ],
)
def test_an_idempotency_key_is_asked_for(platform: Platform, key: str, code: str) -> None:
    raw = json.dumps(BODY).encode()
    headers = platform.headers(raw, key)
    answer = platform.client.post(
        "/api/v1/orders", raw, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_the_same_key_and_body_get_the_same_answer(platform: Platform) -> None:
    first = platform.send(key="same")
    again = platform.send(dict(reversed(BODY.items())), key="same")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Order.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(platform: Platform) -> None:
    platform.send(key="same")
    answer = platform.send({**BODY, "title": "另一件"}, key="same")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_a_refused_demand_leaves_its_key_free(platform: Platform) -> None:
    assert platform.send({**BODY, "category": "99"}, key="k").status_code == 422
    assert platform.send(key="k").status_code == 201


def test_two_credentials_may_use_the_same_key(platform: Platform, city: Cast) -> None:
    from intake.credentials import issue

    other = Platform(
        *issue(
            platform.credential.channel,
            "另一个平台",
            at=platform.credential.created_at,
        )
    )
    assert platform.send(key="k").json()["number"] != other.send(key="k").json()["number"]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_with_one_key_make_one_order(platform: Platform) -> None:
    together = Barrier(2)

    def send(_: int) -> Any:
        together.wait()
        try:
            return platform.send(key="race")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(send, range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted("Idempotent-Replayed" in answer for answer in answers) == [False, True]
    assert Order.objects.count() == IdempotencyKey.objects.count() == 1
