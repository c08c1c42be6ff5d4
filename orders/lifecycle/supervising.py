"""督办: issued with a limit, answered by the unit, and closed or sent back by the hotline."""

from datetime import datetime

from orders.deadlines import Rulebook, Span
from orders.errors import Conflict, Refused
from orders.lifecycle.decision import Case, Decision, Draft, stamp
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AnswerFacts, SupervisionFacts
from orders.models.limits import Clock
from orders.models.supervision import Supervision, SupervisionAnswer
from orders.states import Verb


@decides(Verb.SUPERVISE)
def supervise(case: Case, *, kind: str, text: str) -> Decision:
    """日常, 挂牌 or 约谈, with what is demanded; the limit is copied like every promise. One
    supervision at a time on an assignment."""
    on = case.assignment
    if on.open_supervision is not None:
        raise Conflict("这件已在督办，先了结上一张督办单", code="supervised_before")
    if kind not in Supervision.Kind.values:
        raise Refused("选日常、挂牌或约谈", field="kind")
    if not text.strip():
        raise Refused("写明要单位做什么", field="text")
    terms = case.rules.find(Clock.SUPERVISION, case.order, case.at).terms
    due = case.rules.due(terms, case.at)
    draft = case.draft(new_version=False)
    text_id = draft.add_text("note", text)
    supervision_id = draft.add(
        "supervision",
        order_id=case.order.id,
        assignment_id=on.id,
        kind=kind,
        text_id=text_id,
        issued_at=case.at,
        issued_by_id=case.by.staff_id,
        terms=terms,
        calendar_edition=case.rules.edition,
        due_at=due,
    )
    for whom in ("unit", "unit_head"):
        draft.notify("supervised", whom, on.unit_id, supervision=kind, due=stamp(due))
    return draft.done(kind=kind, supervision_id=supervision_id, until=stamp(due), text_id=text_id)


def _open(case: Case) -> SupervisionFacts:
    found = case.assignment.open_supervision
    if found is None:
        raise Conflict("没有在办的督办单", code="not_supervised")
    return found


@decides(Verb.ANSWER_SUPERVISION)
def answer_supervision(case: Case, *, text: str) -> Decision:
    """The unit reports; the clock rests until the hotline has looked at it."""
    found = _open(case)
    if found.open_answer is not None:
        raise Conflict("结果已报，等热线看过", code="answered_before")
    if not text.strip():
        raise Refused("写明督办事项办到了哪一步", field="text")
    draft = case.draft(new_version=False)
    text_id = draft.add_text("reply", text)
    draft.add(
        "answer",
        supervision_id=found.id,
        n=len(found.answers) + 1,
        replied_at=case.at,
        replied_by_id=case.by.staff_id,
        text_id=text_id,
    )
    draft.set("supervision", found.id, replied_at=case.at)
    draft.notify("supervision_answered", "role", "supervisor")
    return draft.done(supervision_id=found.id, text_id=text_id)


@decides(Verb.CLOSE_SUPERVISION)
def close_supervision(case: Case, *, verdict: str, text: str = "") -> Decision:
    """met: the answer contents. sent_back: it does not; the limit moves on by the time it lay
    with the hotline. lifted: withdrawn, answered or not."""
    found = _open(case)
    answer = found.open_answer
    if verdict not in {"met", "sent_back", "lifted"}:
        raise Refused("选销号、退回还是撤销", field="verdict")
    if verdict != "lifted" and answer is None:
        raise Refused("单位还没有报结果，不能销号，也没有可退的", field="verdict", code="no_answer")
    if verdict != "met" and not text.strip():
        raise Refused("写明理由", field="text")
    draft = case.draft(new_version=False)
    text_id = draft.add_text("reason", text)
    if answer is not None:
        _review(draft, case, answer, verdict, text_id)
    if verdict == "sent_back" and answer is not None:
        _send_back(draft, case, found, answer)
    else:
        draft.set(
            "supervision",
            found.id,
            closed_at=case.at,
            closed_by_id=case.by.staff_id,
            closing_text_id=text_id,
            verdict=verdict,
        )
    draft.notify("supervision_closed", "unit", case.assignment.unit_id, verdict=verdict)
    return draft.done(supervision_id=found.id, verdict=verdict, text_id=text_id)


def _review(
    draft: Draft, case: Case, answer: AnswerFacts, verdict: str, text_id: int | None
) -> None:
    seen = SupervisionAnswer.Verdict.SENT_BACK if verdict == "sent_back" else "met"
    draft.set(
        "answer",
        answer.id,
        reviewed_at=case.at,
        reviewed_by_id=case.by.staff_id,
        review_text_id=text_id,
        verdict=str(seen),
    )


def _send_back(draft: Draft, case: Case, found: SupervisionFacts, answer: AnswerFacts) -> None:
    spans = [*rests_of(found), (answer.replied_at, case.at)]
    due = due_of(found, case.rules, spans)
    draft.set("supervision", found.id, replied_at=None, due_at=due)
    if due != found.due_at:
        draft.payload["due"] = {"old": stamp(found.due_at), "new": stamp(due)}


def rests_of(supervision: SupervisionFacts) -> list[Span]:
    """The stretches in which an answer that was sent back lay with the hotline."""
    return [(a.replied_at, a.reviewed_at) for a in supervision.answers if a.reviewed_at]


def due_of(supervision: SupervisionFacts, rules: Rulebook, spans: list[Span]) -> datetime:
    """When it is due with those stretches not counted."""
    return rules.due(supervision.terms, supervision.issued_at, spans)
