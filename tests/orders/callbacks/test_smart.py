"""Automatic attempts: when each goes out, to whom, and what follows from what came of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from orders.callbacks import drained, gateway
from orders.callbacks.results import Outcome, Told, take
from orders.citizens import citizen_for
from orders.clock.sweep import sweep
from orders.errors import Conflict, Missing, Refused
from orders.lifecycle import apply
from orders.models import (
    CallbackAttempt,
    CallbackRule,
    CallbackTask,
    Event,
    Outbox,
    PlacedCallback,
    Round,
)
from orders.phones import normalise
from orders.states import OrderState, Verb
from tests.cast import make_cast
from tests.factories import Walk, moment
from tests.orders.callbacks.conftest import PHONE, Calling, Line
from tests.rules import make_rules
from units.actor import Actor


def test_an_accepted_reply_owes_one_callback_that_the_machine_begins(calling: Calling) -> None:
    assert calling.task.phase == "smart"
    assert calling.task.next_attempt_at == moment("2024-06-03 14:30"), "an hour after lunch"
    with pytest.raises(IntegrityError, match="callback_once_a_round"), transaction.atomic():
        CallbackTask.objects.create(
            order=calling.task.order, round=calling.task.round, opened_at=calling.walk.at
        )


def test_a_call_is_handed_to_the_gateway_once_with_the_citizens_number(calling: Calling) -> None:
    placed = calling.go_out()
    sweep(at=calling.walk.at + timedelta(minutes=1))
    (call,) = calling.line.calls
    assert (call.key, call.phone) == (placed.key, normalise(PHONE))
    assert PHONE not in repr(call)
    assert calling.out.gateway_id == f"line-{placed.key}"
    assert calling.attempts() == [], "an attempt is written when its result is known"


def test_nothing_goes_out_before_its_moment(calling: Calling) -> None:
    due = calling.task.next_attempt_at
    assert due is not None
    sweep(at=due - timedelta(seconds=1))
    assert not PlacedCallback.objects.exists()


def test_a_rating_closes_the_callback_and_is_the_rounds(calling: Calling) -> None:
    calling.go_out()
    assert calling.told("reached", rating=4, contacted=True, solved=True) is Outcome.RECORDED
    assert (calling.task.outcome, calling.task.rating) == ("rated", 4)
    round_ = Round.objects.get(pk=calling.task.round_id)
    assert (round_.rating, round_.solved, round_.contacted) == (4, True, True)
    event = Event.objects.get(order_id=calling.walk.order_id, verb=Verb.RECORD_CALLBACK)
    assert event.by_kind == "system"


def test_the_ways_are_tried_in_their_order_and_then_the_desk_calls(calling: Calling) -> None:
    for result in ("busy", "no_answer"):
        calling.go_out()
        calling.told(result)
    assert calling.task.next_attempt_at == moment("2024-06-04 09:32"), "two working hours later"
    link = calling.go_out()
    assert link.way == "sms"
    assert len(calling.line.calls) == 2, "a link needs no gateway"
    calling.at_timeout()
    assert calling.attempts() == [("smart", "busy"), ("smart", "no_answer"), ("sms", "no_result")]
    task = calling.task
    assert task.phase == "human"
    assert task.next_attempt_at is None
    assert task.closed_at is None


def test_a_wrong_number_is_for_people_to_find_out(calling: Calling) -> None:
    calling.go_out()
    calling.told("wrong_number")
    assert calling.task.phase == "human"


# Accepted then: the first attempt is 60 working minutes later, and never out of 9:00-20:00.
FIRST = [
    ("2024-06-03 15:00", "2024-06-03 16:00"),
    ("2024-06-03 17:10", "2024-06-04 09:10"),
    ("2024-06-03 22:00", "2024-06-04 09:30"),
    ("2024-06-07 16:50", "2024-06-11 09:00"),  # over the weekend and 端午
    ("2024-06-08 10:00", "2024-06-11 09:30"),
]


@pytest.mark.parametrize(("accepted", "first"), FIRST)
def test_citizens_are_called_in_working_hours_alone(
    walk: Walk, line: Line, accepted: str, first: str
) -> None:
    walk.at = moment("2024-06-03 08:40")
    walk.receive(citizen_id=citizen_for(PHONE, at=walk.at).pk).to(OrderState.REPLIED)
    walk.at = moment(accepted) - timedelta(hours=1)
    walk.do(Verb.ACCEPT, "reviewer")
    assert Calling(walk, line).task.next_attempt_at == moment(first)


def test_a_clock_that_comes_late_at_night_calls_nobody(calling: Calling) -> None:
    sweep(at=moment("2024-06-04 21:30"))
    assert not PlacedCallback.objects.exists()
    assert calling.task.next_attempt_at == moment("2024-06-05 09:00")


def test_a_result_that_never_comes_is_timed_out_and_the_next_attempt_follows(
    calling: Calling,
) -> None:
    calling.go_out()
    at = calling.at_timeout()
    assert calling.attempts() == [("smart", "no_result")]
    assert PlacedCallback.objects.get().ended_as == "timed_out"
    assert calling.task.next_attempt_at is not None
    assert calling.task.next_attempt_at > at


def test_a_result_told_twice_is_one_attempt(calling: Calling) -> None:
    key = calling.go_out().key
    assert calling.told("busy") is Outcome.RECORDED
    assert calling.told("busy", key=key) is Outcome.BEFORE
    assert calling.told("reached", key=key, rating=5) is Outcome.BEFORE
    assert calling.attempts() == [("smart", "busy")]


def test_a_late_rating_counts_while_the_citizen_is_still_to_be_asked(calling: Calling) -> None:
    first = calling.go_out().key
    calling.at_timeout()
    second = calling.go_out()
    assert calling.told("reached", key=first, rating=5) is Outcome.RECORDED
    assert calling.task.outcome == "rated"
    second.refresh_from_db()
    assert second.ended_as == "superseded"
    assert calling.told("reached", key=second.key, rating=1) is Outcome.LATE
    assert calling.told("reached", key=first, rating=5) is Outcome.LATE
    assert Round.objects.get(pk=calling.task.round_id).rating == 5


def test_late_news_that_nobody_was_reached_is_of_no_use(calling: Calling) -> None:
    key = calling.go_out().key
    calling.at_timeout()
    assert calling.told("busy", key=key) is Outcome.LATE
    assert calling.attempts() == [("smart", "no_result")]


def test_a_report_of_no_call_of_ours_is_not_found(calling: Calling) -> None:
    calling.go_out()
    with pytest.raises(Missing, match="没有这次呼叫"):
        take(Told(calling.task.order.public_id, "busy"), at=calling.walk.at)


def test_answers_of_somebody_who_was_not_reached_are_refused(calling: Calling) -> None:
    calling.go_out()
    with pytest.raises(Refused):
        calling.told("busy", rating=5)
    assert calling.attempts() == []


def test_a_gateway_that_is_away_is_asked_again_until_the_call_is_over(calling: Calling) -> None:
    calling.line.away = True
    key = calling.go_out().key
    sweep(at=calling.walk.at + timedelta(minutes=1))
    calling.line.away = False
    sweep(at=calling.walk.at + timedelta(minutes=2))
    assert [call.key for call in calling.line.calls] == [key]
    sweep(at=calling.walk.at + timedelta(minutes=3))
    assert len(calling.line.calls) == 1


def test_a_citizen_without_a_number_is_the_desks_at_once(walk: Walk, line: Line) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    calling = Calling(walk, line)
    sweep(at=walk.at + timedelta(hours=2))
    assert calling.task.phase == "human"
    assert not PlacedCallback.objects.exists()


def test_without_a_gateway_the_desk_calls(
    calling: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_connected", [])
    sweep(at=calling.walk.at + timedelta(hours=2))
    assert calling.task.phase == "human"


def test_without_a_rule_nothing_is_automatic(walk: Walk, line: Line) -> None:
    CallbackRule.objects.all().delete()
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    task = Calling(walk, line).task
    assert task.phase == "human"
    assert task.next_attempt_at is None


def test_a_reviewer_takes_over_and_the_machine_stops(calling: Calling) -> None:
    placed = calling.go_out()
    calling.walk.do(Verb.TAKE_CALLBACK, "reviewer", hours=0)
    placed.refresh_from_db()
    assert (calling.task.phase, placed.ended_as) == ("human", "superseded")
    with pytest.raises(Conflict):
        calling.walk.do(Verb.TAKE_CALLBACK, "reviewer")


def test_a_call_by_hand_stops_the_machine_too(calling: Calling) -> None:
    calling.walk.do(Verb.RECORD_CALLBACK, "reviewer", way="call", result="busy")
    assert (calling.task.phase, calling.task.desk_tries) == ("human", 1)
    sweep(at=calling.walk.at + timedelta(days=1))
    assert not PlacedCallback.objects.exists()


def test_unreachable_after_all_attempts_is_closed_as_such_and_has_no_rating(
    calling: Calling,
) -> None:
    calling.all_machines_tried()
    for _ in range(3):
        assert calling.task.closed_at is None
        calling.walk.do(Verb.RECORD_CALLBACK, "reviewer", way="call", result="no_answer")
    assert (calling.task.outcome, calling.task.rating) == ("unreached", None)
    assert Round.objects.get(pk=calling.task.round_id).rated_at is None
    calling.walk.do(Verb.ARCHIVE, "reviewer")


def test_a_link_goes_into_the_outbox_without_anything_that_opens_it(calling: Calling) -> None:
    Outbox.objects.update(kind="earlier")
    for _ in range(2):
        calling.go_out()
        calling.told("busy")
    placed = calling.go_out()
    notice = Outbox.objects.get(kind="survey")
    assert (notice.to_kind, notice.payload["key"]) == ("citizen", str(placed.key))
    assert set(notice.payload) == {"key", "until"}


def test_a_callback_that_is_late_is_the_hotlines_own_lateness(calling: Calling) -> None:
    calling.walk.do(Verb.TAKE_CALLBACK, "reviewer", hours=0)
    late = calling.walk.order.next_due_at
    assert late == moment("2024-06-11 17:30")
    sweep(at=late)
    kinds = Outbox.objects.filter(kind="level.callback.late").values_list("to_id", flat=True)
    assert set(kinds) == {"reviewer", "supervisor"}
    sweep(at=late + timedelta(days=30))
    assert Outbox.objects.filter(kind="level.callback.late").count() == 2


def test_two_attempts_of_one_task_are_never_out_together(calling: Calling) -> None:
    placed = calling.go_out()
    twin = PlacedCallback.objects.get(pk=placed.pk)
    twin.pk, twin.n, twin.key = None, 2, calling.task.order.public_id
    twin.gateway_id = ""
    with pytest.raises(IntegrityError, match="one_callback_out"), transaction.atomic():
        twin.save()


def test_an_attempt_is_written_once(calling: Calling) -> None:
    calling.go_out()
    calling.told("busy")
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        CallbackAttempt.objects.update(result="reached")


@pytest.mark.django_db(transaction=True)
def test_two_workers_place_one_call(transactional_db: None, line: Line) -> None:
    make_rules()
    walk = Walk(make_cast())
    walk.receive(citizen_id=citizen_for(PHONE, at=walk.at).pk).to(OrderState.CALLING_BACK)
    due = Calling(walk, line).task.next_attempt_at
    gate = Barrier(4)

    def work(_: int) -> None:
        gate.wait(5)
        assert due is not None
        try:
            sweep(at=due)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert PlacedCallback.objects.count() == 1
    assert len(line.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_one_result_told_by_two_threads_at_once_is_one_attempt(
    transactional_db: None, line: Line
) -> None:
    make_rules()
    walk = Walk(make_cast())
    walk.receive(citizen_id=citizen_for(PHONE, at=walk.at).pk).to(OrderState.CALLING_BACK)
    calling = Calling(walk, line)
    told = Told(calling.go_out().key, "reached", rating=5)
    gate = Barrier(3)

    def report(_: int) -> Outcome:
        gate.wait(5)
        try:
            return take(told, at=walk.at + timedelta(minutes=1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(outcome.value for outcome in pool.map(report, range(3)))
    assert outcomes == ["before", "before", "recorded"]
    assert CallbackAttempt.objects.count() == 1


def test_a_machine_may_not_place_what_is_not_due_to_be_placed(calling: Calling) -> None:
    placed = calling.go_out()
    with pytest.raises(Conflict, match="没有要发起"):
        apply(
            Verb.PLACE_CALLBACK,
            calling.walk.order_id,
            by=Actor.system(),
            at=calling.walk.at,
            task_id=calling.task.pk,
            key=calling.task.order.public_id,
        )
    assert PlacedCallback.objects.get() == placed


PROBES = [
    (drained._CLAIM_TASKS, "callback_next"),
    (drained._CLAIM_WAITS, "placed_out"),
]


@pytest.mark.parametrize(("claim", "index"), PROBES)
def test_asking_when_nothing_is_due_is_one_probe_of_a_small_index(
    calling: Calling, claim: str, index: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + claim, [calling.walk.at, 200])
        assert index in "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("values", "guard"),
    [
        ({"ways": ["call"]}, "callback_rule_ways"),
        ({"calls_until": time(8)}, "callback_rule_hours"),
        ({"desk_tries": 0}, "callback_rule_at_least_one"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(rules: None, values: dict[str, Any], guard: str) -> None:
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        CallbackRule.objects.update(**values)
