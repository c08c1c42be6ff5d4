"""The shape of a statistic: what is counted over what, which date places it, how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Expression, Q

from reports.dating import Dating
from reports.population import Population
from reports.rounding import Rounding

Condition = Callable[[datetime], Q]  # which rows, as of the moment


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantile of a column of the population, which holds whole numbers (seconds, minutes)."""

    column: str
    q: Fraction


@dataclass(frozen=True, slots=True)
class Statistic:
    """One figure. Without a denominator it is a count, with one a rate: then only rows of the
    denominator are counted in the numerator, and both are placed by the same date.

    `distinct` counts the different values of an expression instead of rows: days of days.
    `sums` names two columns of the population (top, under) that are added up instead of counting
    rows: points of points. `spread` makes it a quantile of the rows of the numerator. `missing`
    names what a variant takes those for who gave no answer; `higher_is_better` is None where
    neither way is better; `source` is what it was checked on, `note` what a reader must know.
    """

    code: str
    name: str
    population: Population
    dated_by: Dating
    numerator: Condition
    denominator: Condition | None = None
    unit: str = "件"
    places: int = 0
    rounding: Rounding = Rounding.HALF_UP
    higher_is_better: bool | None = None
    missing: str = ""
    source: str = ""
    note: str = ""
    sums: tuple[str, str] | None = None
    distinct: Expression | None = None
    spread: Spread | None = None

    @property
    def is_rate(self) -> bool:
        """Whether there may be nothing it could be told of: then it has no value."""
        return self.denominator is not None or self.spread is not None

    @property
    def adds_up(self) -> bool:
        """Whether the counts of days make those of a period."""
        return self.dated_by.day is not None and self.distinct is None


class UnknownStatistic(LookupError):
    """No statistic of that code; the words list the nearest ones."""
