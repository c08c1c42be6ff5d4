"""What a call centre is made of, as plain values: demand, seats and operators, manners of callers.

Seconds unless the name says otherwise; days are Shanghai days. A seat is a desk with a telephone;
an operator is employed, works some days a week in one shift a day, and answers only at a seat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from seeds.daily import Daily

HALVES = 48  # half hours of a day
HALF = 1800  # seconds
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of call. share: of all; skill: the queue it waits in; talk_cv: standard deviation of
    the talk over its mean (log-normal); wrap: mean of the work after it (exponential); priority: a
    lower number is answered first."""

    name: str
    share: float
    skill: str
    talk: float
    talk_cv: float
    wrap: float
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Operators of like skills. share: of all that are ready; skills: the first comes first."""

    name: str
    share: float
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """start: half hour of the day it begins with; halves: how long; share: of a day's operators."""

    name: str
    start: int
    halves: int
    share: float

    def covers(self, half: int) -> bool:
        """Whether it works in that half hour of the day, also past midnight."""
        return (half - self.start) % HALVES < self.halves


@dataclass(frozen=True, slots=True)
class Surge:
    """A storm, an outage: so many a year, in these months, so many hours, times the usual rate."""

    name: str
    a_year: float
    months: tuple[int, ...]
    hours: Span
    times: Span


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a caller waits at most: Weibull; shape 1 is exponential, below 1 many hang up at
    once."""

    mean: float
    shape: float = 1.0


@dataclass(frozen=True, slots=True)
class Redial:
    """Who gives up rings again with this chance, so many minutes later on average (exponential), at
    most so many times."""

    share: float
    minutes: float
    most: int


@dataclass(frozen=True, slots=True)
class Staffing:
    """presence: share of the days of a year an operator works; breaks: share of a shift away from
    the telephone (the seat stays taken); rest_days: operators of a day off over a working day's."""

    seats: int
    operators: int
    presence: float
    breaks: float
    rest_days: float
    shifts: tuple[Shift, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """callers: who ring a first time and ask for a person, in the whole period, surges apart, by
    the weights of days and hours."""

    first: date
    days: int
    callers: float
    daily: Daily
    hours: Sequence[float]
    kinds: tuple[Kind, ...]
    surges: tuple[Surge, ...]
    patience: Patience
    redial: Redial

    def dates(self) -> list[date]:
        """The days of the period, in order."""
        return [self.first + timedelta(days=step) for step in range(self.days)]


@dataclass(frozen=True, slots=True)
class Centre:
    """One call centre and those who call it."""

    demand: Demand
    staffing: Staffing

    @property
    def handling(self) -> float:
        """Mean seconds an operator is busy with a call: talk and wrap-up."""
        return sum(kind.share * (kind.talk + kind.wrap) for kind in self.demand.kinds)

    def with_staff(self, *, seats: int = 0, operators: int = 0) -> "Centre":
        """The same centre with so many more (or fewer) of them. Raises ValueError where none would
        be left."""
        staffing = replace(
            self.staffing,
            seats=self.staffing.seats + seats,
            operators=self.staffing.operators + operators,
        )
        if staffing.seats < 1 or staffing.operators < 1:
            raise ValueError("a call centre needs a seat and an operator")
        return replace(self, staffing=staffing)
