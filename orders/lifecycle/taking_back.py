"""Assignments that end because of something else: recalled with their order, requests lapsed."""

from dataclasses import replace

from orders.lifecycle.decision import Case, Draft
from orders.lifecycle.snapshot import AssignmentFacts, PauseFacts
from orders.states import AssignmentState
from orders.transitions import STANDING_ASSIGNMENT


def take_back(draft: Draft, on: AssignmentFacts, closed_as: str = "recalled") -> None:
    """One assignment is recalled (or moved): its open requests lapse and its clock stops."""
    state = {
        "moved": AssignmentState.RETURNED,
        "recalled": AssignmentState.RECALLED,
    }[closed_as]
    draft.set("assignment", on.id, state=str(state), closed_at=draft.at, closed_as=closed_as)
    end_requests(draft, on)
    end_pauses(draft, on)
    _end_supervision(draft, on)
    if closed_as == "recalled":  # a recalled assignment counts nowhere: nothing is left to contest
        for appeal in on.open_appeals:
            draft.set("appeal", appeal.id, decided_at=draft.at, verdict="lapsed")
    draft.notify(closed_as, "unit", on.unit_id)


def take_back_all(draft: Draft, case: Case, except_id: int | None = None) -> None:
    """Every assignment that still runs is recalled."""
    for on in case.order.assignments:
        if on.state in STANDING_ASSIGNMENT and on.id != except_id:
            take_back(draft, on)


def take_back_children(draft: Draft, case: Case, parent: AssignmentFacts) -> None:
    """What a platform handed down ends with the platform's own assignment."""
    for on in case.order.assignments:
        if on.parent_id == parent.id and on.state in STANDING_ASSIGNMENT:
            take_back(draft, on)


def _end_supervision(draft: Draft, on: AssignmentFacts) -> None:
    """Who no longer holds the order owes no answer."""
    found = on.open_supervision
    if found is not None:
        draft.set("supervision", found.id, closed_at=draft.at, verdict="lapsed")


def end_requests(draft: Draft, on: AssignmentFacts) -> None:
    """Requests nobody ruled on before the assignment ended or replied."""
    for request in on.requests:
        if request.decided_at is None:
            draft.set("request", request.id, decided_at=draft.at, verdict="lapsed")


def end_pauses(draft: Draft, on: AssignmentFacts) -> tuple[PauseFacts, ...]:
    """Pauses still running end now and count up to here; that of a return nobody ruled on is void.
    The answer is all pauses as they then stand."""
    ended = []
    for pause in on.pauses:
        if pause.ended_at is None:
            voided = draft.at if pause.cause == "return" else None
            draft.set("pause", pause.id, ended_at=draft.at, voided_at=voided)
            pause = replace(pause, ended_at=draft.at, voided_at=voided)
        ended.append(pause)
    return tuple(ended)
