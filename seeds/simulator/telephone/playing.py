"""One run: a centre over days of its period, from one seed, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from seeds.simulator.telephone.calling import Calling
from seeds.simulator.telephone.centre import HALVES, Centre
from seeds.simulator.telephone.counts import Counts, Sums, total
from seeds.simulator.telephone.floor import Floor
from seeds.simulator.telephone.rostering import Ready, roster

# Whether offices work on the day, and the hour of the day.
Cell = tuple[bool, int]
PERCENTILES = (50, 80, 95, 99)
NOTHING = Sums(0, 0, 0, 0, 0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """sums: over all days played; cells: the same by kind of day and hour; percentiles: seconds by
    percent, None where nobody called; waited: seconds of all callers together."""

    sums: Sums
    cells: dict[Cell, Sums]
    percentiles: dict[int, int | None]
    waited: float


def play(centres: Sequence[Centre], seed: int, *, within: float, days: Sequence[int]) -> list[Run]:
    """The same callers against each of the centres, which share their demand, on those days of the
    period (in order; days apart are played apart)."""
    return play_rosters(
        centres[0], [roster(centre) for centre in centres], seed, within=within, days=days
    )


def play_rosters(
    centre: Centre,
    rosters: Sequence[Sequence[Ready]],
    seed: int,
    *,
    within: float,
    days: Sequence[int],
) -> list[Run]:
    """The same callers against each roster (by day of the period and half hour)."""
    demand = centre.demand
    calling = Calling(demand, seed)
    floors = [
        Floor(
            demand.kinds,
            centre.staffing.groups,
            demand.patience,
            demand.redial,
            halves=demand.days * HALVES,
            seed=seed,
            within=within,
        )
        for _ in rosters
    ]
    for day, after in pairwise([*days, -1]):
        callers = calling.day(day)
        for floor, ready in zip(floors, rosters, strict=True):
            for half in range(HALVES):
                floor.run(day * HALVES + half, callers[half], ready[day][half])
            if after != day + 1:
                floor.settle()
    cell_of = _cells(centre, days)
    return [_kept(floor.counts, cell_of) for floor in floors]


def weeks(centre: Centre, one_in: int) -> list[int]:
    """The days of every nth whole week of the period, or all its days for 1."""
    return [day for day in range(centre.demand.days) if (day // 7) % one_in == 0]


def _cells(centre: Centre, days: Sequence[int]) -> dict[Cell, list[int]]:
    dates = centre.demand.dates()
    cells: dict[Cell, list[int]] = {
        (work, hour): [] for work in (True, False) for hour in range(24)
    }
    for day in days:
        works = centre.demand.daily.works(dates[day])
        for half in range(HALVES):
            cells[works, half // 2].append(day * HALVES + half)
    return cells


def _kept(counts: Counts, cell_of: dict[Cell, list[int]]) -> Run:
    cells = {cell: total(counts, halves) for cell, halves in cell_of.items()}
    return Run(
        sums=sum(cells.values(), NOTHING),
        cells=cells,
        percentiles={percent: counts.percentile(percent / 100) for percent in PERCENTILES},
        waited=counts.waited,
    )


def rate(part: float, whole: float) -> float | None:
    """A rate over nothing is nothing."""
    return part / whole if whole else None
