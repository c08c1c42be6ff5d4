"""The staff API: the pages' own verbs and forms as JSON, faults as problem JSON."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from orders.models import Event
from orders.states import OrderState, Verb
from tests.factories import Walk
from units.models import Staff

PROBLEM = "application/problem+json"


def tell(
    client: Client, walk: Walk, verb: str, body: Any = None, who: str = "dispatcher"
) -> tuple[int, dict[str, Any]]:
    """POST a verb as somebody of the cast, half an hour after the walk's last step."""
    staff: Staff = getattr(walk.cast, who)
    with time_machine.travel(walk.at.timestamp() + 1800, tick=False):
        client.force_login(staff)
        answer = client.post(
            f"/api/staff/orders/{walk.order.number}/{verb}",
            {} if body is None else body,
            content_type="application/json",
        )
    if answer.status_code != 200:
        assert answer["Content-Type"] == PROBLEM
    return answer.status_code, answer.json()


def codes(body: dict[str, Any]) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in body["errors"]}


def test_a_verb_answers_with_the_new_state_and_its_moment(walk: Walk, client: Client) -> None:
    walk.receive()
    status, body = tell(client, walk, "dispatch", {"lead": "urban", "assists": ["market"]})
    assert (status, body) == (
        200,
        {
            "number": walk.order.number,
            "state": "dispatched",
            "verb": "dispatch",
            "at": "2024-06-03T01:30:00+00:00",
        },
    )
    assert [a.unit_id for a in walk.facts.assignments] == [
        walk.cast.urban.pk,
        walk.cast.market.pk,
    ]


def test_a_verb_without_inputs_needs_no_body(walk: Walk, client: Client) -> None:
    walk.receive().dispatch()
    assert tell(client, walk, "sign", who="unit_clerk")[0] == 200
    assert walk.order.state == OrderState.HANDLING


def test_wrong_fields_are_told_one_by_one_and_nothing_is_written(
    walk: Walk, client: Client
) -> None:
    walk.receive()
    before = Event.objects.count()
    status, body = tell(client, walk, "dispatch", {"lead": "nowhere", "assists": ["x"]})
    assert (status, body["code"], body["type"]) == (422, "invalid", "urn:hotline:invalid")
    assert codes(body) == {"#/lead": "invalid_choice", "#/assists": "invalid_choice"}
    assert "没有这个单位" in body["errors"][0]["message"]
    assert Event.objects.count() == before


def test_an_unknown_field_is_told(walk: Walk, client: Client) -> None:
    status, body = tell(client, walk.receive(), "answer", {"text": "好", "txet": "x"}, "operator")
    assert (status, codes(body)) == (422, {"#/txet": "unknown_field"})


def test_a_rule_of_the_field_points_at_the_input(walk: Walk, client: Client) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")
    ask = {"days": 11, "text": "要开挖"}
    status, body = tell(client, walk, "ask_extension", ask, "unit_clerk")
    assert (status, body["code"]) == (422, "extension_too_long")
    assert codes(body) == {"#/days": "extension_too_long"}
    assert body["detail"] == "最多还能延10个工作日"


def test_who_comes_second_learns_who_did_what_when(walk: Walk, client: Client) -> None:
    walk.receive().dispatch(walk.cast.water)
    status, body = tell(client, walk, "dispatch", {"lead": "urban"})
    assert (status, body["code"]) == (409, "wrong_state")
    assert "派单员甲：派单" in body["detail"]
    assert "06-03 10:00" in body["detail"]
    assert body["at"] == "2024-06-03T02:00:00+00:00"


def test_a_stale_version_is_a_conflict(walk: Walk, client: Client) -> None:
    walk.receive().do(Verb.SUPPLEMENT, "operator", text="还有一盏")
    change = {"kind": "complain", "version": 1}
    status, body = tell(client, walk, "correct", change, "operator")
    assert (status, body["code"]) == (409, "stale")
    assert tell(client, walk, "correct", change | {"version": 2}, "operator")[0] == 200


def test_which_assignment_is_meant_can_be_said(walk: Walk, client: Client) -> None:
    walk.receive().dispatch(walk.cast.urban, walk.cast.market)
    assist = walk.of_unit(walk.cast.market).id
    body = {"assignment": assist, "text": "用不着"}
    assert tell(client, walk, "recall", body) == (200, _any_of("recall", "dispatched", walk))
    assert walk.of_unit(walk.cast.market).closed_as == "recalled"
    assert walk.of_unit(walk.cast.urban).closed_as == ""


