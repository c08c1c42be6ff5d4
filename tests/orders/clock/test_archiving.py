"""An order that nobody owes anything any more is archived by the clock, and no other."""

from datetime import datetime, timedelta

import pytest

from orders.citizens import citizen_for
from orders.clock.orders_due import look_again
from orders.clock.sweep import sweep
from orders.models import CallbackRule, Event, Order
from orders.states import OrderState, Verb
from tests.factories import Walk, moment


def asked(walk: Walk, rating: int | None) -> Walk:
    """Called back once: with a rating, or given up as never reached."""
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    if rating is None:
        return walk.do(Verb.RECORD_CALLBACK, "reviewer", way="call", result="no_answer", last=True)
    return walk.rate(rating)


def swept(walk: Walk, at: datetime) -> str:
    sweep(at=at)
    return str(Order.objects.get(pk=walk.order_id).state)


@pytest.mark.parametrize("rating", [5, 3, None])
def test_a_day_after_everybody_was_asked_the_order_is_archived(
    walk: Walk, rating: int | None
) -> None:
    asked(walk, rating)
    due = Order.objects.get(pk=walk.order_id).next_due_at
    assert due is not None
    assert due > walk.at + timedelta(hours=8)
    assert swept(walk, due - timedelta(seconds=1)) == OrderState.CALLING_BACK
    assert swept(walk, due) == OrderState.ARCHIVED
    assert Event.objects.filter(order_id=walk.order_id, verb="archive", by_id=None).count() == 1
    assert swept(walk, due + timedelta(days=30)) == OrderState.ARCHIVED
    assert Event.objects.filter(order_id=walk.order_id, verb="archive").count() == 1


def test_the_day_is_a_working_day_also_before_the_national_holiday(walk: Walk) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    walk.at = moment("2024-09-30 15:59")
    walk.rate(5)  # at 16:59, an hour of work left before seven free days
    due = Order.objects.get(pk=walk.order_id).next_due_at
    assert due is not None
    assert due == moment("2024-10-08 17:29")


def test_who_is_dissatisfied_waits_for_a_person(walk: Walk) -> None:
    asked(walk, 2)
    assert Order.objects.get(pk=walk.order_id).next_due_at is None
    assert swept(walk, walk.at + timedelta(days=60)) == OrderState.CALLING_BACK


def test_a_doubted_rating_is_ruled_on_first(walk: Walk) -> None:
    asked(walk, 1).do(Verb.DOUBT_RATING, "reviewer", text="有现场照片")
    sweep(at=walk.at + timedelta(days=3))
    assert Order.objects.get(pk=walk.order_id).state == OrderState.CALLING_BACK
    walk.do(Verb.RULE_RATING, "supervisor", unreasonable=True, text="属实")
    assert swept(walk, walk.at + timedelta(days=20)) == OrderState.ARCHIVED


def test_a_citizen_of_a_merged_order_who_is_not_yet_asked_keeps_it_open(walk: Walk) -> None:
    walk.receive_from_citizen()
    other = Walk(walk.cast, walk.at)
    other.receive(citizen_id=citizen_for("13800000002", at=walk.at).pk)
    other.do(Verb.MERGE, "operator", hours=0, main_id=walk.order_id)
    walk.to(OrderState.CALLING_BACK)
    own = walk.facts.callbacks[0].id
    walk.do(Verb.RECORD_CALLBACK, "reviewer", task_id=own, way="call", result="reached", rating=5)
    assert swept(walk, walk.at + timedelta(days=20)) == OrderState.CALLING_BACK


def test_a_rule_may_leave_it_to_people_and_change_its_mind(walk: Walk) -> None:
    CallbackRule.objects.update(archive_after=None)
    asked(walk, 5)
    assert swept(walk, walk.at + timedelta(days=60)) == OrderState.CALLING_BACK
    CallbackRule.objects.update(archive_after=480)
    look_again()
    assert swept(walk, walk.at + timedelta(days=60)) == OrderState.ARCHIVED
