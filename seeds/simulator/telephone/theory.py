"""The busy hour by Erlang's formulas, beside which the simulation stands.

The hour of a working day with most callers, each half hour of each working day taken as steady
and weighed by its callers. Neither surges nor callers who ring again are in it, one pool of
operators answers everything, and times are taken as exponential: where the simulation differs,
that is why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from seeds.simulator.telephone import erlang
from seeds.simulator.telephone.calling import usual_rate, usual_rates
from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.rostering import roster


@dataclass(frozen=True, slots=True)
class BusyHour:
    """load in Erlangs, ready: operators on average; c_in_time: by Erlang C; a_*: by Erlang A; waits
    in seconds. without: the part of callers that came when nobody but Erlang A could keep up."""

    hour: int
    load: float
    ready: float
    c_in_time: float
    a_in_time: float
    a_gives_up: float
    a_mean_wait: float
    a_occupancy: float
    without: float


def busiest(centre: Centre) -> int:
    """The hour of a working day with most callers."""
    rates = usual_rates(centre.demand, working=True)
    return max(range(24), key=rates.__getitem__)


def busy_hour(centre: Centre, *, within: float) -> BusyHour:
    """What theory says of it."""
    hour, demand = busiest(centre), centre.demand
    rates, ready = usual_rate(demand), roster(centre)
    handling, patience = centre.handling, demand.patience.mean
    parts: list[tuple[float, int]] = [
        (rates(day, half) * handling, sum(ready[day][half]))
        for day, date in enumerate(demand.dates())
        if demand.daily.works(date)
        for half in (2 * hour, 2 * hour + 1)
    ]
    return _weighed(hour, parts, handling, patience, within)


def _weighed(
    hour: int,
    parts: Sequence[tuple[float, int]],
    handling: float,
    patience: float,
    within: float,
) -> BusyHour:
    callers = sum(load for load, _ in parts)
    staff = sum(seats for _, seats in parts)

    @cache
    def of(seats: int, load: float) -> tuple[float, ...]:
        figures = erlang.erlang_a(seats, load, handling, patience)
        return (
            erlang.answered_within(seats, load, handling, within),
            erlang.answered_within_patience(seats, load, handling, patience, within),
            figures.gives_up,
            figures.mean_wait,
            float(load >= seats),
        )

    sums = [0.0] * 5
    for load, seats in parts:
        for at, value in enumerate(of(seats, load)):
            sums[at] += load * value / callers
    c_in_time, a_in_time, gives_up, mean_wait, without = sums
    return BusyHour(
        hour=hour,
        load=callers / len(parts),
        ready=staff / len(parts),
        c_in_time=c_in_time,
        a_in_time=a_in_time,
        a_gives_up=gives_up,
        a_mean_wait=mean_wait,
        a_occupancy=callers * (1 - gives_up) / staff,
        without=without,
    )
