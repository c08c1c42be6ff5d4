"""A rule of appraisal as data: what gives how many points, who is ranked, which grade and list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from orders.period import Kind, Period
from reports.rounding import Rounding
from reports.scoring.points import Curve


class Absent(StrEnum):
    """What becomes of an indicator without a value: full points, or it leaves the score, whose
    other parts then count for the whole; ERROR: no score can be made (apart, in a ranking)."""

    FULL = "full"
    DROP = "drop"
    ERROR = "error"


class TieOn(StrEnum):
    """Units share a place when their printed totals are equal, or only when their exact ones."""

    PRINTED = "printed"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One part of a score. statistic: the code (variants included) that feeds it in a ranking, ""
    where no figure of ours does and every unit is given the points `given`. by_case: its value is
    the statistic's numerator, a number of cases in a full period, else a percentage. missing: when
    nobody gave a value; over_nothing: when there is nothing to take the rate of. kinds: of demands
    assessed in it, all where empty."""

    code: str
    name: str
    curve: Curve
    statistic: str = ""
    by_case: bool = False
    missing: Absent = Absent.ERROR
    over_nothing: Absent = Absent.ERROR
    kinds: tuple[str, ...] = ()
    given: Fraction | None = None

    @property
    def most(self) -> Fraction:
        """The points of somebody without a fault."""
        return self.curve.most


@dataclass(frozen=True, slots=True)
class Band:
    """A grade: totals from `start` up to, not including, `below` (None: without end)."""

    name: str
    start: Fraction
    below: Fraction | None

    def holds(self, total: Fraction) -> bool:
        return self.start <= total and (self.below is None or total < self.below)


@dataclass(frozen=True, slots=True)
class Lists:
    """Sizes of the red list (of each group) and the black list (of all), 0 for none; red_from: the
    lowest grade that may be praised, black_below: the grade that saves from blame, "" for no such
    bound."""

    red: int = 0
    red_from: str = ""
    black: int = 0
    black_below: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """full: the total of somebody without a fault, start plus the most of every indicator.
    part_places: None where parts are summed unrounded. groups: codes of the groups that are ranked,
    in order; empty for all. grouped: False where all units stand in one table. minimum: how many
    due a unit must have to be ranked in a period of that kind. excluded: codes of units that are
    never ranked, with the reason. bands: from the best. assumed: what no source prints, with the
    reason."""

    code: str
    name: str
    source: str
    valid_from: date
    valid_to: date | None
    indicators: tuple[Indicator, ...]
    start: Fraction = Fraction(0)
    full: Fraction = Fraction(100)
    part_places: int | None = 2
    places: int = 2
    rounding: Rounding = Rounding.HALF_UP
    tie_on: TieOn = TieOn.PRINTED
    tie_breakers: tuple[str, ...] = ()
    grouped: bool = True
    groups: tuple[str, ...] = ()
    minimum: Mapping[Kind, int] | None = None
    kinds: tuple[str, ...] = ()
    excluded: Mapping[str, str] | None = None
    bands: tuple[Band, ...] = ()
    lists: Lists = Lists()
    assumed: Mapping[str, str] | None = None

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code. Raises KeyError."""
        return {one.code: one for one in self.indicators}[code]

    def grade(self, total: Fraction) -> str | None:
        """The grade of a printed total; None where the rule has no grades."""
        return next((band.name for band in self.bands if band.holds(total)), None)

    def at_least(self, grade: str | None, wanted: str) -> bool:
        """Whether the grade is the wanted one or a better one."""
        names = [band.name for band in self.bands]
        return grade in names and names.index(grade or "") <= names.index(wanted)

    def least_due(self, kind: Kind) -> int:
        """How many due it takes to be ranked in a full period of that kind, at least 1."""
        return max(1, (self.minimum or {}).get(kind, 1))

    def in_force(self, period: Period) -> bool:
        """Whether the rule was valid through the whole period."""
        until = self.valid_to
        return self.valid_from <= period.first and (until is None or period.until <= until)
