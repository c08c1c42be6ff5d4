"""The hotline's own clocks after completion: calling the citizen back, ruling on a rating."""

from collections.abc import Iterator

from orders.deadlines import Rulebook
from orders.lifecycle.running import Running, runs
from orders.lifecycle.snapshot import OrderFacts
from orders.models.level import LevelClock
from orders.models.limits import Clock
from orders.states import OrderState


@runs
def of_callbacks(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """From the acceptance until everybody has been reached or given up; each citizen's task has a
    clock of its own."""
    if order.state != OrderState.CALLING_BACK:
        return
    for task in order.open_callbacks:
        terms = rules.find(Clock.CALLBACK, order, task.opened_at).terms
        due = rules.due(terms, task.opened_at)
        on = order.lead.id if order.lead else None
        yield Running("callback", task.id, 1, LevelClock.CALLBACK, task.opened_at, due, terms, on)


@runs
def of_doubts(order: OrderFacts, rules: Rulebook) -> Iterator[Running]:
    """From saying that a rating is unreasonable until it is ruled on."""
    for on in order.assignments:
        for round_ in on.rounds:
            doubt = round_.open_doubt
            if doubt is not None:
                terms = rules.find(Clock.DECISION, order, doubt.asked_at).terms
                due = rules.due(terms, doubt.asked_at)
                yield Running(
                    "rating", doubt.id, 1, LevelClock.RATING, doubt.asked_at, due, terms, on.id
                )
