"""The step-by-step work of a batch: so many orders a transaction, the batch's row held meanwhile.

The row is the lease: two workers never work at one batch, and what a killed worker had not
committed never happened, so that the next one goes on exactly where the cursor stands.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from orders import rulebook
from orders.deadlines import Rulebook
from orders.lifecycle.load import load
from orders.lifecycle.moving import Asked
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Assignment, RetimingBatch
from orders.retiming import tally
from orders.retiming.backwards import mark_undone, plan_back, undone_rows
from orders.retiming.plan import OPEN, Planned, RulesOf, plan
from orders.retiming.proposals import CalendarProposal, LimitProposal
from orders.retiming.recording import adopt, look_later, record, write_planned

STEP = 100  # orders in one transaction: about a second
MOST_FAILED = 50  # numbers kept of orders that could not be reckoned
State = RetimingBatch.State
log = logging.getLogger(__name__)


def proposal_of(batch: RetimingBatch) -> CalendarProposal | LimitProposal:
    """What the batch proposes, as plain values."""
    kind = CalendarProposal if batch.kind == RetimingBatch.Kind.CALENDAR else LimitProposal
    found: CalendarProposal | LimitProposal = kind.from_json(batch.proposal)
    return found


def asked_of(batch: RetimingBatch) -> Asked:
    """What the batch asks of every assignment."""
    proposal = proposal_of(batch)
    by = batch.undone_by_id or batch.confirmed_by_id or batch.asked_by_id
    if isinstance(proposal, CalendarProposal):
        why = f"第{batch.pk}批：{proposal.year}年放假通知"
        return Asked(batch.pk, why, by, batch.earlier)
    code = batch.limit.code if batch.limit else proposal.code
    why = f"第{batch.pk}批：时限改为{proposal.words}"
    return Asked(batch.pk, why, by, batch.earlier, proposal.code, proposal.terms(code))


def open_orders(after: int, upto: int, most: int | None = None) -> list[int]:
    """Orders with an assignment not yet over, by id, past one id and up to another."""
    rows = Assignment.objects.filter(state__in=OPEN, order_id__gt=after, order_id__lte=upto)
    return list(rows.order_by("order_id").values_list("order_id", flat=True).distinct()[:most])


def step(batch_id: int, *, at: datetime, most: int = STEP) -> bool:
    """One step of the batch; True while more is to be done by the caller. False too where somebody
    else works at it just now. at: the moment as of which limits may move (aware)."""
    try:
        with transaction.atomic():
            return _step(batch_id, at, most)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            return True  # somebody works long at one of the orders: the step is to be tried again
        raise


def _step(batch_id: int, at: datetime, most: int) -> bool:
    batch = (
        RetimingBatch.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("limit")
        .filter(pk=batch_id, state__in=RetimingBatch.WORKING)
        .first()
    )
    if batch is None:
        return False
    ids = open_orders(batch.cursor, batch.upto, most)
    if ids:
        _STEPS[State(batch.state)](batch, ids, at)
        batch.cursor = ids[-1]
    else:
        _finish(batch, at)
    batch.save()
    return bool(ids)


def work(batch_id: int, *, at: datetime) -> None:
    """All the steps of a small batch, at one moment."""
    while step(batch_id, at=at):
        pass


def _count(batch: RetimingBatch, ids: Sequence[int], at: datetime) -> None:
    """Reckon the orders under the proposal; nothing of theirs is locked or written."""
    now, proposal = rulebook.current(), proposal_of(batch)
    rules = proposal.rules(now) if isinstance(proposal, CalendarProposal) else now
    one = partial(_planned, rules=rules, was=now, asked=asked_of(batch), at=batch.counted_at)
    for planned in _each(load(*ids).values(), one, batch.preview):
        tally.add(batch.preview, planned, rules)


def _run(batch: RetimingBatch, ids: Sequence[int], at: datetime) -> None:
    rules = rulebook.current()
    one = partial(_planned, rules=rules, was=rules, asked=asked_of(batch), at=at)
    done = write_planned(_each(load(*ids, lock=True).values(), one, batch.counts))
    _tell_failed(batch.counts, done.failed)
    record(batch, done.written, at)
    if batch.kind == RetimingBatch.Kind.CALENDAR:
        adopt(done.written, rules.edition)
    look_later(done.written)
    for planned in done.written:
        tally.add(batch.counts, planned, rules)


def _undo(batch: RetimingBatch, ids: Sequence[int], at: datetime) -> None:
    rules = rulebook.current()
    moved = undone_rows(batch, ids)
    one = partial(plan_back, moved=moved, rules=rules, asked=asked_of(batch), at=at)
    done = write_planned(_each(load(*ids, lock=True).values(), one, batch.undo_counts))
    _tell_failed(batch.undo_counts, done.failed)
    mark_undone(batch, done.written, at)
    look_later(done.written)
    for planned in done.written:
        batch.undo_counts["orders"] += 1
        batch.undo_counts["restored"] += len(planned.decided)


_STEPS = {State.COUNTING: _count, State.RUNNING: _run, State.UNDOING: _undo}


def _finish(batch: RetimingBatch, at: datetime) -> None:
    after = {
        State.COUNTING: State.PROPOSED,
        State.RUNNING: State.DONE,
        State.UNDOING: State.UNDONE,
    }
    if batch.state == State.UNDOING:
        batch.undo_counts["left"] = batch.retimed.filter(undone_at=None).count()
    batch.state = after[State(batch.state)]
    if batch.state != State.PROPOSED:
        batch.finished_at = at


def _planned(
    order: OrderFacts, *, rules: Rulebook, was: Rulebook, asked: Asked, at: datetime
) -> Planned:
    return plan(order, rules, _rules_of(was), asked, at)


@lru_cache(maxsize=4)
def _rules_of(now: Rulebook) -> RulesOf:
    """The rules under an edition, each looked up once a step."""
    return lru_cache(maxsize=8)(partial(rulebook.as_of, now))


def _each(orders: Any, one: Callable[[OrderFacts], Planned], counts: tally.Counts) -> list[Planned]:
    """Every order's part; one whose own data cannot be reckoned is told of and stops nobody."""
    found = []
    for order in orders:
        try:
            found.append(one(order))
        except Exception as error:
            log.error("order %s could not be re-timed", order.number, exc_info=error)
            _tell_failed(counts, [order.number])
    return found


def _tell_failed(counts: tally.Counts, numbers: Sequence[str]) -> None:
    counts["orders"] += len(numbers)
    counts["failures"] = counts.get("failures", 0) + len(numbers)
    counts["failed"] = [*counts.get("failed", []), *numbers][:MOST_FAILED]
