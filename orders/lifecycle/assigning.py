"""Making an assignment with its promises, and moving its due moment when its clock stood still."""

from dataclasses import dataclass, replace
from datetime import datetime

from orders.deadlines import WITHOUT_HANDLE_CLOCK
from orders.lifecycle.decision import Case, Draft, stamp
from orders.lifecycle.reckoning import capped, carried, handle_terms, promised_due
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, PauseFacts, UnitRef
from orders.models.limits import Clock
from orders.states import AssignmentState


@dataclass(frozen=True, slots=True)
class Given:
    """How an assignment comes about."""

    role: str
    parent: AssignmentFacts | None = None
    by_ruling: bool = False
    catalogue_entry_id: int | None = None
    catalogue_agreed: bool | None = None


def assign(draft: Draft, case: Case, unit: UnitRef, given: Given) -> int:
    """A new assignment and its first round; sign, contact and handle clocks all start now, and
    what they promise is copied to it. The answer is the new row's negative id."""
    rules, order, at = case.rules, case.order, case.at
    terms = promised(case)
    dues: dict[str, datetime] = {
        clock: rules.due(of, at) for clock, of in terms.items() if clock != Clock.HANDLE
    }
    due = rules.handle_due(terms.get(Clock.HANDLE), at)
    if due and given.parent is not None:
        due = capped(order, due, given.parent, rules, at)
    new = draft.add(
        "assignment",
        order_id=order.id,
        unit_id=unit.id,
        role=given.role,
        parent_id=given.parent.id if given.parent else None,
        state=str(AssignmentState.TO_SIGN),
        dispatched_at=at,
        dispatched_by_id=case.by.staff_id,
        by_ruling=given.by_ruling,
        return_barred=given.by_ruling,
        catalogue_entry_id=given.catalogue_entry_id,
        catalogue_agreed=given.catalogue_agreed,
        terms=terms,
        calendar_edition=rules.edition,
        sign_due_at=dues[Clock.SIGN],
        contact_due_at=dues[Clock.CONTACT],
        return_until=dues[Clock.RETURN],
        first_due_at=due,
        due_at=due,
    )
    draft.add("round", assignment_id=new, n=1, started_at=at, due_at=due)
    draft.notify("dispatched", "unit", unit.id, due=stamp(due) if due else None)
    return new


def decider_of(order: OrderFacts, on: AssignmentFacts) -> tuple[str, object]:
    """Who decides what an assignment asks for: the platform that handed it down, else the
    hotline's dispatchers. The answer is the address of a notice."""
    parent = order.assignment(on.parent_id) if on.parent_id is not None else None
    return ("unit", parent.unit_id) if parent is not None else ("role", "dispatcher")


def promised(case: Case) -> dict[str, dict[str, object]]:
    """The terms of every clock that starts at dispatch; praise has no handle clock."""
    clocks = [Clock.SIGN, Clock.CONTACT, Clock.RETURN]
    if case.order.kind not in WITHOUT_HANDLE_CLOCK:
        clocks.append(Clock.HANDLE)
    return {str(clock): case.rules.find(clock, case.order, case.at).terms for clock in clocks}


def begin_round(draft: Draft, case: Case, on: AssignmentFacts) -> None:
    """A further round with the limit of rework; the first one's facts stay as they are."""
    terms = case.rules.find(Clock.REWORK, case.order, case.at).terms
    due = case.rules.due(terms, case.at)
    n = on.round.n + 1
    draft.add("round", assignment_id=on.id, n=n, started_at=case.at, due_at=due)
    draft.set(
        "assignment",
        on.id,
        round_n=n,
        due_at=due,
        extended_days=0,
        replied_at=None,
        accepted_at=None,
        closed_at=None,
        closed_as="",
        terms={**on.terms, str(Clock.REWORK): terms},
        calendar_edition=case.rules.edition,
    )
    draft.notify("reworked", "unit", on.unit_id, due=stamp(due))


def move_due(
    draft: Draft,
    case: Case,
    on: AssignmentFacts,
    *,
    pauses: tuple[PauseFacts, ...] | None = None,
    extended_days: int | None = None,
) -> None:
    """Reckon the due moment anew from the promise, its pauses and extensions; the event keeps
    the old one. A child stays capped by its parent; one that was spared an earlier moment
    (orders.lifecycle.retiming) keeps what it was spared."""
    terms = handle_terms(on)
    if on.due_at is None or terms is None:
        return
    days = on.extended_days if extended_days is None else extended_days
    rules = case.rules
    due = promised_due(case.order, on, rules, pauses=pauses, extended_days=days)
    before = promised_due(case.order, on, rules)
    if due is not None and before is not None and before < on.due_at:
        due = carried(on.due_at, before, due, terms["measure"], rules)
    if due is None or due == on.due_at:
        return
    draft.set("assignment", on.id, due_at=due, extended_days=days, calendar_edition=rules.edition)
    draft.set("round", on.round.id, due_at=due)
    draft.payload["due"] = {"old": stamp(on.due_at), "new": stamp(due)}


def end_pause(
    draft: Draft,
    case: Case,
    on: AssignmentFacts,
    pause: PauseFacts,
    ended_at: datetime | None = None,
) -> None:
    """A pause ends (now unless said) and moves the due moment by the working time it covers."""
    end = ended_at or case.at
    draft.set("pause", pause.id, ended_at=end)
    ended = tuple(replace(p, ended_at=end) if p.id == pause.id else p for p in on.pauses)
    move_due(draft, case, on, pauses=ended)


def resume_assists(draft: Draft, case: Case) -> None:
    """A new lead is there: assists that stood still go on."""
    for assist in case.order.assignments:
        pause = assist.open_pause("no_lead")
        if pause is not None:
            end_pause(draft, case, assist, pause)


def pause_assists(draft: Draft, case: Case) -> None:
    """The lead is moved: open assists stand still until the next lead."""
    for assist in case.order.assignments:
        running = assist.state in {AssignmentState.TO_SIGN, AssignmentState.HANDLING}
        if assist.role == "assist" and running and not assist.open_pause("no_lead"):
            draft.add("pause", assignment_id=assist.id, cause="no_lead", started_at=case.at)
