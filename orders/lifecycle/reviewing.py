"""After the reply: accept or send back, rework, archive, reopen."""

from orders.errors import Conflict, Refused
from orders.facts import SATISFIED_FROM
from orders.lifecycle.assigning import begin_round, move_due
from orders.lifecycle.calling_back import drop_open, owe_callbacks, tell_completed
from orders.lifecycle.closing import ratings_of
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.handling import accept_reply
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AssignmentFacts, PauseFacts
from orders.lifecycle.taking_back import end_pauses, end_requests
from orders.models.limits import Kind
from orders.models.text import Audience
from orders.states import AssignmentState, OrderState, Verb
from orders.transitions import STANDING_ASSIGNMENT
from units.roles import Role

NOT_CALLED_BACK = frozenset({Kind.PRAISE.value})


@decides(Verb.ACCEPT)
def accept(case: Case, *, public_text: str = "") -> Decision:
    """The hotline accepts the reply: a callback is owed, once for this reply, to every citizen
    there is to call. public_text is what the citizen reads; without it none is published."""
    on = case.assignment
    draft = case.draft()
    accept_reply(draft, on, case.rules)
    for assist in case.order.assignments:
        if assist.role == "assist" and assist.state == AssignmentState.REPLIED:
            accept_reply(draft, assist, case.rules)
    tell_completed(draft, case)
    if case.order.kind not in NOT_CALLED_BACK:
        owe_callbacks(draft, case, on.round.id)
    return draft.done(text_id=draft.add_text("answer", public_text, Audience.CITIZEN))


@decides(Verb.SEND_BACK)
def send_back(case: Case, *, reason_id: str, text: str) -> Decision:
    """The reply is not good enough: the same round goes on, and the time between reply and review
    is a pause."""
    on = case.assignment
    reply = on.round.open_reply
    if reply is None:
        raise Conflict("没有待审核的答复", code="no_reply")
    if not reason_id.startswith("send_back.") or not text.strip():
        raise Refused("选退回理由并写明要补充什么", field="text")
    draft = case.draft()
    draft.set(
        "reply",
        reply.id,
        reviewed_at=case.at,
        reviewed_by_id=case.by.staff_id,
        verdict="sent_back",
    )
    draft.set("assignment", on.id, replied_at=None)
    _pause_for_review(draft, case, on, PauseFacts(0, "review", reply.replied_at, case.at, None))
    draft.notify("sent_back", "unit", on.unit_id, reason=reason_id)
    return draft.done(reason=reason_id, text_id=draft.add_text("reason", text))


def _pause_for_review(draft: Draft, case: Case, on: AssignmentFacts, pause: PauseFacts) -> None:
    draft.add(
        "pause",
        assignment_id=on.id,
        cause=pause.cause,
        started_at=pause.started_at,
        ended_at=pause.ended_at,
    )
    move_due(draft, case, on, pauses=(*on.pauses, pause))


@decides(Verb.REWORK)
def rework(case: Case, *, reason_id: str, text: str) -> Decision:
    """The citizen, or that of a merged order, is rightly dissatisfied: a new round with its own
    limit, after which everybody is asked again. Too many of them are raised to the supervisor."""
    on = case.assignment
    ratings = ratings_of(case.order, on)
    if not ratings:
        raise Conflict("还没有回访评价，不能重办", code="not_rated")
    if min(ratings) >= SATISFIED_FROM:
        raise Refused("市民满意，不用重办", code="satisfied")
    if on.round.open_doubt is not None:
        raise Conflict("这次评价正等认定，先认定再重办", code="rating_doubted")
    if not reason_id.startswith("rework.") or not text.strip():
        raise Refused("选重办理由并写明", field="text")
    draft = case.draft()
    drop_open(draft, case.order.callbacks)
    begin_round(draft, case, on)
    _raise_when_often(draft, case, reworks=on.round.n)
    return draft.done(reason=reason_id, text_id=draft.add_text("reason", text))


def _raise_when_often(draft: Draft, case: Case, reworks: int) -> None:
    """Reworked as often as the rule bears: the supervisor takes it up."""
    terms = case.rules.calling_back(case.order.kind)
    if terms is None or reworks < terms.raise_at_reworks or case.order.raised_at is not None:
        return
    draft.set_order(raised_at=case.at)
    draft.notify("raised", "role", Role.SUPERVISOR, reworks=reworks)


@decides(Verb.ARCHIVE)
def archive(case: Case, *, text: str = "") -> Decision:
    """Nothing is owed any more. Assists that never replied are closed as not awaited."""
    if case.order.open_callback is not None:
        raise Conflict("回访还没做完，不能归档", code="callback_open")
    draft = case.draft()
    draft.set_order(archived_at=case.at)
    drop_open(draft, case.order.callbacks)
    for on in case.order.assignments:
        if on.state not in STANDING_ASSIGNMENT:
            continue
        awaited = on.state in {AssignmentState.REPLIED, AssignmentState.ACCEPTED}
        draft.set(
            "assignment",
            on.id,
            state=str(AssignmentState.CLOSED),
            closed_at=case.at,
            closed_as="done" if awaited else "not_awaited",
        )
        end_requests(draft, on)
        end_pauses(draft, on)
    return draft.done(text_id=draft.add_text("note", text, Audience.HOTLINE))


@decides(Verb.REOPEN)
def reopen(case: Case, *, text: str) -> Decision:
    """An archived order gets a new round with the same lead; one settled without a unit waits to
    be decided anew."""
    if not text.strip():
        raise Refused("写明重启的理由", field="text")
    draft = case.draft()
    if case.order.state == OrderState.ARCHIVED:
        begin_round(draft, case, case.assignment)
    else:
        draft.set_order(reason_id=None)
    return draft.done(text_id=draft.add_text("reason", text, Audience.UNIT))
