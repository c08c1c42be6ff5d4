"""After the reply: accept or send back, call the citizen back, rework, archive, reopen."""

from orders.errors import Conflict, Refused
from orders.facts import SATISFIED_FROM
from orders.lifecycle.assigning import begin_round, move_due
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.handling import accept_reply
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AssignmentFacts, PauseFacts
from orders.lifecycle.taking_back import RUNNING, end_pauses, end_requests
from orders.models.limits import Kind
from orders.models.text import Audience
from orders.states import AssignmentState, OrderState, Verb

NOT_CALLED_BACK = frozenset({Kind.PRAISE.value})


@decides(Verb.ACCEPT)
def accept(case: Case, *, public_text: str = "") -> Decision:
    """The hotline accepts the reply: a callback is owed, once for this reply, where there is
    somebody to call. public_text is what the citizen reads; without it none is published."""
    on = case.assignment
    draft = case.draft()
    accept_reply(draft, on)
    for assist in case.order.assignments:
        if assist.role == "assist" and assist.state == AssignmentState.REPLIED:
            accept_reply(draft, assist)
    if case.order.citizen_id is not None:
        draft.notify("completed", "citizen", case.order.citizen_id)
        if case.order.kind not in NOT_CALLED_BACK:
            draft.add("callback", order_id=case.order.id, round_id=on.round.id, opened_at=case.at)
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


@decides(Verb.RECORD_CALLBACK)
def record_callback(
    case: Case,
    *,
    way: str,
    result: str,
    contacted: bool | None = None,
    solved: bool | None = None,
    rating: int | None = None,
    text: str = "",
    last: bool = False,
) -> Decision:
    """One attempt. A rating closes the callback and is the round's, once; last closes it without
    one (unreached, or reached and not rated)."""
    task = case.order.open_callback
    if task is None:
        raise Conflict("这件没有待办的回访", code="no_callback")
    _check_answers(result, rating, contacted, solved)
    draft = case.draft()
    text_id = draft.add_text("callback", text, Audience.HOTLINE)
    draft.add(
        "attempt",
        task_id=task.id,
        n=task.attempts + 1,
        at=case.at,
        by_id=case.by.staff_id,
        way=way,
        result=result,
        contacted=contacted,
        solved=solved,
        rating=rating,
        text_id=text_id,
    )
    if rating is not None:
        rated = {"contacted": contacted, "solved": solved, "rating": rating, "rated_at": case.at}
        draft.set("round", task.round_id, **rated)
        draft.set("callback", task.id, closed_at=case.at, outcome="rated")
    elif last:
        outcome = "not_rated" if result == "reached" else "unreached"
        draft.set("callback", task.id, closed_at=case.at, outcome=outcome)
    return draft.done(way=way, result=result, rating=rating, text_id=text_id)


def _check_answers(
    result: str, rating: int | None, contacted: bool | None, solved: bool | None
) -> None:
    if rating is not None and not 1 <= rating <= 5:
        raise Refused("评分是1到5", field="rating")
    if result != "reached" and (rating, contacted, solved) != (None, None, None):
        raise Refused("没接通就没有评分和回答", field="result", code="not_reached")


@decides(Verb.REWORK)
def rework(case: Case, *, reason_id: str, text: str) -> Decision:
    """The citizen is rightly dissatisfied: a new round with its own limit."""
    on = case.assignment
    if on.round.rating is None:
        raise Conflict("还没有回访评价，不能重办", code="not_rated")
    if on.round.rating >= SATISFIED_FROM:
        raise Refused("市民满意，不用重办", code="satisfied")
    if not reason_id.startswith("rework.") or not text.strip():
        raise Refused("选重办理由并写明", field="text")
    draft = case.draft()
    begin_round(draft, case, on)
    return draft.done(reason=reason_id, text_id=draft.add_text("reason", text))


@decides(Verb.ARCHIVE)
def archive(case: Case, *, text: str = "") -> Decision:
    """Nothing is owed any more. Assists that never replied are closed as not awaited."""
    if case.order.open_callback is not None:
        raise Conflict("回访还没做完，不能归档", code="callback_open")
    draft = case.draft()
    draft.set_order(archived_at=case.at)
    for on in case.order.assignments:
        if on.state not in RUNNING:
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
