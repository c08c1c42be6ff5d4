"""What happened on the floor: counts by half hour, and how long callers waited."""

from array import array
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from itertools import accumulate
from math import ceil

LONGEST = 3600  # seconds; who waited longer is counted there
AT_ONCE = 5.0  # who hangs up within so many seconds hardly waited


def _zeros(kind: str, length: int) -> array:
    return array(kind, bytes(array(kind).itemsize * length))


@dataclass(slots=True)
class Counts:
    """One entry a half hour of the period, placed by the moment a call was offered; busy and ready
    are operators' seconds, placed where they passed. waits: callers by whole seconds waited
    (rounded up) until answered or given up; waited: the sum of these seconds, exact."""

    halves: int
    offered: array = field(init=False)
    answered: array = field(init=False)
    in_time: array = field(init=False)
    abandoned: array = field(init=False)
    at_once: array = field(init=False)
    redialled: array = field(init=False)
    busy: array = field(init=False)
    ready: array = field(init=False)
    waits: array = field(init=False)
    waited: float = 0.0

    def __post_init__(self) -> None:
        for name in ("offered", "answered", "in_time", "abandoned", "at_once", "redialled"):
            setattr(self, name, _zeros("q", self.halves))
        self.busy, self.ready = _zeros("d", self.halves), _zeros("d", self.halves)
        self.waits = _zeros("q", LONGEST + 1)

    def wait(self, seconds: float) -> None:
        """A caller waited so long."""
        self.waited += seconds
        self.waits[min(ceil(seconds), LONGEST)] += 1

    def percentile(self, part: float) -> int | None:
        """Whole seconds within which that part of all offered calls was answered or given up; None
        where nobody called."""
        wanted = part * sum(self.waits)
        if not wanted:
            return None
        return next(at for at, many in enumerate(accumulate(self.waits)) if many >= wanted)


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of some half hours, added up."""

    offered: int
    answered: int
    in_time: int
    abandoned: int
    at_once: int
    busy: float
    ready: float

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            *(mine + yours for mine, yours in zip(astuple(self), astuple(other), strict=True))
        )


def total(counts: Counts, halves: Iterable[int]) -> Sums:
    """The sums over those half hours of the period."""
    chosen = list(halves)

    def over(values: array) -> float:
        return float(sum(values[at] for at in chosen))

    return Sums(
        offered=int(over(counts.offered)),
        answered=int(over(counts.answered)),
        in_time=int(over(counts.in_time)),
        abandoned=int(over(counts.abandoned)),
        at_once=int(over(counts.at_once)),
        busy=over(counts.busy),
        ready=over(counts.ready),
    )
