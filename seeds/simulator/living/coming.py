"""A demand from its arrival on: somebody takes it in, and then it goes on by itself."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from orders.lifecycle.receiving import Demand
from seeds.simulator.city import City
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.going_on import Ground, Refused, going_on
from seeds.simulator.living.habits import Habits
from units.actor import Actor
from units.roles import Role

BY_PEOPLE = frozenset({"phone", "window", "mailbox"})  # an operator types these; others come alone


class Taking(Ground, Protocol):
    """A ground that demands come to."""

    def take_in(self, demand: Demand, by: Actor, at: datetime) -> int:
        """The new order's id."""
        ...


def coming(
    ground: Taking,
    habits: Habits,
    arrival: Arrival,
    citizen_of: Callable[[int, datetime], int | None],
    *,
    refused: Refused | None = None,
) -> Iterator[datetime]:
    """The moments of one demand, from its arrival to its end."""
    yield arrival.at
    typed = arrival.channel in BY_PEOPLE
    by = operator_of(habits.city, arrival) if typed else Actor.channel(arrival.channel)
    demand = arrival.demand(citizen_of(arrival.caller, arrival.at))
    order_id = ground.take_in(demand, by, arrival.at)
    yield from going_on(ground, habits, order_id, since=arrival.at, refused=refused)


def operator_of(city: City, arrival: Arrival) -> Actor:
    """Who takes it in: the same arrival is taken by the same person in every run."""
    operators = city.desk[Role.OPERATOR]
    return operators[(arrival.caller + int(arrival.at.timestamp())) % len(operators)]
