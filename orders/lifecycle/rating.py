"""An unreasonable rating is ruled so by two people; it stays in the record and leaves the
denominators by its exclusion alone (domain §4)."""

from orders.errors import Conflict, Forbidden, Refused
from orders.facts import SATISFIED_FROM
from orders.lifecycle.decision import Case, Decision
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AssignmentFacts, DoubtFacts, RoundFacts
from orders.models.text import Audience
from orders.states import Verb
from units.roles import Role


@decides(Verb.DOUBT_RATING)
def doubt_rating(case: Case, *, text: str) -> Decision:
    """A reviewer says that the last round's dissatisfied rating is unreasonable, and why; once a
    round."""
    round_ = case.assignment.round
    if round_.rating is None:
        raise Conflict("还没有评价，没有什么可认定", code="not_rated")
    if round_.rating >= SATISFIED_FROM:
        raise Refused("市民满意，不用认定", code="satisfied")
    if round_.doubts:
        raise Conflict("这次评价已经提请过认定", code="doubted_before")
    if not text.strip():
        raise Refused("写明为什么不合理", field="text")
    if case.by.staff_id is None:
        raise Forbidden("要由一个人来提请")
    draft = case.draft()
    text_id = draft.add_text("reason", text, Audience.HOTLINE)
    draft.add(
        "doubt", round_id=round_.id, asked_at=case.at, asked_by_id=case.by.staff_id, text_id=text_id
    )
    draft.notify("rating_doubted", "role", Role.SUPERVISOR, assignment_id=case.assignment.id)
    return draft.done(round=round_.n, text_id=text_id)


@decides(Verb.RULE_RATING)
def rule_rating(case: Case, *, unreasonable: bool, text: str) -> Decision:
    """A supervisor, who is somebody else, rules on it: excluded from the figures, or it stands."""
    found = doubted(case.assignment)
    if found is None:
        raise Conflict("没有等认定的评价", code="nothing_doubted")
    round_, doubt = found
    if case.by.staff_id is None or case.by.staff_id == doubt.asked_by_id:
        raise Forbidden("提请的人不能自己认定，要另一个人")
    if not text.strip():
        raise Refused("写明认定的理由", field="text")
    draft = case.draft()
    text_id = draft.add_text("reason", text, Audience.HOTLINE)
    draft.set(
        "doubt",
        doubt.id,
        decided_at=case.at,
        decided_by_id=case.by.staff_id,
        decided_text_id=text_id,
        verdict="unreasonable" if unreasonable else "stands",
    )
    if unreasonable and round_.rating_excluded_at is None:  # an appeal may have come first
        draft.set("round", round_.id, rating_excluded_at=case.at)
        draft.notify("rating_excluded", "unit", case.assignment.unit_id, round=round_.n)
    return draft.done(round=round_.n, unreasonable=unreasonable, text_id=text_id)


def doubted(on: AssignmentFacts) -> tuple[RoundFacts, DoubtFacts] | None:
    """The assignment's round whose rating waits for a ruling, the earliest first."""
    for round_ in on.rounds:
        if round_.open_doubt is not None:
            return round_, round_.open_doubt
    return None
