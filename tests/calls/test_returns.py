"""The clock on the telephone: calls without an end, missed calls, and calling back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from calls.events import Event
from calls.models import Call, ReturnCall, ReturnTry
from calls.returning import record
from calls.taking import note
from orders.clock.sweep import sweep
from orders.erasure import erase
from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.models import Outbox
from tests.calls.conftest import OTHER, Switch, at
from tests.cast import Cast
from units.actor import Actor, actor_of


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at(600), tick=False):
        yield


def miss(switch: Switch, cti_id: Any = "c1", seconds: Any = 0, **said: Any) -> None:
    switch.tell("newCall", cti_id, seconds=seconds, queue="general", **said)
    switch.tell("hangup", cti_id, seconds=seconds + 30, cause="cancel", **said)


def test_a_missed_call_owes_one_return_call_after_a_minute(switch: Switch) -> None:
    miss(switch)
    sweep(at=at(89))
    assert not ReturnCall.objects.exists()
    for _ in range(2):
        sweep(at=at(95))
    owed = ReturnCall.objects.get()
    assert (owed.call_id, owed.missed, owed.most_tries) == (switch.call().id, 1, 3)
    assert owed.due_at == at(95) + timedelta(minutes=60)
    assert switch.call().next_due_at is None


def test_who_calls_in_vain_twice_is_called_back_once(switch: Switch) -> None:
    miss(switch, "c1", 0)
    miss(switch, "c2", 100)
    miss(switch, "c3", 0, **{"from": OTHER})
    sweep(at=at(300))
    assert sorted(ReturnCall.objects.values_list("missed", flat=True)) == [1, 2]


def test_who_withholds_the_number_cannot_be_called_back(switch: Switch) -> None:
    miss(switch, **{"from": "anonymous"})
    sweep(at=at(300))
    assert not ReturnCall.objects.exists()
    assert switch.call().next_due_at is None


def test_a_late_answer_voids_what_was_owed(switch: Switch) -> None:
    miss(switch)
    sweep(at=at(95))
    switch.tell("answer", seconds=20)
    assert ReturnCall.objects.get().outcome == "answered"
    assert switch.call().outcome == ""


def test_who_calls_again_and_is_answered_is_owed_nothing(switch: Switch) -> None:
    miss(switch)
    sweep(at=at(95))
    switch.tell("newCall", "c2", seconds=200)
    switch.tell("answer", "c2", seconds=205)
    assert ReturnCall.objects.get().outcome == "came_again"


def test_an_unkept_return_call_is_marked_once(switch: Switch) -> None:
    miss(switch)
    sweep(at=at(95))
    due = ReturnCall.objects.get().due_at
    assert sweep(at=due - timedelta(seconds=1)).deeds["return_overdue"] == 0
    assert sweep(at=due).deeds["return_overdue"] == 1
    assert sweep(at=due + timedelta(hours=1)).deeds["return_overdue"] == 0
    assert ReturnCall.objects.get().overdue_at == due


def test_it_is_over_when_reached_or_tried_often_enough(switch: Switch, cast: Cast) -> None:
    by = actor_of(cast.operator)
    miss(switch, "c1")
    miss(switch, "c2", **{"from": OTHER})
    sweep(at=at(95))
    first, second = ReturnCall.objects.order_by("id")
    record(first.pk, "no_answer", by=by, at=at(200))
    record(first.pk, "reached", by=by, at=at(300))
    for n in range(3):
        record(second.pk, "busy", by=by, at=at(200 + n))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.tries) == ("reached", 2)
    assert (second.outcome, second.tries) == ("unreachable", 3)
    with pytest.raises(Conflict, match="已了结"):
        record(first.pk, "reached", by=by, at=at(400))
    assert ReturnTry.objects.count() == 5


def test_an_attempt_may_name_the_outbound_call_of_that_citizen_once(
    switch: Switch, cast: Cast
) -> None:
    by = actor_of(cast.operator)
    miss(switch)
    sweep(at=at(95))
    owed = ReturnCall.objects.get()
    out = {"direction": "out", "from": "12345"}
    switch.tell("newCall", "o1", seconds=200, **out, to="13800000001")
    switch.tell("newCall", "o2", seconds=200, **out, to=OTHER)
    with pytest.raises(Refused, match="不是打给这位市民"):
        record(owed.pk, "busy", by=by, at=at(210), call_id=switch.call("o2").id)
    record(owed.pk, "busy", by=by, at=at(210), call_id=switch.call("o1").id)
    with pytest.raises(Conflict, match="已经记过"):
        record(owed.pk, "busy", by=by, at=at(220), call_id=switch.call("o1").id)
    with pytest.raises(Refused, match="回拨结果"):
        record(owed.pk, "perhaps", by=by, at=at(220))
    with pytest.raises(Forbidden):
        record(owed.pk, "busy", by=actor_of(cast.analyst), at=at(220))


def test_a_call_whose_end_never_came_is_ended_by_the_clock(switch: Switch) -> None:
    switch.tell("newCall", "ringing", seconds=0)
    switch.tell("newCall", "talking", seconds=0)
    switch.tell("answer", "talking", seconds=10)
    sweep(at=at(1799))
    assert Call.objects.filter(ended_at=None).count() == 2
    sweep(at=at(1800))
    assert (switch.call("ringing").outcome, switch.call("ringing").ended_by_clock) == (
        "missed", True,
    )  # fmt: skip
    assert switch.call("talking").ended_at is None
    sweep(at=at(4 * 3600 + 10))
    assert switch.call("talking").ended_at == at(10)
    switch.tell("hangup", "talking", seconds=500)
    assert (switch.call("talking").ended_at, switch.call("talking").ended_by_clock) == (
        at(500), False,
    )  # fmt: skip


def test_one_broken_call_stops_no_other(switch: Switch) -> None:
    miss(switch, "c1")
    miss(switch, "c2", **{"from": OTHER})
    Call.objects.filter(id=switch.call("c1").id).update(events=[{"event": "newCall"}])
    assert sweep(at=at(95)).deeds["put_off"] == 1
    assert ReturnCall.objects.count() == 1
    assert switch.call("c1").next_due_at == at(95) + timedelta(minutes=5)


def test_a_note_of_no_call_is_refused(db: None) -> None:
    with pytest.raises(Missing):
        note(404, Event("concluded", at(0), "x"), at=at(0))


def test_supervisors_hear_once_of_those_that_were_not_kept(switch: Switch) -> None:
    miss(switch, "c1")
    miss(switch, "c2", **{"from": OTHER})
    sweep(at=at(95))
    due = ReturnCall.objects.latest("due_at").due_at
    for _ in range(2):
        sweep(at=due)
    owed = Outbox.objects.get(kind="return_call.late")
    assert (owed.to_kind, owed.to_id, owed.payload) == ("role", "supervisor", {"count": 2})


def test_whose_number_is_erased_is_called_back_no_more(switch: Switch) -> None:
    miss(switch, "c1")
    miss(switch, "c2", **{"from": OTHER})
    sweep(at=at(95))
    gone, stays = ReturnCall.objects.order_by("id")
    erase(gone.citizen, by=Actor.system(), at=at(200))
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.outcome, gone.closed_at) == ("erased", at(200))
    assert stays.closed_at is None
