"""Which clocks run on an order, one function a subject; what is over or stands still is not named.

A subject that comes later (a callback, a supervision) registers its function here and needs
nothing else: its levels are then reached, told and counted like all others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from orders.deadlines import NoLimit, Rulebook, Span, spans_of
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, Row
from orders.models.level import LevelClock
from orders.models.limits import Clock
from orders.states import AssignmentState, OrderState, Subject
from orders.transitions import OPEN_ASSIGNMENT, WITH_UNIT

CLOCK_TIME: Row = {"amount": 1, "measure": "clock_minutes"}  # a stretch granted until a moment


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of one subject: since when, until when, under which terms, not counting spans.

    held: a decision of the hotline is outstanding, so nothing from the due moment on may happen.
    """

    subject: str
    id: int
    n: int
    clock: LevelClock
    start: datetime
    due: datetime
    terms: Row
    assignment_id: int | None = None
    spans: tuple[Span, ...] = ()
    held: bool = False


Runs = Callable[[OrderFacts, Rulebook], Iterator[Running]]
SUBJECTS: list[Runs] = []


def runs(function: Runs) -> Runs:
    """Registers the clocks of a subject."""
    SUBJECTS.append(function)
    return function


def running(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """Every clock that runs on the order as the snapshot shows it."""
    for subject in SUBJECTS:
        yield from subject(order, rules)


@runs
def of_order(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """The hotline's own clock while the order waits for a dispatch; the citizen's promise, from
    receiving until a lead's reply was first accepted."""
    if order.state == OrderState.RECEIVED and order.waiting_since and order.dispatch_due_at:
        terms = rules.find(Clock.DISPATCH, order, order.waiting_since).terms
        yield Running(
            "order", order.id, order.waits, LevelClock.DISPATCH,
            order.waiting_since, order.dispatch_due_at, terms,
        )  # fmt: skip
    open_now = order.state == OrderState.RECEIVED or order.state in WITH_UNIT
    if open_now and order.promise_due_at and not _kept(order):
        terms = rules.find(Clock.PROMISE, order, order.received_at).terms
        yield Running(
            "order", order.id, 1, LevelClock.PROMISE,
            order.received_at, order.promise_due_at, terms,
        )  # fmt: skip


def _kept(order: OrderFacts) -> bool:
    """Some reply of a lead has been accepted: the promise was met, early or late."""
    return any(
        round_.accepted_at for a in order.assignments if a.role == "lead" for round_ in a.rounds
    )


@runs
def of_assignments(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """What a unit owes while it holds the order: sign, contact, the window for a return, handle.
    Nothing runs while its clock stands, and nothing once a granted appeal excluded it."""
    if order.state not in WITH_UNIT:
        return
    for on in order.assignments:
        if on.state not in OPEN_ASSIGNMENT or on.excluded_at is not None:
            continue
        if any(pause.ended_at is None for pause in on.pauses):
            continue
        if on.round_n == 1:
            yield from _of_first_round(order, on)
        yield from _handle(on)


def clocks_of(order: OrderFacts, on: AssignmentFacts) -> Iterator[Running]:
    """The unit's own clocks on the assignment, whether they run just now or stand still."""
    if on.round_n == 1:
        yield from _of_first_round(order, on)
    yield from _handle(on)
    yield from _granted(on)


def _of_first_round(order: OrderFacts, on: AssignmentFacts) -> Iterator[Running]:
    talks = on.contacted_at is None and order.citizen_id is not None
    may_return = not on.return_barred and not any(r.kind == "return" for r in on.requests)
    for clock, due, owed in (
        (LevelClock.SIGN, on.sign_due_at, on.signed_at is None),
        (LevelClock.CONTACT, on.contact_due_at, talks),
        (LevelClock.RETURN, on.return_until, may_return),
    ):
        if owed and due is not None:
            start, terms = on.dispatched_at, on.terms[str(clock)]
            yield Running("assignment", on.id, 1, clock, start, due, terms, on.id)


def _handle(on: AssignmentFacts) -> Iterator[Running]:
    terms = on.terms.get(str(Clock.HANDLE if on.round.n == 1 else Clock.REWORK))
    if on.due_at is None or terms is None:
        return
    yield Running(
        "assignment", on.id, on.round.n, LevelClock.HANDLE, on.round.started_at, on.due_at,
        terms, on.id, tuple(spans_of(on.pauses)),
        held=any(request.decided_at is None for request in on.requests),
    )  # fmt: skip


@runs
def of_replies(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """The hotline's own time for reviewing the lead's reply."""
    if order.state != OrderState.REPLIED:
        return
    for on in order.assignments:
        reply = on.round.open_reply
        if on.subject == Subject.LEAD and on.state == AssignmentState.REPLIED and reply:
            terms = rules.find(Clock.DECISION, order, reply.replied_at).terms
            yield Running(
                "reply", reply.id, 1, LevelClock.REVIEW,
                reply.replied_at, rules.due(terms, reply.replied_at), terms, on.id,
            )  # fmt: skip


@runs
def of_requests(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """The hotline's own time for deciding what was asked; then the stretch that was granted."""
    for on in order.assignments:
        if on.state not in OPEN_ASSIGNMENT:
            continue
        for request in on.requests:
            if request.decided_at is None and request.decision_due_at is not None:
                terms = rules.find(Clock.DECISION, order, request.asked_at).terms
                yield Running(
                    "request", request.id, 1, LevelClock.DECISION,
                    request.asked_at, request.decision_due_at, terms, on.id,
                )  # fmt: skip
        yield from _granted(on)


@runs
def of_supervisions(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """What a unit owes to a supervision, archived or not; an answer lying with the hotline, or
    one that lay there, does not count."""
    for on in order.assignments:
        found = on.open_supervision
        if found is not None and found.open_answer is None:
            spans = tuple((a.replied_at, a.reviewed_at) for a in found.answers if a.reviewed_at)
            yield Running(
                "supervision", found.id, 1, LevelClock.SUPERVISION,
                found.issued_at, found.due_at, found.terms, on.id, spans,
            )  # fmt: skip


@runs
def of_appeals(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """The hotline's own time for ruling on what a unit contests."""
    for on in order.assignments:
        for appeal in on.open_appeals:
            terms = rules.find(Clock.APPEAL_DECISION, order, appeal.asked_at).terms
            yield Running(
                "appeal", appeal.id, 1, LevelClock.APPEAL,
                appeal.asked_at, appeal.decision_due_at, terms, on.id,
            )  # fmt: skip


def _granted(on: AssignmentFacts) -> Iterator[Running]:
    """The latest extension until its due moment; a suspension until the moment it was planned."""
    pause = on.open_pause("suspension")
    granted = {r.kind: r for r in on.requests if r.verdict == "granted" and r.decided_at}
    if pause is not None:
        if pause.planned_end_at and "suspension" in granted:
            yield Running(
                "request", granted["suspension"].id, 1, LevelClock.SUSPENSION,
                pause.started_at, pause.planned_end_at, CLOCK_TIME, on.id,
            )  # fmt: skip
    elif "extension" in granted and on.due_at and on.round.n == 1:
        asked = granted["extension"]
        if asked.decided_at and asked.decided_at < on.due_at:
            yield Running(
                "request", asked.id, 1, LevelClock.EXTENSION,
                asked.decided_at, on.due_at, {"amount": 1, "measure": "working_days"}, on.id,
            )  # fmt: skip


__all__ = ["NoLimit", "Running", "clocks_of", "running", "runs"]
