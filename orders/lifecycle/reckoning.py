"""What a handle limit comes to: from the promise, its pauses and extensions, capped by a parent.

A due moment usually stands where its promise puts it. One that was spared an earlier moment, or
was moved by hand, stands elsewhere: then it moves by as much as the promise does.
"""

from collections.abc import Iterable
from datetime import datetime

from orders.deadlines import Rulebook, Stretch
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, Row
from orders.models.limits import Clock, Measure


def handle_clock(on: AssignmentFacts) -> Clock:
    """The limit that the running round stands under."""
    return Clock.HANDLE if on.round.n == 1 else Clock.REWORK


def handle_terms(on: AssignmentFacts) -> Row | None:
    """What the running round was promised; None where it owes no reply by a moment."""
    found: Row | None = on.terms.get(str(handle_clock(on)))
    return found


def promised_due(
    order: OrderFacts,
    on: AssignmentFacts,
    rules: Rulebook,
    *,
    pauses: Iterable[Stretch] | None = None,
    extended_days: int | None = None,
) -> datetime | None:
    """Where the promise puts the due moment; pauses and extended_days as they will be, else as
    they are."""
    due = rules.handle_due(
        handle_terms(on),
        on.round.started_at,
        extended_days=on.extended_days if extended_days is None else extended_days,
        pauses=on.pauses if pauses is None else pauses,
    )
    parent = order.assignment(on.parent_id) if on.parent_id is not None else None
    if due is None or parent is None:
        return due
    return capped(order, due, parent, rules, on.dispatched_at)


def capped(
    order: OrderFacts, due: datetime, parent: AssignmentFacts, rules: Rulebook, start: datetime
) -> datetime:
    """A child is due by its parent's due less the reserve; where the reserve leaves nothing, by
    the parent's due itself; where the parent was late when it handed down, by its own limit."""
    if parent.due_at is None or parent.due_at <= start:
        return due
    reserve = rules.find(Clock.RESERVE, order, start)
    cap = rules.before(parent.due_at, reserve.amount)
    return min(due, cap if cap > start else parent.due_at)


def carried(
    due: datetime, before: datetime, later: datetime, measure: object, rules: Rulebook
) -> datetime:
    """A due moment that stands elsewhere than its promise (before), moved on by as much of the
    clock's own time as the promise moves, to `later`."""
    if later <= before:
        return due
    calendar = rules.calendar
    if measure == Measure.CLOCK_MINUTES:
        return calendar.add_clock_time(due, later - before)
    return calendar.add_working_time(due, calendar.working_time_between(before, later))
