"""One pure door to every verb: is it legal now, may this person, on which assignment; then decide.

Each decide function registers itself under its verb; nothing here queries or reads a clock.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from orders.deadlines import Rulebook
from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.lifecycle.decision import Case, Decision
from orders.lifecycle.levels import scheduled
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import OrderState, Subject, Verb
from orders.transition import Transition
from orders.transitions import rows_of
from units.actor import Actor
from units.roles import UNIT_ROLES

Decide = Callable[..., Decision]
_DECIDES: dict[Verb, Decide] = {}


def decides(verb: Verb) -> Callable[[Decide], Decide]:
    """Registers a decide function for its verb; a second one for the same verb is a mistake."""

    def register(function: Decide) -> Decide:
        if verb in _DECIDES:
            raise LookupError(f"{verb} is decided twice")
        _DECIDES[verb] = function
        return function

    return register


def verbs_with_decide() -> frozenset[Verb]:
    """The verbs that can be done; a test holds them against the table."""
    return frozenset(_DECIDES)


def decide(
    verb: Verb,
    order: OrderFacts,
    *,
    by: Actor,
    at: datetime,
    rules: Rulebook,
    assignment_id: int | None = None,
    **inputs: Any,
) -> Decision:
    """Decide a verb on a snapshot. Raises Missing, Forbidden, Conflict or Refused, and changes
    nothing. at is an aware moment; assignment_id may be left out where only one fits."""
    decision = decide_unscheduled(verb, order, by, at, rules, assignment_id, inputs)
    return scheduled(decision, order, rules)


def decide_unscheduled(
    verb: Verb,
    order: OrderFacts,
    by: Actor,
    at: datetime,
    rules: Rulebook,
    assignment_id: int | None,
    inputs: Mapping[str, Any],
) -> Decision:
    """The same without the clock's next look, for those who have the order's next snapshot at
    hand and add it themselves (orders.lifecycle.levels.looked_at)."""
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    if at < order.received_at:
        raise Refused("时刻早于受理时刻", field="at", code="before_received")
    rows, on = _open_rows(verb, order, by, assignment_id)
    return _DECIDES[verb](Case(verb, order, on, rows, rules, by, at), **inputs)


def open_to(verb: Verb, order: OrderFacts, by: Actor) -> tuple[AssignmentFacts | None, ...]:
    """The assignments this person may do the verb on now; (None,) for a verb about the order
    alone; empty when it may not be done. Buttons are made from it."""
    rows = [row for row in _rows_for(verb, by) if order.state in row.order_from]
    plain: tuple[AssignmentFacts | None, ...] = (
        (None,) if any(not row.subjects for row in rows) else ()
    )
    fitting = tuple(
        a for a in order.assignments if any(_falls_on(row, order, a, by) for row in rows)
    )
    return plain + fitting


def check(
    verb: Verb, order: OrderFacts, by: Actor, assignment_id: int | None = None
) -> AssignmentFacts | None:
    """The assignment the verb would fall on (None: the order alone), before anything is asked of
    the person. Raises Missing, Forbidden or Conflict as decide does."""
    return _open_rows(verb, order, by, assignment_id)[1]


def _rows_for(verb: Verb, by: Actor) -> list[Transition]:
    return list(_rows_of_parties(verb, by.roles, by.kind))


@lru_cache(maxsize=1024)
def _rows_of_parties(verb: Verb, roles: frozenset[str], kind: str) -> tuple[Transition, ...]:
    parties = roles | {kind}
    return tuple(row for row in rows_of(verb) if row.who & parties)


def _open_rows(
    verb: Verb, order: OrderFacts, by: Actor, assignment_id: int | None
) -> tuple[tuple[Transition, ...], AssignmentFacts | None]:
    allowed = _rows_for(verb, by)
    if not allowed:
        raise Forbidden(f"你能看这件，不能{verb.label}")
    rows = [row for row in allowed if order.state in row.order_from]
    if not rows:
        if any(order.state in row.order_from for row in rows_of(verb)):  # 现在归别的岗位
            raise Forbidden(f"你能看这件，现在不能{verb.label}")
        state = OrderState(order.state).label
        raise Conflict(f"这件现在是“{state}”，不能{verb.label}", code="wrong_state")
    if any(not row.subjects for row in rows):
        return tuple(rows), None
    return _on_assignment(verb, order, by, allowed, assignment_id)


def _on_assignment(
    verb: Verb, order: OrderFacts, by: Actor, allowed: list[Transition], assignment_id: int | None
) -> tuple[tuple[Transition, ...], AssignmentFacts]:
    if assignment_id is not None and order.assignment(assignment_id) is None:
        raise Missing("没有这次派办")
    rows = [row for row in allowed if order.state in row.order_from]
    chosen = [a for a in order.assignments if assignment_id in (None, a.id)]
    fitting = [a for a in chosen if any(_falls_on(row, order, a, by) for row in rows)]
    if not fitting:
        if any(_in_reach(row, order, a, by) for row in allowed for a in chosen):
            raise Conflict(f"这次派办的状态变了，不能{verb.label}", code="wrong_state")
        raise Forbidden(f"这件不在你单位手里，不能{verb.label}")
    if len(fitting) > 1:
        fitting = [a for a in fitting if a.subject == Subject.LEAD] or fitting[:1]
    on = fitting[0]
    return tuple(row for row in rows if _falls_on(row, order, on, by)), on


def _in_reach(row: Transition, order: OrderFacts, on: AssignmentFacts, by: Actor) -> bool:
    """The row speaks of such an assignment, and it lies within the person's units."""
    if on.subject not in row.subjects:
        return False
    if not row.who & by.roles & UNIT_ROLES:
        return True
    # 下派的裁定、收回归上级平台：看上级在不在本平台
    parent = order.assignment(on.parent_id) if on.parent_id is not None else None
    holder = parent if parent is not None and row.subjects == {Subject.CHILD} else on
    return bool(by.unit_path) and holder.unit_path.startswith(by.unit_path)


def _falls_on(row: Transition, order: OrderFacts, on: AssignmentFacts, by: Actor) -> bool:
    return on.state in row.assignment_from and _in_reach(row, order, on, by)
