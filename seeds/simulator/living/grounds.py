"""Grounds on which orders go on: a world in memory, and the hotline's own database."""

from collections import Counter
from datetime import datetime

from orders.lifecycle import apply, take_in
from orders.lifecycle.load import load
from orders.lifecycle.receiving import Demand
from orders.lifecycle.snapshot import OrderFacts
from orders.transitions import OPEN_ASSIGNMENT
from seeds.simulator.living.step import Step
from seeds.simulator.memory import World
from units.actor import Actor


class Hands:
    """How many orders each unit has in hand, as far as was seen."""

    def __init__(self) -> None:
        self._held: dict[int, frozenset[int]] = {}
        self._count: Counter[int] = Counter()

    def saw(self, order: OrderFacts) -> None:
        """Note who holds the order now."""
        held = frozenset(on.unit_id for on in order.assignments if on.state in OPEN_ASSIGNMENT)
        before = self._held.pop(order.id, frozenset())
        if held:
            self._held[order.id] = held
        self._count.update(held - before)
        self._count.subtract(before - held)

    def in_hand(self, unit_id: int) -> int:
        """The unit's open orders."""
        return self._count[unit_id]


class MemoryGround:
    """Orders of a World: nobody else is there."""

    def __init__(self, world: World, hands: Hands) -> None:
        self.world, self.hands = world, hands

    def facts(self, order_id: int) -> OrderFacts:
        return self.world.facts(order_id)

    def take_in(self, demand: Demand, by: Actor, at: datetime) -> int:
        """The new order's id."""
        return self.world.take_in(demand, by=by, at=at)

    def do(self, order: OrderFacts, step: Step, at: datetime) -> None:
        self.world.perform(
            step.verb,
            order.id,
            by=step.by,
            at=at,
            assignment_id=step.assignment_id,
            **step.inputs,
        )
        self.hands.saw(self.world.facts(order.id))


class DatabaseGround:
    """Orders of the default database, through the verbs' one door, at moments long gone."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    def facts(self, order_id: int) -> OrderFacts:
        order = load(order_id)[order_id]
        self.hands.saw(order)
        return order

    def take_in(self, demand: Demand, by: Actor, at: datetime) -> int:
        """The new order's id."""
        return take_in(demand, by=by, at=at).order_id

    def do(self, order: OrderFacts, step: Step, at: datetime) -> None:
        apply(
            step.verb,
            order.id,
            by=step.by,
            at=at,
            assignment_id=step.assignment_id,
            **step.inputs,
        )
