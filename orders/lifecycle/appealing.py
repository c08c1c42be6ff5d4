"""申诉 and 剔除: a unit contests what stands against it, another person of the hotline rules."""

from collections.abc import Sequence

from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.matters import Matter, key_of, matters_of
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AppealFacts
from orders.models.appeal import Appeal
from orders.models.limits import Clock
from orders.period import SHANGHAI
from orders.states import Verb


@decides(Verb.APPEAL)
def appeal(case: Case, *, matter: str, text: str, evidence: Sequence[int] = ()) -> Decision:
    """Within the limit, once a matter, with reasons. evidence: ids of the order's attachments that
    prove it; the door sees to it that they are the order's."""
    found = _contestable(case, matter)
    if not text.strip():
        raise Refused("写明申诉的理由和依据", field="text")
    limit = case.rules.find(Clock.APPEAL_DECISION, case.order, case.at)
    draft = case.draft(new_version=False)
    text_id = draft.add_text("reason", text)
    card = found.kind == Appeal.Matter.CARD
    appeal_id = draft.add(
        "appeal",
        order_id=case.order.id,
        assignment_id=case.assignment.id,
        matter=found.kind,
        level_id=found.id if card else None,
        round_id=None if card else found.id,
        asked_at=case.at,
        asked_by_id=case.by.staff_id,
        text_id=text_id,
        decision_due_at=case.rules.due(limit.terms, case.at),
    )
    for pk in dict.fromkeys(evidence):
        draft.add("evidence", appeal_id=appeal_id, attachment_id=pk)
    draft.notify("appealed", "role", "supervisor", matter=found.kind)
    return draft.done(
        matter=found.kind, level=found.rule or None, n=found.n, appeal_id=appeal_id, text_id=text_id
    )


def _contestable(case: Case, key: str) -> Matter:
    on = case.assignment
    if key in {key_of(one) for one in on.appeals}:
        raise Refused("这一项已经申诉过", field="matter", code="appealed_before")
    known = {one.key: one for one in matters_of(case.order, on, case.rules, case.at)}
    if key not in known:
        raise Refused("没有这一项可申诉的", field="matter", code="nothing_to_appeal")
    found = known[key]
    if case.at > found.until:
        last = found.until.astimezone(SHANGHAI)
        words = f"申诉期已过，最迟{last.month}月{last.day}日 {last:%H:%M}"
        raise Refused(words, field="matter", code="appeal_late")
    return found


@decides(Verb.DECIDE_APPEAL)
def decide_appeal(
    case: Case, *, granted: bool, text: str, appeal_id: int | None = None
) -> Decision:
    """By somebody who had no part in what is contested. Granted: the card is revoked, a late
    round's assignment excluded with its cards, a rating excluded; refused: all stands."""
    found = _waiting(case, appeal_id)
    if {case.by.staff_id, case.by.on_behalf_of} & had_part(case, found):
        raise Forbidden("这件事经你的手，申诉要换一个人裁定", code="own_matter")
    if not text.strip():
        raise Refused("写明裁定的理由", field="text")
    draft = case.draft(new_version=False)
    text_id = draft.add_text("reason", text)
    draft.set(
        "appeal",
        found.id,
        decided_at=case.at,
        decided_by_id=case.by.staff_id,
        decision_text_id=text_id,
        verdict="granted" if granted else "refused",
    )
    if granted:
        _grant(draft, case, found)
    draft.notify("appeal_decided", "unit", case.assignment.unit_id, granted=granted)
    return draft.done(matter=found.matter, granted=granted, appeal_id=found.id, text_id=text_id)


def _waiting(case: Case, appeal_id: int | None) -> AppealFacts:
    waiting = case.assignment.open_appeals
    if appeal_id is not None and all(one.id != appeal_id for one in case.assignment.appeals):
        raise Missing("没有这项申诉")
    found = next((one for one in waiting if appeal_id in (None, one.id)), None)
    if found is None:
        raise Conflict("没有待裁定的申诉", code="nothing_asked")
    return found


def had_part(case: Case, appeal: AppealFacts) -> set[int]:
    """Who asked, who dispatched or ruled on the assignment, and who wrote down the rating."""
    on = case.assignment
    people = {appeal.asked_by_id, on.dispatched_by_id, *(r.decided_by_id for r in on.requests)}
    if appeal.matter == Appeal.Matter.RATING:
        people |= {c.rated_by_id for c in case.order.callbacks if c.round_id == appeal.round_id}
    return {pk for pk in people if pk is not None}


def _grant(draft: Draft, case: Case, appeal: AppealFacts) -> None:
    on = case.assignment
    if appeal.matter == Appeal.Matter.CARD:
        _revoke(draft, appeal.level_id or 0, "申诉：发牌不当")
        return
    if appeal.matter == Appeal.Matter.RATING:
        _exclude_rating(draft, case, appeal)
        return
    draft.set("assignment", on.id, excluded_at=case.at)
    for level in case.order.standing_levels:
        if level.card and (level.subject, level.subject_id) == ("assignment", on.id):
            _revoke(draft, level.id, "申诉：超期剔除")


def _exclude_rating(draft: Draft, case: Case, appeal: AppealFacts) -> None:
    """Unless it was found unreasonable in the meantime: written once."""
    for round_ in case.assignment.rounds:
        if round_.id == appeal.round_id and round_.rating_excluded_at is None:
            draft.set("round", round_.id, rating_excluded_at=case.at)


def _revoke(draft: Draft, level_id: int, why: str) -> None:
    draft.set(
        "level",
        level_id,
        revoked_at=draft.at,
        revoked_by_id=draft.by.staff_id,
        revoked_why=why,
    )
