"""What a batch does to one order: each of its assignments decided in turn, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from orders.deadlines import Rulebook
from orders.lifecycle.after import after
from orders.lifecycle.decision import Decision
from orders.lifecycle.levels import next_due
from orders.lifecycle.moving import Asked, Moved, moves
from orders.lifecycle.registry import decide
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import AssignmentState, Verb
from units.actor import Actor

OPEN = (AssignmentState.TO_SIGN, AssignmentState.HANDLING, AssignmentState.REPLIED)
RulesOf = Callable[[int], Rulebook]


@dataclass(slots=True)
class Planned:
    """One order's part: decisions with the snapshots they were made on, what moves on which
    assignment (an empty Moved where nothing does), and when the clock must look again."""

    order: OrderFacts
    decided: list[tuple[Decision, OrderFacts]] = field(default_factory=list)
    moved: list[tuple[AssignmentFacts, Moved]] = field(default_factory=list)
    next_due: datetime | None = None

    @property
    def adopting(self) -> list[int]:
        """Assignments on which nothing moves and nothing was spared: the edition is theirs now."""
        return [on.id for on, moved in self.moved if not moved and not moved.kept]


def plan(
    order: OrderFacts, rules: Rulebook, was_of: RulesOf, asked: Asked, at: datetime
) -> Planned:
    """The order under new rules at that moment. was_of: the rules under an edition, with which an
    assignment's limits were reckoned. A parent is looked at before its children."""
    planned = Planned(order)
    by = Actor(kind="system", roles=Actor.system().roles, on_behalf_of=asked.by, name="系统")
    now = order
    for first in order.assignments:
        if first.state not in OPEN:
            continue
        on = now.assignment(first.id) or first
        was = was_of(on.calendar_edition)
        moved = moves(now, on, rules, was=was, before=order, asked=asked, at=at)
        planned.moved.append((on, moved))
        if moved:
            decision = decide(
                Verb.RETIME, now, by=by, at=at, rules=rules, assignment_id=on.id,
                asked=asked, moved=moved,
            )  # fmt: skip
            planned.decided.append((decision, now))
            now = after(now, decision)
    planned.next_due = next_due(now, rules)
    return planned
