"""The floor where theory is exact: a steady rate, exponential times, one queue, nobody rings again.

Several seeds make an interval of the mean; theory must lie in it. The level is so high (99.9 %)
that a right model all but never fails, and the runs so long that the interval is narrow.
"""

import random
from math import sqrt
from statistics import fmean, stdev

import pytest

from seeds.simulator.telephone import erlang
from seeds.simulator.telephone.calling import Caller
from seeds.simulator.telephone.centre import HALF, Kind, Patience, Redial
from seeds.simulator.telephone.counts import Counts, total
from seeds.simulator.telephone.floor import Floor
from seeds.simulator.telephone.intervals import t_quantile
from tests.seeds.telephone.small import GENERAL

HANDLING, SECONDS = 200.0, 15.0
WARM, SEEDS = 30, 6
LEVEL = 0.999


def halves_of(load: float) -> int:
    """Half hours, fewer where more call."""
    return 500 if load < 20 else 200


def steady(seed: int, seats: int, load: float, patience: float | None) -> Counts:
    """Some days of it; without a patience nobody gives up."""
    halves = halves_of(load)
    draw = random.Random(seed)
    kind = Kind("任何", 1.0, "综合", HANDLING, 1.0, 0)
    floor = Floor([kind], GENERAL, Patience(1), Redial(0, 1, 1), halves=halves, within=SECONDS)
    at = draw.expovariate(load / HANDLING)
    for half in range(halves):
        callers: list[Caller] = []
        while at < (half + 1) * HALF:
            waits = draw.expovariate(1 / patience) if patience else 1e9
            callers.append((at, 0, draw.expovariate(1 / HANDLING), waits))
            at += draw.expovariate(load / HANDLING)
        floor.run(half, callers, [seats])
    return floor.settle() if patience else floor.counts


def holds(values: list[float], theory: float, widest: float) -> None:
    """Theory lies in the interval of these seeds' mean, and the interval says something."""
    margin = t_quantile(len(values) - 1, LEVEL) * stdev(values) / sqrt(len(values))
    assert abs(fmean(values) - theory) <= margin
    assert margin <= widest


@pytest.mark.parametrize(("seats", "load"), [(1, 0.6), (12, 9.5), (40, 35.0)])
def test_a_floor_where_nobody_gives_up_is_erlang_c(seats: int, load: float) -> None:
    runs = [steady(seed, seats, load, None) for seed in range(SEEDS)]
    sums = [total(counts, range(WARM, halves_of(load) - WARM)) for counts in runs]
    in_time = erlang.answered_within(seats, load, HANDLING, SECONDS)
    holds([one.in_time / one.offered for one in sums], in_time, 0.12)
    holds([one.busy / one.ready for one in sums], load / seats, 0.05)
    waits = [counts.waited / sum(counts.offered) for counts in runs]
    holds(waits, erlang.mean_wait(seats, load, HANDLING), 130 if seats == 1 else 15)


@pytest.mark.parametrize(("seats", "load"), [(1, 1.2), (12, 9.5), (12, 15.0), (40, 41.0)])
def test_a_floor_whose_callers_give_up_is_erlang_a(seats: int, load: float) -> None:
    patience = 90.0
    runs = [steady(seed, seats, load, patience) for seed in range(SEEDS)]
    sums = [total(counts, range(halves_of(load))) for counts in runs]
    theory = erlang.erlang_a(seats, load, HANDLING, patience)
    in_time = erlang.answered_within_patience(seats, load, HANDLING, patience, SECONDS)
    holds([one.in_time / one.offered for one in sums], in_time, 0.05)
    holds([one.abandoned / one.offered for one in sums], theory.gives_up, 0.04)
    holds([one.busy / one.ready for one in sums], theory.occupancy, 0.03)
    waits = [counts.waited / sum(counts.offered) for counts in runs]
    holds(waits, theory.mean_wait, 4)
