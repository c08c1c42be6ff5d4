"""An order goes on by itself: step after step, on whatever ground it stands."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from orders.errors import LifecycleError
from orders.lifecycle.snapshot import OrderFacts
from seeds.simulator.living.desk import desk_steps
from seeds.simulator.living.habits import Habits
from seeds.simulator.living.step import Step, earliest
from seeds.simulator.living.unit import unit_steps

AGAIN = timedelta(minutes=10)  # after a step that was refused
MOST_REFUSED = 5
Refused = Callable[[OrderFacts, Step, LifecycleError], None]


class Ground(Protocol):
    """Where orders stand and verbs are done: memory, the database, a hotline behind HTTP."""

    def facts(self, order_id: int) -> OrderFacts:
        """The order as it stands."""
        ...

    def do(self, order: OrderFacts, step: Step, at: datetime) -> None:
        """Do the step then. Raises the errors of orders.errors."""
        ...


def next_step(habits: Habits, order: OrderFacts) -> Step | None:
    """What is done first of all that anybody would do; None where nobody will do anything."""
    return earliest(*desk_steps(habits, order), *unit_steps(habits, order))


def going_on(
    ground: Ground,
    habits: Habits,
    order_id: int,
    *,
    since: datetime,
    refused: Refused | None = None,
) -> Iterator[datetime]:
    """The moments the order waits for; between them its steps are done. What others did meanwhile
    changes what comes next; what is refused is tried again later, and given up in the end."""
    order, now, faults = ground.facts(order_id), since, 0
    while (step := next_step(habits, order)) is not None:
        at = max(step.at, now)
        yield at
        before, order, now = order, ground.facts(order_id), at
        if order != before and next_step(habits, order) != step:
            continue  # somebody else was there
        try:
            ground.do(order, step, at)
        except LifecycleError as error:
            faults += 1
            if refused is not None:
                refused(order, step, error)
            if faults == MOST_REFUSED:
                return
            now = at + AGAIN
        order = ground.facts(order_id)
