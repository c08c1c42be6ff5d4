"""Taking a batch back, once: what returns, what stays, and how the calendar then stands."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from orders.clock.sweep import sweep
from orders.errors import Conflict
from orders.models import CalendarEdition, Event, Level, RetimingBatch
from orders.retiming.batches import undo
from orders.retiming.proposals import CalendarProposal
from orders.retiming.steps import work
from orders.rulebook import current
from orders.states import Verb
from tests.factories import MONDAY, Walk, moment
from tests.orders.retiming.late import administrator, local, notice, retimed, some_orders

AT = moment("2024-06-03 15:00")
HOUR = timedelta(hours=1)
LATE = notice(off=["06-07"])


def undone(walk: Walk, batch: RetimingBatch, at: datetime) -> RetimingBatch:
    undo(batch.pk, by=administrator(walk), at=at)
    work(batch.pk, at=at)
    batch.refresh_from_db()
    return batch


def test_undoing_brings_back_limits_and_levels_as_they_were(walk: Walk) -> None:
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk", hours=0)
    due = walk.lead.due_at
    assert due is not None
    sweep(at=due + HOUR)
    card = Level.objects.get(rule_id="handle.yellow")
    batch = undone(walk, retimed(walk, LATE, due + HOUR), due + 2 * HOUR)
    assert (batch.state, batch.undo_counts["restored"], batch.undo_counts["left"]) == (
        "undone", 1, 0,
    )  # fmt: skip
    assert walk.lead.due_at == walk.lead.round.due_at == due
    again = Level.objects.get(rule_id="handle.yellow", revoked_at=None)
    assert again.pk != card.pk
    assert (again.occurred_at, again.recorded_at) == (due, due + 2 * HOUR)
    event = Event.objects.filter(verb=Verb.RETIME).order_by("id").last()
    assert event is not None
    assert event.payload["undo"] is True
    assert "handle.yellow" in event.payload["levels"]
    sweep(at=due + 2 * HOUR)
    assert Level.objects.filter(rule_id="handle.yellow", revoked_at=None).count() == 1


def test_after_undoing_the_calendar_is_a_further_edition_like_the_one_before(walk: Walk) -> None:
    first = CalendarEdition.objects.get(year=2024)
    undone(walk, retimed(walk, LATE, AT), AT + HOUR)
    third = CalendarEdition.objects.get(year=2024, edition=3)
    assert (third.holidays, third.workdays) == (first.holidays, first.workdays)
    walk.at = AT + HOUR
    walk.receive().dispatch()
    assert walk.lead.calendar_edition == third.pk == current().edition


def test_a_batch_is_undone_once(walk: Walk) -> None:
    batch = undone(walk, retimed(walk, LATE, AT), AT)
    with pytest.raises(Conflict):
        undo(batch.pk, by=administrator(walk), at=AT)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        RetimingBatch.objects.filter(pk=batch.pk).update(undone_at=AT + HOUR)


def test_what_was_touched_since_is_left_as_it_is(walk: Walk) -> None:
    extended = Walk(walk.cast, MONDAY).receive().dispatch().do(Verb.SIGN, "unit_clerk", hours=0)
    replied = Walk(walk.cast, MONDAY).receive().dispatch().do(Verb.SIGN, "unit_clerk", hours=0)
    still = some_orders(walk.cast, 1)
    batch = retimed(walk, LATE, AT)
    extended.at = replied.at = AT
    extended.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="等料")
    extended.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    replied.do(Verb.COMPLETE, "unit_clerk", text="已修", uncontacted="打不通")
    before = [extended.lead.due_at, replied.lead.due_at]
    batch = undone(walk, batch, AT + 3 * HOUR)
    assert [extended.lead.due_at, replied.lead.due_at] == before
    assert local(still.lead.due_at) == "06-11 17:30"
    assert (batch.undo_counts["restored"], batch.undo_counts["left"]) == (1, 2)


def test_a_unit_may_count_on_the_moved_limit_until_the_next_working_day_ends(walk: Walk) -> None:
    held = some_orders(walk.cast, 1)
    batch = retimed(walk, notice(off=["06-06", "06-07"]), AT)
    assert local(held.lead.due_at) == "06-13 17:30"
    undone(walk, batch, moment("2024-06-11 18:00"))  # its first limit passed half an hour ago
    assert local(held.lead.due_at) == "06-12 17:30"
    sweep(at=moment("2024-06-12 09:00"))
    assert not Level.objects.filter(order_id=held.order_id, rule_id="handle.yellow").exists()


def test_an_edition_that_was_followed_by_another_is_not_undone(walk: Walk) -> None:
    first = retimed(walk, LATE, AT)
    retimed(walk, notice(off=["06-06"]), AT)
    with pytest.raises(Conflict) as met:
        undo(first.pk, by=administrator(walk), at=AT)
    assert met.value.code == "out_of_date"


def test_a_year_that_had_no_calendar_before_is_not_undone_into_nothing(walk: Walk) -> None:
    batch = retimed(walk, CalendarProposal(2028, (date(2028, 1, 1),), (), "", True), AT)
    with pytest.raises(Conflict) as met:
        undo(batch.pk, by=administrator(walk), at=AT)
    assert met.value.code == "first"
