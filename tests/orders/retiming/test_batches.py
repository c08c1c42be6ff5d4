"""A batch under bad luck and second thoughts: cut off, worked at twice, undone, out of date."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from threading import Event as Signal
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from orders.clock.sweep import sweep
from orders.errors import Conflict, Forbidden
from orders.lifecycle.writing import write_all
from orders.models import (
    Assignment,
    CalendarEdition,
    Event,
    Level,
    Order,
    RetimedAssignment,
    RetimingBatch,
)
from orders.retiming import recording, steps
from orders.retiming.batches import confirm, drop, propose_calendar, recount, undo
from orders.retiming.steps import step, work
from orders.states import OrderState, Verb
from tests.cast import make_cast
from tests.factories import MONDAY, Walk, moment
from tests.orders.retiming.late import (
    administrator,
    local,
    notice,
    proposed,
    retimed,
    some_orders,
)
from tests.rules import make_rules
from units.actor import Actor, actor_of

AT = moment("2024-06-03 15:00")
HOUR = timedelta(hours=1)
WORKING = RetimingBatch.WORKING
LATE = notice(off=["06-07"])


def confirmed(walk: Walk, at: datetime = AT) -> RetimingBatch:
    batch = proposed(walk, LATE, at)
    return confirm(batch.pk, by=administrator(walk), at=at)


def moved_events() -> Counter[int | None]:
    return Counter(Event.objects.filter(verb=Verb.RETIME).values_list("assignment_id", flat=True))


def everything() -> list[Any]:
    """All that a batch could write on orders, and the calendars."""
    return [
        list(model._base_manager.order_by("pk").values())
        for model in (Order, Assignment, Level, Event, CalendarEdition, RetimedAssignment)
    ]


def test_a_preview_counts_and_writes_nothing(walk: Walk) -> None:
    some_orders(walk.cast, 2)
    walk.receive().to(OrderState.HANDLING)
    late = walk.lead.due_at
    assert late is not None
    sweep(at=late + HOUR)
    Walk(walk.cast, late).receive().dispatch(walk.cast.water)
    before = everything()
    batch = proposed(walk, LATE, late + HOUR)
    assert everything() == before
    seen = batch.preview
    assert (seen["orders"], seen["assignments"], seen["same"]) == (4, 4, 1)
    assert seen["later"] == {"1": 3}
    assert seen["units"] == {str(walk.cast.urban.pk): 3}
    assert seen["cards"] == {"yellow": 3}
    assert len(seen["samples"]) == 3


def test_the_run_counts_what_the_preview_said(walk: Walk) -> None:
    some_orders(walk.cast, 3)
    batch = proposed(walk, LATE, AT)
    confirm(batch.pk, by=administrator(walk), at=AT)
    work(batch.pk, at=AT)
    batch.refresh_from_db()
    counts = {key: batch.counts[key] for key in batch.preview if key != "failed"}
    assert counts == {key: batch.preview[key] for key in counts}


def test_a_batch_cut_off_between_steps_goes_on_without_doubling(walk: Walk) -> None:
    some_orders(walk.cast, 5)
    batch = confirmed(walk)
    assert step(batch.pk, at=AT, most=2)
    assert sum(moved_events().values()) == 2
    while step(batch.pk, at=AT + HOUR, most=2):
        pass
    assert sorted(moved_events().values()) == [1] * 5
    assert RetimedAssignment.objects.filter(batch=batch).count() == 5
    batch.refresh_from_db()
    assert (batch.state, batch.counts["orders"], batch.counts["later"]) == ("done", 5, {"1": 5})


def test_a_step_that_dies_leaves_nothing_half_done(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_orders(walk.cast, 4)
    batch = confirmed(walk)
    step(batch.pk, at=AT, most=2)
    before = everything()

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(steps, "look_later", killed)
        with pytest.raises(KeyboardInterrupt):
            step(batch.pk, at=AT, most=2)
    assert everything() == before
    work(batch.pk, at=AT)
    assert sorted(moved_events().values()) == [1] * 4


def test_the_clock_takes_up_a_batch_that_nobody_works_at(walk: Walk) -> None:
    some_orders(walk.cast, 3)
    batch = confirmed(walk)
    swept = sweep(at=AT)
    assert swept.deeds["retiming_step"] == 1
    sweep(at=AT)
    batch.refresh_from_db()
    assert batch.state == "done"
    assert not sweep(at=AT).items["retiming"]


def test_a_long_batch_leaves_a_sweep_time_for_what_is_due(walk: Walk) -> None:
    some_orders(walk.cast, 4)
    batch = confirmed(walk)
    sweep(at=AT, batch=2)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["orders"]) == ("running", 2)


def test_an_order_that_cannot_be_reckoned_stops_nobody_and_is_named(walk: Walk) -> None:
    broken = some_orders(walk.cast, 1)
    some_orders(walk.cast, 2)
    Assignment.objects.filter(order_id=broken.order_id).update(terms={})
    due = broken.lead.due_at
    batch = retimed(walk, LATE, AT)
    assert batch.counts["failed"] == [broken.order.number]
    assert batch.counts["later"] == {"1": 2}
    assert broken.lead.due_at == due


def test_what_the_database_refuses_of_one_order_is_kept_from_the_others(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = some_orders(walk.cast, 1)
    some_orders(walk.cast, 2)

    def write(decided: Any) -> Any:
        if any(facts.id == refused.order_id for _, facts in decided):
            raise IntegrityError("refused")
        return write_all(decided)

    monkeypatch.setattr(recording, "write_all", write)
    batch = retimed(walk, LATE, AT)
    assert batch.counts["failed"] == [refused.order.number]
    assert sum(moved_events().values()) == 2


@pytest.fixture
def committed(transactional_db: None) -> Walk:
    """The cast and the rules where other connections see them."""
    cast = make_cast()
    make_rules()
    return some_orders(cast, 12)


def test_two_workers_at_one_batch_double_nothing(committed: Walk) -> None:
    batch = confirmed(committed)
    start = Barrier(2)

    def run() -> None:
        start.wait()
        try:
            while RetimingBatch.objects.filter(pk=batch.pk, state__in=WORKING).exists():
                step(batch.pk, at=AT, most=2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(run), pool.submit(run)]:
            job.result()
    batch.refresh_from_db()
    assert (batch.state, batch.counts["orders"]) == ("done", 12)
    assert sorted(moved_events().values()) == [1] * 12


def test_two_administrators_who_confirm_at_once_make_one_edition(committed: Walk) -> None:
    batch = proposed(committed, LATE, AT)
    start = Barrier(2)

    def run() -> str:
        start.wait()
        try:
            confirm(batch.pk, by=administrator(committed), at=AT)
            return "confirmed"
        except Conflict as conflict:
            return conflict.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = [job.result() for job in [pool.submit(run), pool.submit(run)]]
    assert sorted(said) == ["confirmed", "wrong_state"]
    assert CalendarEdition.objects.filter(year=2024).count() == 2


def test_a_verb_begun_before_the_confirmation_is_waited_for_and_moved(committed: Walk) -> None:
    """It read the old calendar; unless it were waited for, the batch would pass it by."""
    fresh = Walk(committed.cast, MONDAY).receive()
    batch = proposed(committed, LATE, AT)
    done = Signal()

    def confirms() -> None:
        try:
            confirm(batch.pk, by=administrator(committed), at=AT)
            done.set()
            work(batch.pk, at=AT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            fresh.dispatch()
            job = pool.submit(confirms)
            assert not done.wait(0.5), "the batch began beside a verb of the old calendar"
        job.result()
    assert local(fresh.lead.due_at) == "06-12 17:30"


def test_a_verb_done_in_the_middle_of_a_batch_is_not_moved_twice(walk: Walk) -> None:
    some_orders(walk.cast, 1)
    last = Walk(walk.cast, MONDAY).receive().dispatch().do(Verb.SIGN, "unit_clerk", hours=0)
    batch = confirmed(last)
    step(batch.pk, at=AT, most=1)
    last.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text="等料")
    last.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True)
    assert local(last.lead.due_at) == "06-14 17:30", "reckoned with the new calendar already"
    work(batch.pk, at=AT + HOUR)
    assert local(last.lead.due_at) == "06-14 17:30"
    assert last.lead.id not in moved_events()


def test_one_assignment_is_moved_once_by_an_edition(walk: Walk) -> None:
    some_orders(walk.cast, 1)
    batch = retimed(walk, LATE, AT)
    row = RetimedAssignment.objects.get(batch=batch)
    other = propose_calendar(LATE, by=administrator(walk), at=AT)
    for further in (batch, other):
        row.pk, row.batch = None, further
        with pytest.raises(IntegrityError, match="retimed_once"), transaction.atomic():
            row.save(force_insert=True)


def test_a_preview_out_of_date_is_not_confirmed(walk: Walk) -> None:
    first, second = proposed(walk, LATE, AT), proposed(walk, notice(off=["06-06"]), AT)
    confirm(first.pk, by=administrator(walk), at=AT)
    work(first.pk, at=AT)
    with pytest.raises(Conflict) as met:
        confirm(second.pk, by=administrator(walk), at=AT)
    assert met.value.code == "out_of_date"
    recount(second.pk, earlier=False, by=administrator(walk), at=AT)
    work(second.pk, at=AT)
    confirm(second.pk, by=administrator(walk), at=AT)
    assert CalendarEdition.objects.filter(year=2024).count() == 3


def test_one_batch_at_a_time_is_written(walk: Walk) -> None:
    some_orders(walk.cast, 1)
    waiting = proposed(walk, LATE, AT)
    RetimingBatch.objects.create(
        kind="calendar", state="running", proposal=LATE.as_json(), asked_at=AT, counted_at=AT,
        asked_by=walk.cast.administrator, base_edition=1, confirmed_at=AT,
        confirmed_by=walk.cast.administrator,
    )  # fmt: skip
    with pytest.raises(Conflict) as met:
        confirm(waiting.pk, by=administrator(walk), at=AT)
    assert met.value.code == "busy"
    assert CalendarEdition.objects.filter(year=2024).count() == 1


def test_a_dropped_proposal_changes_nothing_and_stays_in_the_record(walk: Walk) -> None:
    batch = proposed(walk, LATE, AT)
    before = everything()
    drop(batch.pk, by=administrator(walk))
    assert everything() == before
    with pytest.raises(Conflict):
        confirm(batch.pk, by=administrator(walk), at=AT)


def test_only_administrators_propose_confirm_and_undo(walk: Walk) -> None:
    batch = proposed(walk, LATE, AT)
    for person in walk.cast.staff().values():
        by = actor_of(person)
        if person == walk.cast.administrator:
            continue
        with pytest.raises(Forbidden):
            propose_calendar(LATE, by=by, at=AT)
        with pytest.raises(Forbidden):
            confirm(batch.pk, by=by, at=AT)
        with pytest.raises(Forbidden):
            undo(batch.pk, by=by, at=AT)
    with pytest.raises(Forbidden):
        confirm(batch.pk, by=Actor.system(), at=AT)
