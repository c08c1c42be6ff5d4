"""POST /cti/<token>: what it takes, what it answers, and that no call is lost there."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from calls.models import Block, Call, CtiToken, Seat
from calls.seating import seat_of
from calls.tokens import issue, source_behind
from hotline.logs import RequestLog
from orders.models import Citizen
from tests.calls.conftest import CITIZEN, Switch, at
from tests.cast import Cast
from tests.factories import MONDAY


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY + timedelta(minutes=10), tick=False):
        yield


def test_a_call_is_told_in_three_events(switch: Switch, cast: Cast, seat: Seat) -> None:
    answers = [
        switch.tell("newCall", seconds=0, queue="综合"),
        switch.tell("answer", seconds=8, answeringNumber="801", user="话务员甲"),
        switch.tell("hangup", seconds=90, cause="normalClearing"),
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {})] * 3
    call = switch.call()
    assert (call.at, call.offered_at, call.answered_at, call.ended_at) == (
        at(0), at(0), at(8), at(90),
    )  # fmt: skip
    assert (call.line_id, call.queue_id, call.direction) == ("12345", "general", "in")
    assert (call.seat_id, call.operator_id) == (seat.pk, cast.operator.pk)
    assert call.citizen is not None
    assert call.citizen.phone_masked == "138****0001"


def test_a_form_does_as_well_as_json(switch: Switch, cast: Cast, seat: Seat) -> None:
    form = {"callId": "f1", "direction": "in", "from": CITIZEN, "to": "073012345", "user[]": "A01"}
    client = Client()
    for event in ("newCall", "answer"):
        assert client.post(f"/cti/{switch.token}", form | {"event": event}).status_code == 200
    body = "event=hangup&callId=f1&direction=in&from=13800000001&to=12345&cause=cancel"
    sent = switch.post(body, "application/x-www-form-urlencoded")
    assert sent.status_code == 200
    assert switch.call("f1").seat_id == seat.pk
    assert switch.call("f1").ended_at is not None


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("12345", "12345"),
        ("074312345", "12345"),
        ("+8674312345", "12345"),
        ("0086-743-12385", "12385"),
        ("12333", "12333"),
        ("4930123", None),
        ("", None),
    ],
)
def test_the_line_is_known_however_the_switch_writes_it(
    written: str, line: str | None, switch: Switch
) -> None:
    switch.tell("newCall", to=written)
    assert switch.call().line_id == line


@pytest.mark.parametrize(
    ("number", "shown", "odd"),
    [
        ("13800000001", "138****0001", ""),
        ("8613800000001", "138****0001", ""),
        ("anonymous", None, ""),
        ("", None, ""),
        ("8001", None, "8001"),
        ("sip:li@example.net", None, "si****************"),
    ],
)
def test_a_number_becomes_its_citizen_and_stands_nowhere_else(
    number: str, shown: str | None, odd: str, switch: Switch
) -> None:
    switch.tell("newCall", **{"from": number})
    call = switch.call()
    assert (call.citizen.phone_masked if call.citizen else None) == shown
    assert call.odd_number == odd
    if len(number) > 4 and number != "anonymous":
        assert number not in json.dumps(call.events)


def test_a_number_the_hotline_dials_makes_no_citizen(switch: Switch) -> None:
    switch.tell("newCall", "o1", direction="out", **{"from": "12345", "to": "0743-5220001"})
    call = switch.call("o1")
    assert (call.direction, call.citizen_id, call.line_id) == ("out", None, "12345")
    assert Citizen.objects.count() == 0


def test_told_twice_it_is_one_event_even_without_a_moment(switch: Switch) -> None:
    for minutes in (10, 11):
        with time_machine.travel(MONDAY + timedelta(minutes=minutes), tick=False):
            assert switch.tell("newCall").status_code == 200
    call = switch.call()
    assert len(call.events) == 1
    assert call.at == MONDAY + timedelta(minutes=10)


def test_events_that_overtook_each_other_come_to_the_same_call(switch: Switch, seat: Seat) -> None:
    switch.tell("hangup", seconds=90, cause="normalClearing")
    switch.tell("answer", seconds=8, answeringNumber="801")
    switch.tell("newCall", seconds=0)
    call = switch.call()
    assert (call.at, call.answered_at, call.ended_at, call.seat_id) == (
        at(0), at(8), at(90), seat.pk,
    )  # fmt: skip
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        (MONDAY.isoformat(), at(0)),
        (str(int(MONDAY.timestamp())), at(0)),
        (int(MONDAY.timestamp() * 1000), at(0)),
        ((MONDAY + timedelta(minutes=11)).isoformat(), at(600)),  # a clock that is ahead
        ((MONDAY + timedelta(days=1)).isoformat(), at(600)),
        ((MONDAY - timedelta(days=2)).isoformat(), at(600)),
        ("2024-06-03T09:00:00", at(600)),  # nobody knows which zone
        ("yesterday", at(600)),
    ],
)
def test_a_moment_is_the_switchs_own_where_it_can_be(told: Any, taken: Any, switch: Switch) -> None:
    switch.tell("newCall", at=told)
    assert switch.call().at == taken


def test_one_id_at_two_switches_is_two_calls(switch: Switch) -> None:
    source, token = issue("另一台", at=MONDAY)
    switch.tell("newCall", "same")
    Switch(token, source).tell("newCall", "same")
    assert Call.objects.count() == 2


BAD: list[tuple[Any, int, str]] = [
    ({"event": "newCall", "direction": "in"}, 422, "call_id_wrong"),
    ({"event": "newCall", "callId": "x" * 251, "direction": "in"}, 422, "call_id_wrong"),
    ({"event": "newCall", "callId": "x", "direction": "sideways"}, 422, "invalid_direction"),
    ({"event": "newCall", "callId": "x"}, 422, "invalid_direction"),
    ({"callId": "x", "direction": "in"}, 422, "event_missing"),
    ({"event": ["newCall"], "callId": "x", "direction": "in"}, 422, "event_missing"),
    ([1, 2], 400, "malformed"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD)
def test_what_cannot_be_a_call_is_refused_in_words(
    body: Any, status: int, code: str, switch: Switch
) -> None:
    answer = switch.post(body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert Call.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 413),
        ("[" * 60_000, "application/json", 400),
        ("x=1", "text/plain", 415),
        ('{"event": "newCall", "callId": "\\ud800\\u0000a", "direction": "in"}',
         "application/json", 200),
    ],
)  # fmt: skip
def test_a_broken_body_breaks_nothing(raw: str, kind: str, status: int, switch: Switch) -> None:
    assert switch.post(raw, kind).status_code == status


def test_only_post_is_heard(switch: Switch) -> None:
    assert switch.client.get(f"/cti/{switch.token}").status_code == 405


def test_an_event_nobody_knows_is_kept_with_its_call(switch: Switch) -> None:
    assert switch.tell("dtmf", seconds=1, digit="5").status_code == 200
    assert [event["event"] for event in switch.call().events] == ["other"]


def test_a_blocked_caller_is_turned_away_and_the_call_is_kept(switch: Switch, cast: Cast) -> None:
    switch.tell("newCall", "c0")
    citizen = switch.call("c0").citizen
    assert citizen is not None
    Block.objects.create(
        citizen=citizen, at=at(0), by=cast.supervisor, until=at(86400), reason="反复骚扰"
    )
    assert switch.tell("newCall", "c1").json() == {"action": "reject", "reason": "busy"}
    assert switch.tell("hangup", "c1", cause="busy").json() == {}
    call = switch.call("c1")
    assert (call.rejected, call.outcome, call.offered_at) == (True, "nuisance", None)
    with time_machine.travel(at(86401), tick=False):
        assert switch.tell("newCall", "c2").json() == {}


def test_a_wrong_token_hears_nothing_and_learns_nothing(switch: Switch) -> None:
    answer = Client().post("/cti/" + "x" * 43, {"event": "newCall"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_token")
    assert Call.objects.count() == 0


def test_a_token_is_kept_as_a_hash_and_gives_way_to_the_next(switch: Switch) -> None:
    assert switch.token.encode() not in bytes(CtiToken.objects.get().token_hash)
    with time_machine.travel(MONDAY, tick=False):
        call_command("make_cti_token", "云湖交换机", "--replace-in", "5")
    assert source_behind(switch.token, at=at(299)) is not None
    assert source_behind(switch.token, at=at(300)) is None
    assert CtiToken.objects.filter(ends_at=None).count() == 1
    for wrong in (["  "], ["x" * 81], ["a", "--replace-in", "-1"]):
        with pytest.raises(CommandError):
            call_command("make_cti_token", *wrong)


def test_the_new_address_is_shown_and_works(
    db: None, telephone: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("make_cti_token")
    address = capsys.readouterr().out.split("地址")[1].split()[0]
    path = "/" + address.split("/", 3)[3]
    body = {"event": "newCall", "callId": "1", "direction": "in", "to": "12345"}
    assert Client().post(path, body, "application/json").status_code == 200


def test_no_token_stands_in_the_log(switch: Switch, caplog: pytest.LogCaptureFixture) -> None:
    request = type("Request", (), {"method": "POST", "path": f"/cti/{switch.token}"})()
    assert switch.token not in RequestLog.format_request(request)
    switch.tell("newCall", direction="sideways")
    assert switch.token not in caplog.text


def test_extensions_tell_of_machines_transfers_and_ratings(switch: Switch, seat: Seat) -> None:
    for seconds, event, said in (
        (0, "newCall", {}),
        (1, "ivr", {}),
        (30, "queue", {"queue": "12333"}),
        (35, "answer", {"answeringNumber": "801"}),
        (40, "hold", {}),
        (50, "resume", {}),
        (60, "transfer", {"target": "110"}),
        (61, "conference", {}),
        (90, "hangup", {"cause": "normalClearing", "recording": "https://rec.example/1.wav"}),
        (95, "rating", {"rating": "5"}),
    ):
        switch.tell(event, seconds=seconds, **said)
    call = switch.call()
    assert (call.self_service, call.offered_at, call.queue_id) == (True, at(30), "labour")
    assert (call.hold_seconds, call.transfers, call.three_way) == (10, 1, True)
    assert (call.outcome, call.transferred_to_id) == ("transferred", "transfer.110")
    assert (call.recording, call.service_rating) == ("https://rec.example/1.wav", 5)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a b", "x" * 301, "<x>"])
def test_a_recording_is_an_address_and_nothing_else(address: str, switch: Switch) -> None:
    switch.tell("recording", url=address)
    assert switch.call().recording == ""


def test_a_call_moves_the_seat_it_rings(switch: Switch, cast: Cast, seat: Seat) -> None:
    switch.tell("newCall", seconds=580)
    switch.tell("answer", seconds=590, answeringNumber="801")
    now = seat_of(cast.operator.pk)
    assert now is not None
    assert (now.state, now.call_id) == ("talking", switch.call().id)
    switch.tell("hangup", seconds=599)
    now = seat_of(cast.operator.pk)
    assert now is not None
    assert (now.state, now.call_id, now.since) == ("wrap_up", None, at(599))


def test_what_is_told_late_moves_no_seat(switch: Switch, cast: Cast, seat: Seat) -> None:
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        switch.tell("answer", seconds=8, answeringNumber="801")
    now = seat_of(cast.operator.pk)
    assert now is not None
    assert now.state == "ready"
