"""Erlang's formulas: what queueing theory says of one steady hour with exponential times.

load: offered calls a second times mean seconds of handling (Erlangs); handling, patience and waits
in any one unit of time. B and C after A. K. Erlang (1917), A after C. Palm (1957). All are computed
by recursions on ratios, so that hundreds of seats overflow nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, expm1, inf, log

_NEGLIGIBLE = 1e-17


def erlang_b(seats: int, load: float) -> float:
    """The part of calls that find all seats taken where nobody waits. Raises ValueError."""
    _check(seats, load)
    if not load:
        return 1.0 if not seats else 0.0
    inverse = 1.0
    for busy in range(1, seats + 1):
        inverse = 1.0 + inverse * busy / load
        if inverse == inf:
            return 0.0
    return 1.0 / inverse


def erlang_c(seats: int, load: float) -> float:
    """The part of calls that wait where everybody waits for an answer; 1 where the seats cannot
    keep up (load at or above seats)."""
    _check(seats, load)
    if load >= seats:
        return 1.0
    blocked = erlang_b(seats, load)
    return seats * blocked / (seats - load * (1 - blocked))


def answered_within(seats: int, load: float, handling: float, seconds: float) -> float:
    """The part answered within so long (Erlang C); 0 where the seats cannot keep up."""
    _check(seats, load, handling)
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    if load >= seats:
        return 0.0
    return 1.0 - erlang_c(seats, load) * exp(-(seats - load) * seconds / handling)


def mean_wait(seats: int, load: float, handling: float) -> float:
    """The mean wait of all calls (Erlang C); infinite where the seats cannot keep up."""
    _check(seats, load, handling)
    if load >= seats:
        return inf
    return erlang_c(seats, load) * handling / (seats - load)


@dataclass(frozen=True, slots=True)
class WithPatience:
    """Erlang A's figures. waits: part that gets no operator at once; gives_up: part that abandons;
    mean_wait: of all calls, answered or given up; occupancy: part of the seats taken."""

    waits: float
    gives_up: float
    mean_wait: float
    occupancy: float


def erlang_a(seats: int, load: float, handling: float, patience: float) -> WithPatience:
    """Callers give up after an exponential patience of that mean; every load is steady. Raises
    ValueError."""
    _check(seats, load, handling, patience)
    if not load:
        return WithPatience(0.0, 0.0, 0.0, 0.0)
    queue = _queue(seats, load, handling, patience)
    length = sum(waiting * part for waiting, part in queue)
    gives_up = length * handling / (load * patience)
    return WithPatience(
        waits=min(1.0, sum(part for _, part in queue)),
        gives_up=gives_up,
        mean_wait=length * handling / load,
        occupancy=load * (1.0 - gives_up) / seats if seats else 0.0,
    )


def answered_within_patience(
    seats: int, load: float, handling: float, patience: float, seconds: float
) -> float:
    """The part of all calls answered within so long (Erlang A).

    Behind k others a caller without patience of its own waits V, with exp(-V / patience)
    distributed as Beta(seats * patience / handling, k + 1); weighing V by the chance to have stayed
    raises the first parameter by one.
    """
    _check(seats, load, handling, patience)
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    parts = dict(_queue(seats, load, handling, patience)) if load else {}
    first = seats * patience / handling
    # late: the chance that V is longer, for k = 0, 1, ...; step: the log of what k + 1 adds to it
    step, slope = -(first + 1) * seconds / patience, -expm1(-seconds / patience)
    late, found = 0.0, 1.0 - sum(parts.values())
    for waiting in range(max(parts, default=-1) + 1 if slope else 0):
        late += exp(step)
        if late >= 1.0:
            break
        found += parts.get(waiting, 0.0) * first / (first + waiting + 1) * (1.0 - late)
        step += log(slope * (first + 1 + waiting) / (waiting + 1))
    return max(0.0, min(1.0, found))


def _queue(seats: int, load: float, handling: float, patience: float) -> list[tuple[int, float]]:
    """How many wait while all seats are taken, with the part of all time: a birth-and-death chain
    whose rate down, with k waiting, is seats / handling + k / patience.

    Weighed from its most likely length both ways, as far as it is more than negligible.
    """
    arrivals, served = load / handling, seats / handling
    likely = max(0, int((arrivals - served) * patience))
    shorter = _falling(likely, -1, lambda waiting: (served + waiting / patience) / arrivals)
    longer = _falling(likely, 1, lambda waiting: arrivals / (served + (waiting + 1) / patience))
    weights = [*reversed(shorter), (likely, 1.0), *longer]
    blocked = erlang_b(seats, load)  # of the states up to "all taken", the part that is the last
    if not blocked:
        return []
    none_waits = weights[0][1] if not weights[0][0] else 0.0
    whole = none_waits * (1 / blocked - 1) + sum(weight for _, weight in weights)
    return [(waiting, weight / whole) for waiting, weight in weights]


def _falling(start: int, step: int, ratio: Callable[[int], float]) -> list[tuple[int, float]]:
    """The states beside the start, weighed against it, until negligible or nobody waits."""
    found = []
    waiting, weight = start, 1.0
    while weight > _NEGLIGIBLE and (waiting or step > 0):
        weight *= ratio(waiting)
        waiting += step
        found.append((waiting, weight))
    return found


def seats_for(load: float, handling: float, *, part: float, seconds: float) -> int:
    """The fewest seats that answer that part within so long (Erlang C). Raises ValueError."""
    if not 0 < part < 1:
        raise ValueError("part must lie between 0 and 1")
    seats = int(load) + 1
    while answered_within(seats, load, handling, seconds) < part:
        seats += 1
    return seats


def _check(seats: int, load: float, handling: float = 1.0, patience: float = 1.0) -> None:
    if seats < 0 or not 0 <= load < inf:
        raise ValueError("seats and load must not be negative")
    if not (0 < handling < inf and 0 < patience < inf):
        raise ValueError("handling and patience must be positive")
