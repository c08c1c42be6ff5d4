"""The clock's own verb: that levels of a subject were reached is written down and told, once.

Decided purely and written with its event and notices in one transaction like every other verb
(domain §3); it changes no state and no version, so that nobody's open form is lost to a reminder.
"""

from collections.abc import Sequence

from orders.errors import Conflict
from orders.lifecycle.assigning import decider_of
from orders.lifecycle.decision import Case, Decision, Draft, stamp
from orders.lifecycle.levels import DUE, Reached
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import Verb


@decides(Verb.RAISE_LEVEL)
def raise_level(case: Case, *, levels: Sequence[Reached]) -> Decision:
    """One subject's levels, written together: a row each with its true moment, one event, one
    notice for the highest. A reminder is missed where a heavier level has come as well."""
    if not levels:
        raise Conflict("没有到达的等级", code="nothing_reached")
    draft = case.draft(new_version=False)
    draft.assignment_id = levels[0].clock.assignment_id
    highest = max(levels, key=lambda r: r.rule.severity)
    said = []
    for one in levels:
        missed = one.rule.percent < DUE and one is not highest
        draft.add(
            "level",
            order_id=case.order.id,
            assignment_id=one.clock.assignment_id,
            subject=one.clock.subject,
            subject_id=one.clock.id,
            n=one.clock.n,
            rule_id=one.rule.code,
            card=one.rule.card,
            occurred_at=one.occurred_at,
            recorded_at=case.at,
            missed=missed,
        )
        said.append({"level": one.rule.code, "at": stamp(one.occurred_at), "missed": missed})
    if any(one.rule.raises for one in levels) and case.order.raised_at is None:
        draft.set_order(raised_at=case.at)
    _tell(draft, case, highest)
    return draft.done(levels=said)


def _tell(draft: Draft, case: Case, level: Reached) -> None:
    on = case.order.assignment(level.clock.assignment_id) if level.clock.assignment_id else None
    on = on or case.order.lead
    for whom in level.rule.tells:
        to = _recipient(case.order, on, whom)
        if to is not None:
            draft.notify(
                f"level.{level.rule.code}",
                *to,
                level=level.rule.code,
                assignment_id=level.clock.assignment_id,
                at=stamp(level.occurred_at),
            )


def _recipient(
    order: OrderFacts, on: AssignmentFacts | None, whom: str
) -> tuple[str, object] | None:
    """To whom a code of LevelRule.tells speaks; None where the order is with no unit."""
    if whom in {"unit", "unit_head"}:
        return (whom, on.unit_id) if on is not None else None
    if whom == "decider":
        return decider_of(order, on) if on is not None else ("role", "dispatcher")
    return "role", whom
