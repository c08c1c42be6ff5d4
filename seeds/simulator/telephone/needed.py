"""How many must be ready in each hour for a wanted service level: the what-if turned round.

Erlang A gives the first guess hour by hour, with the season's swing and the surges in it; the
simulation then corrects it, because a queue is carried into the next hour and callers ring again:
first up until every hour reaches the level, then down while it still does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log

from seeds.simulator.telephone.calling import Calling
from seeds.simulator.telephone.centre import HALVES, Centre
from seeds.simulator.telephone.counts import Sums
from seeds.simulator.telephone.erlang import answered_within_patience
from seeds.simulator.telephone.playing import NOTHING, Cell, Run, rate
from seeds.simulator.telephone.rostering import Ready, shared

# Plays the same seeds and days with so many ready in each cell.
Trial = Callable[[Mapping[Cell, int]], Sequence[Run]]
_ROUNDS_UP = 40
_CLASSES = 3  # cells tried lower at once lie three hours apart, so that none spoils another
_FINENESS = 0.02  # loads closer than 2 % are taken as one
_MOST = 5000


class OutOfReach(ValueError):
    """No number of operators found that reaches the level in every hour."""


@dataclass(frozen=True, slots=True)
class Needed:
    """ready: operators that must be ready, by kind of day and hour; sums: what the last trial had
    there."""

    ready: Mapping[Cell, int]
    sums: Mapping[Cell, Sums]

    @property
    def seats(self) -> int:
        """Seats for the fullest hour, breaks apart."""
        return max(self.ready.values())


def needed(
    trial: Trial, guess: Mapping[Cell, int], *, part: float, on_round: Callable[[int], None]
) -> Needed:
    """The fewest ready in each cell so that the part of its calls answered in time is at least
    that, over all seeds together. Raises OutOfReach."""
    rounds = iter(range(1, 10_000))

    def tried(ready: Mapping[Cell, int]) -> dict[Cell, Sums]:
        on_round(next(rounds))
        runs = trial(ready)
        return {cell: sum((run.cells[cell] for run in runs), NOTHING) for cell in ready}

    ready, sums = _up(dict(guess), part, tried)
    settled: set[Cell] = set()
    while open_cells := [cell for cell in ready if ready[cell] > 1 and cell not in settled]:
        for chosen in _apart(open_cells):
            lower = {cell: many - (cell in chosen) for cell, many in ready.items()}
            found = tried(lower)
            failed = {cell for cell in chosen if _short(found, lower, cell, part)}
            settled |= failed
            if not failed:
                ready, sums = lower, found
            elif failed < chosen:
                ready = {cell: many + (cell in failed) for cell, many in lower.items()}
    final = tried(ready)
    ready, sums = _up(ready, part, tried) if _all_short(final, part) else (ready, final)
    return Needed(ready, sums)


def _up(
    ready: dict[Cell, int], part: float, tried: Callable[[Mapping[Cell, int]], dict[Cell, Sums]]
) -> tuple[dict[Cell, int], dict[Cell, Sums]]:
    """Raised until every cell reaches the level."""
    for _ in range(_ROUNDS_UP):
        sums = tried(ready)
        short = _all_short(sums, part)
        if not short:
            return ready, sums
        ready = {
            cell: many + (max(1, ceil(many * 0.03)) if cell in short else 0)
            for cell, many in ready.items()
        }
    raise OutOfReach


def _all_short(sums: Mapping[Cell, Sums], part: float) -> set[Cell]:
    return {cell for cell in sums if not _reached(sums[cell], part)}


def _short(sums: Mapping[Cell, Sums], ready: Mapping[Cell, int], cell: Cell, part: float) -> bool:
    """Whether that cell, or the one its queue runs over into, misses the level."""
    after = (cell[0], (cell[1] + 1) % 24)
    return not (_reached(sums[cell], part) and _reached(sums[after], part))


def _reached(sums: Sums, part: float) -> bool:
    found = rate(sums.in_time, sums.offered)
    return found is None or found >= part


def _apart(cells: Sequence[Cell]) -> Iterator[set[Cell]]:
    for kind in range(_CLASSES):
        if chosen := {cell for cell in cells if cell[1] % _CLASSES == kind}:
            yield chosen


def by_cell(centre: Centre, ready: Mapping[Cell, int]) -> list[Ready]:
    """The roster that has so many in each cell."""
    kinds = {
        works: [shared(centre.staffing.groups, ready[works, half // 2]) for half in range(HALVES)]
        for works in (True, False)
    }
    return [kinds[centre.demand.daily.works(day)] for day in centre.demand.dates()]


def guessed(
    centre: Centre, seeds: Sequence[int], days: Sequence[int], *, part: float, within: float
) -> dict[Cell, int]:
    """The first guess, by Erlang A over all half hours of these days and seeds."""
    loads: dict[Cell, dict[int, float]] = {
        (works, hour): {} for works in (True, False) for hour in range(24)
    }
    dates = centre.demand.dates()
    for seed in seeds:
        calling = Calling(centre.demand, seed)
        for day in days:
            works = centre.demand.daily.works(dates[day])
            for half in range(HALVES):
                load = calling.rate(day, half) * centre.handling
                if load > 0:
                    step = floor(log(load) / _FINENESS)
                    cell = loads[works, half // 2]
                    cell[step] = cell.get(step, 0.0) + load
    patience = centre.demand.patience.mean
    return {
        cell: _fewest(of, centre.handling, patience, part, within) for cell, of in loads.items()
    }


def _fewest(
    loads: Mapping[int, float], handling: float, patience: float, part: float, within: float
) -> int:
    """The fewest seats with which the calls of these loads (by step, with their weight) are
    answered in time in that part. Raises OutOfReach."""
    whole = sum(loads.values())

    def reached(seats: int) -> bool:
        in_time = sum(
            weight
            * answered_within_patience(seats, exp(step * _FINENESS), handling, patience, within)
            for step, weight in loads.items()
        )
        return in_time >= part * whole

    high = 1
    while not reached(high):
        high *= 2
        if high > _MOST:
            raise OutOfReach
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
