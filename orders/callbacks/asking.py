"""Which callback is owed to an order's citizen now: on the own order, or on the main one.

The one rule for every door by which citizens rate: nobody is asked twice about one completion, and
nobody answers in another's place.
"""

from dataclasses import dataclass

from orders.lifecycle.load import load
from orders.lifecycle.registry import open_to
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Order
from orders.states import OrderState, Verb
from units.actor import Actor

NOBODY = 0  # a task that does not exist: the verb then says why nothing is asked


@dataclass(frozen=True, slots=True)
class Asked:
    """The order the verb falls on, and whom of it is asked."""

    order_id: int
    task_id: int


def asked_of(order: Order, facts: OrderFacts) -> Asked | None:
    """What the citizen of that order may rate now; None when nothing is owed."""
    main = _main_of(order)
    found = facts if main is None else load(main.pk)[main.pk]
    if not open_to(Verb.RECORD_CALLBACK, found, Actor.citizen()):
        return None
    whose = None if main is None else order.pk
    for task in found.open_callbacks:
        if task.merged_order_id == whose:
            return Asked(found.id, task.id)
    return None


def _main_of(order: Order) -> Order | None:
    """The order that stands for a merged one, through however many."""
    main = order
    while main.state == OrderState.MERGED and main.merged_into is not None:
        main = main.merged_into
    return None if main is order else main