def _any_of(verb: str, state: str, walk: Walk) -> dict[str, Any]:
    at = "2024-06-03T02:30:00+00:00"
    return {"number": walk.order.number, "state": state, "verb": verb, "at": at}


@pytest.mark.parametrize(
    ("assignment", "status"), [(10**30, 404), (0, 404), ("7", 422), (True, 422), ([1], 422)]
)
def test_an_assignment_that_is_none_is_told(
    walk: Walk, client: Client, assignment: Any, status: int
) -> None:
    walk.receive().dispatch()
    body = {"assignment": assignment, "text": "派错"}
    assert tell(client, walk, "recall", body)[0] == status


@pytest.mark.parametrize(
    ("raw", "kind", "status", "code"),
    [
        ("{no", "application/json", 400, "malformed"),
        ("[1, 2]", "application/json", 400, "malformed"),
        ('"text"', "application/json", 400, "malformed"),
        ('{"text": NaN}', "application/json", 400, "malformed"),
        ("[" * 100_000, "application/json", 400, "malformed"),
        ('{"text": "' + "x" * 300_000 + '"}', "application/json", 413, "too_large"),
        (b"\xff\xfe", "application/json", 400, "malformed"),
        ("text=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("<text/>", "text/xml", 415, "unsupported_media_type"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    walk: Walk, client: Client, raw: str | bytes, kind: str, status: int, code: str
) -> None:
    walk.receive()
    client.force_login(walk.cast.operator)
    address = f"/api/staff/orders/{walk.order.number}/answer"
    answer = client.generic("POST", address, raw, content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["code"] == code


def test_a_verb_is_told_by_post_alone(walk: Walk, client: Client) -> None:
    walk.receive()
    client.force_login(walk.cast.operator)
    for method in ("get", "put", "patch", "delete"):
        answer = getattr(client, method)(f"/api/staff/orders/{walk.order.number}/answer")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert "POST" in answer["Allow"]


def test_without_the_token_of_its_session_nothing_is_done(walk: Walk) -> None:
    walk.receive()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(walk.cast.operator)
    address = f"/api/staff/orders/{walk.order.number}/answer"
    answer = strict.post(address, {"text": "好"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert walk.order.state == OrderState.RECEIVED
    strict.get(f"/orders/{walk.order.number}/answer/")
    token = strict.cookies["csrftoken"].value
    body, headers = {"text": "好"}, {"X-CSRFToken": token}
    done = strict.post(address, body, content_type="application/json", headers=headers)
    assert done.status_code == 200


def test_the_facts_tell_what_may_be_done_and_on_what(walk: Walk, client: Client) -> None:
    walk.receive().dispatch(walk.cast.urban, walk.cast.market)
    client.force_login(walk.cast.unit_clerk)
    facts = client.get(f"/api/staff/orders/{walk.order.number}").json()
    held = walk.of_unit(walk.cast.urban).id
    assert (facts["number"], facts["state"], facts["version"]) == (
        walk.order.number,
        "dispatched",
        2,
    )
    assert facts["received_at"] == "2024-06-03T09:00:00+08:00"
    assert [a["unit"] for a in facts["assignments"]] == ["urban", "market"]
    assert facts["verbs"] == [{"verb": "sign", "label": "签收", "assignment": held}]


def test_a_confidential_order_shows_a_unit_no_words_of_the_citizen(
    walk: Walk, client: Client
) -> None:
    walk.receive(confidential=True, title="举报我的领导", place="我家楼下", street="柳岸镇")
    walk.dispatch(redacted="反映某单位作风问题")
    client.force_login(walk.cast.unit_clerk)
    text = client.get(f"/api/staff/orders/{walk.order.number}").content.decode()
    assert "保密件：路灯" in text
    assert "领导" not in text
    assert "楼下" not in text


def test_a_deputy_acts_in_the_absent_persons_place(walk: Walk, client: Client) -> None:
    walk.receive()
    cast = walk.cast
    Staff.objects.filter(pk=cast.dispatcher.pk).update(absent_from=walk.at, deputy=cast.operator)
    assert tell(client, walk, "dispatch", {"lead": "urban"}, "operator")[0] == 200
    event = Event.objects.filter(verb=Verb.DISPATCH).get()
    assert (event.by_id, event.on_behalf_of_id) == (cast.operator.pk, cast.dispatcher.pk)
