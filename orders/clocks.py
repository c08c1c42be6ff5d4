"""How far a promise's clock has run: what is left of it in its own time, what share is used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from orders.deadlines import Rulebook, spans_of
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, SupervisionFacts
from orders.models import Pause
from orders.models.limits import Clock, Measure
from orders.period import SHANGHAI
from orders.states import OrderState
from orders.transitions import OPEN_ASSIGNMENT
from orders.worktime import Calendar

DAY = 86400
LONGEST_STRETCH = 24 * 60  # minutes looked ahead for the end of a working stretch
STANDS = {"return": "退单待裁", "suspension": "挂账", "no_lead": "等主办"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One clock as the countdown chip takes it; left is in seconds of the clock's own time."""

    label: str
    due: datetime | None
    left: float = 0
    share: float = 0
    day: int = DAY
    runs: float = 0
    stopped: str = ""
    done: str = ""


def seconds_left(calendar: Calendar, measure: Any, due: datetime, at: datetime) -> float:
    """Seconds from `at` to due, below 0 past it, in working time unless the clock never rests."""
    if measure == Measure.CLOCK_MINUTES:
        return (due - at).total_seconds()
    if at <= due:
        return calendar.working_time_between(at, due).total_seconds()
    return -calendar.working_time_between(due, at).total_seconds()


def day_length(calendar: Calendar, measure: Any, due: datetime) -> int:
    """Seconds that one day of the clock counts: a working day's own length on the due day."""
    if measure == Measure.CLOCK_MINUTES:
        return DAY
    morning = due.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    worked = calendar.working_time_between(morning, morning + timedelta(days=1))
    return int(worked.total_seconds()) or DAY


def runs_for(calendar: Calendar, measure: Any, at: datetime) -> float:
    """For how many seconds from `at` working time goes on without a break; 0 at night."""
    if measure == Measure.CLOCK_MINUTES:
        return LONGEST_STRETCH * 60
    low, high = 0, LONGEST_STRETCH
    while low < high:  # the longest stretch of minutes that is all working time
        middle = (low + high + 1) // 2
        span = timedelta(minutes=middle)
        whole = calendar.working_time_between(at, at + span) == span
        low, high = (middle, high) if whole else (low, middle - 1)
    return low * 60


def read(
    label: str,
    rules: Rulebook,
    measure: Any,
    start: datetime,
    due: datetime,
    at: datetime,
    *,
    pauses: list[tuple[datetime, datetime]] | None = None,
    done: str = "",
) -> Reading:
    """A running clock, or with `done` one that came to rest at `at`."""
    calendar = rules.calendar
    left = seconds_left(calendar, measure, due, at)
    if measure == Measure.CLOCK_MINUTES:
        used = (at - start).total_seconds()
    else:
        used = calendar.working_time_between(start, max(at, start), pauses or ()).total_seconds()
    whole = used + max(left, 0)
    share = min(used / whole, 1.0) if whole > 0 and left >= 0 else 1.0
    runs = min(runs_for(calendar, measure, at), max(left, 0)) if left >= 0 else 0.0
    if left < 0:
        runs = runs_for(calendar, measure, at)
    day = day_length(calendar, measure, due)
    return Reading(label, due, left, share, day, runs, done=done)


def of_assignment(
    on: AssignmentFacts, rules: Rulebook, at: datetime, planned: datetime | None = None
) -> list[Reading]:
    """Sign and contact while they are owed, then the handle clock of the running round. planned:
    until when it is suspended."""
    if on.closed_as in {"moved", "recalled"}:
        return []
    stopped = _stopped(on, planned)
    owed: list[Reading] = []
    open_now = on.state in OPEN_ASSIGNMENT and on.round_n == 1
    for clock, label, due, met in (
        (Clock.SIGN, "签收", on.sign_due_at, on.signed_at),
        (Clock.CONTACT, "联系", on.contact_due_at, on.contacted_at),
    ):
        if open_now and due is not None and met is None and not stopped:
            measure = on.terms[clock]["measure"]
            owed.append(read(label, rules, measure, on.dispatched_at, due, at))
    handle = _handle(on, rules, at, stopped)
    return [*owed, handle] if handle else owed


def _handle(
    on: AssignmentFacts, rules: Rulebook, at: datetime, stopped: Reading | None
) -> Reading | None:
    due = on.round.due_at
    clock = Clock.HANDLE if on.round_n == 1 else Clock.REWORK
    if due is None or str(clock) not in on.terms:
        return None
    measure = on.terms[str(clock)]["measure"]
    rested = on.round.replied_at or on.replied_at
    if rested is not None:
        spans = spans_of(on.pauses)
        return read(
            "办理", rules, measure, on.round.started_at, due, rested, pauses=spans, done="办结"
        )
    if on.state not in OPEN_ASSIGNMENT:
        return None
    if stopped is not None:
        return stopped
    spans = spans_of(on.pauses)
    return read("办理", rules, measure, on.round.started_at, due, at, pauses=spans)


def _stopped(on: AssignmentFacts, planned: datetime | None) -> Reading | None:
    for pause in on.pauses:
        if pause.ended_at is None and pause.cause in STANDS:
            until = planned if pause.cause == Pause.Cause.SUSPENSION else None
            return Reading("办理", until, stopped=STANDS[pause.cause])
    return None


def of_order(
    order: OrderFacts, rules: Rulebook, at: datetime, dispatch_due: datetime | None
) -> list[Reading]:
    """The hotline's own clock while the order waits to be dispatched."""
    since = order.waiting_since
    if order.state != OrderState.RECEIVED or dispatch_due is None or since is None:
        return []
    limit = rules.find(Clock.DISPATCH, order, since)
    return [read("派单", rules, limit.measure, since, dispatch_due, at)]


def of_supervision(found: SupervisionFacts, rules: Rulebook, at: datetime) -> Reading | None:
    """What the unit owes to a supervision; an answer rests with the hotline. None once closed."""
    if found.closed_at is not None:
        return None
    if found.open_answer is not None:
        return Reading("督办", None, stopped="已报待看")
    rests = [(a.replied_at, a.reviewed_at) for a in found.answers if a.reviewed_at]
    measure = found.terms["measure"]
    return read("督办", rules, measure, found.issued_at, found.due_at, at, pauses=rests)
