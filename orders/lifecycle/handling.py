"""What a unit does with what it was given: signs, speaks to the citizen, replies."""

from datetime import datetime, timedelta

from orders.deadlines import Rulebook
from orders.errors import Refused
from orders.lifecycle.assigning import move_due
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AssignmentFacts
from orders.lifecycle.taking_back import end_pauses, end_requests
from orders.models.text import Audience
from orders.states import AssignmentState, Subject, Verb
from orders.transitions import STANDING_ASSIGNMENT
from orders.worktime import CalendarRangeError


@decides(Verb.SIGN)
def sign(case: Case) -> Decision:
    """The unit accepts. A late signer gains nothing: the clocks began at dispatch."""
    draft = case.draft()
    draft.set("assignment", case.assignment.id, signed_at=case.at, signed_by_id=case.by.staff_id)
    return draft.done()


@decides(Verb.CONTACT)
def contact(case: Case, *, text: str, reached: bool = True) -> Decision:
    """The unit spoke to the citizen (or tried to); the first talk meets the contact clock."""
    if not text.strip():
        raise Refused("写明联系的情况", field="text")
    draft = case.draft()
    if reached and case.assignment.contacted_at is None:
        draft.set("assignment", case.assignment.id, contacted_at=case.at)
    return draft.done(text_id=draft.add_text("note", text), reached=reached)


@decides(Verb.COMPLETE)
def complete(
    case: Case, *, text: str, uncontacted: str = "", without_assists: str = ""
) -> Decision:
    """The unit replies. It has spoken to the citizen or says why not; assists have replied or the
    lead says why it did not wait; what was handed down has come back or is recalled first."""
    on = case.assignment
    if not text.strip():
        raise Refused("写明办理结果", field="text")
    if on.contacted_at is None and case.order.citizen_id is not None and not uncontacted.strip():
        raise Refused("写明未联系的原因", field="uncontacted", code="contact_missing")
    _await_children(case, on)
    unawaited = on.subject == Subject.LEAD and _leaves_assists(case, without_assists)
    draft = case.draft()
    _add_reply(draft, on, text, uncontacted)
    end_requests(draft, on)
    move_due(draft, case, on, pauses=end_pauses(draft, on))
    for child in case.order.assignments:
        if child.parent_id == on.id and child.state == AssignmentState.REPLIED:
            accept_reply(draft, child, case.rules)
    if on.subject == Subject.LEAD:
        draft.notify("replied", "role", "reviewer")
    why = without_assists if unawaited else ""
    return draft.done(without_assists_text_id=draft.add_text("reason", why, Audience.UNIT))


def _await_children(case: Case, on: AssignmentFacts) -> None:
    waiting = {AssignmentState.TO_SIGN, AssignmentState.HANDLING}
    if any(a.parent_id == on.id and a.state in waiting for a in case.order.assignments):
        raise Refused("下派的单位还没答复，等答复或先收回", code="children_open")


def _leaves_assists(case: Case, without_assists: str) -> bool:
    """Whether assists are left behind, which needs a reason."""
    waiting = [
        a
        for a in case.order.assignments
        if a.role == "assist" and a.state in {AssignmentState.TO_SIGN, AssignmentState.HANDLING}
    ]
    if waiting and not without_assists.strip():
        raise Refused("协办还没答复，写明不等的理由", field="without_assists", code="assists_open")
    return bool(waiting)


def _add_reply(draft: Draft, on: AssignmentFacts, text: str, uncontacted: str) -> None:
    text_id = draft.add_text("reply", text, Audience.UNIT)
    draft.add(
        "reply",
        round_id=on.round.id,
        n=len(on.round.replies) + 1,
        replied_at=draft.at,
        replied_by_id=draft.by.staff_id,
        text_id=text_id,
        uncontacted_text_id=draft.add_text("reason", uncontacted, Audience.UNIT),
    )
    draft.set("assignment", on.id, replied_at=draft.at)
    draft.payload["text_id"] = text_id


def accept_reply(draft: Draft, on: AssignmentFacts, rules: Rulebook) -> None:
    """The open reply becomes the round's: it decides whether the unit was on time, and how much
    working time the round took is written down by the calendar of that day."""
    reply = on.round.open_reply
    if reply is None or on.state not in STANDING_ASSIGNMENT:
        return
    draft.set(
        "reply",
        reply.id,
        reviewed_at=draft.at,
        reviewed_by_id=draft.by.staff_id,
        verdict="accepted",
    )
    draft.set(
        "round",
        on.round.id,
        replied_at=reply.replied_at,
        accepted_at=draft.at,
        handled_minutes=_handled_minutes(on.round.started_at, reply.replied_at, rules),
    )
    draft.set(
        "assignment",
        on.id,
        state=str(AssignmentState.ACCEPTED),
        replied_at=reply.replied_at,
        accepted_at=draft.at,
    )


def _handled_minutes(start: datetime, replied_at: datetime, rules: Rulebook) -> int | None:
    """Whole working minutes, pauses included; None where the calendar does not reach so far."""
    try:
        worked = rules.calendar.working_time_between(start, replied_at)
    except CalendarRangeError:
        return None
    return worked // timedelta(minutes=1)
