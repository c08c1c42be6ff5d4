"""One row of the table of the lifecycle: what it says, and how it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from orders.states import AssignmentState, OrderState, Subject, Verb


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from these states, by these people, the verb leads there.

    order_to or assignment_to None: the state stays. subjects empty: the verb is about the order
    alone. also: moves of other assignments of the order that the verb brings with it.
    """

    verb: Verb
    order_from: frozenset[OrderState]
    who: frozenset[str]
    order_to: OrderState | None = None
    subjects: frozenset[Subject] = frozenset()
    assignment_from: frozenset[AssignmentState] = frozenset()
    assignment_to: AssignmentState | None = None
    also: frozenset[tuple[AssignmentState, AssignmentState]] = frozenset()


def row(
    verb: Verb,
    order_from: Iterable[OrderState],
    who: Iterable[str],
    order_to: OrderState | None = None,
    *,
    on: Iterable[Subject] = (),
    take: Iterable[AssignmentState] = (),
    give: AssignmentState | None = None,
    also: Iterable[tuple[AssignmentState, AssignmentState]] = (),
) -> Transition:
    """A row as the table writes it: on, take and give are about the assignment the verb is on."""
    return Transition(
        verb,
        frozenset(order_from),
        frozenset(map(str, who)),
        order_to,
        frozenset(on),
        frozenset(take),
        give,
        frozenset(also),
    )
