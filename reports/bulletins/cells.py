"""What stands in a table's cell: an exact value that knows how it is printed.

None is nothing, printed "—": a rate over nothing, or what does not apply. An int was counted and
may be 0. Print rounds once, from the exact value; a spreadsheet gets the exact value itself.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reports.rankings.intervals import share
from reports.rounding import NOTHING, Rounding, in_unit, round_to

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Rate:
    """numerator of denominator, printed in the unit without its sign: 95.70."""

    numerator: int
    denominator: int
    unit: str = "%"
    places: int = 2
    rounding: Rounding = Rounding.HALF_UP

    @property
    def exact(self) -> Fraction | None:
        """The value; None over nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def printed(self) -> Decimal | None:
        """The value in its unit as print rounds it; None over nothing."""
        if self.exact is None:
            return None
        return round_to(in_unit(self.exact, self.unit), self.places, self.rounding)

    def __str__(self) -> str:
        return NOTHING if self.printed is None else f"{self.printed}"


@dataclass(frozen=True, slots=True)
class Growth:
    """How much more than the base, in percent of it, with its sign: +8.2. Raises ValueError for a
    fall by more than all there was."""

    now: int | Fraction
    base: int | Fraction | None

    def __post_init__(self) -> None:
        if self.exact is not None and self.exact < -1:
            raise ValueError(f"{self.base}件不能下降到{self.now}件")

    @property
    def exact(self) -> Fraction | None:
        """The growth as a part of the base; None without one."""
        return (Fraction(self.now) - self.base) / self.base if self.base else None

    @property
    def printed(self) -> Decimal | None:
        """In percent, one place."""
        return None if self.exact is None else round_to(100 * self.exact, 1)

    def __str__(self) -> str:
        return signed(self.printed)


@dataclass(frozen=True, slots=True)
class Points:
    """The difference of two printed rates in percentage points, so that a reader can do the sum."""

    now: Rate
    base: Rate | None

    @property
    def printed(self) -> Decimal | None:
        """None where either is over nothing."""
        if self.base is None or self.now.printed is None or self.base.printed is None:
            return None
        return self.now.printed - self.base.printed

    def __str__(self) -> str:
        return signed(self.printed)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval (Wilson) of numerator of denominator, in percent."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        return share(self.numerator, self.denominator).interval


Cell = str | int | Decimal | Rate | Growth | Points | Interval | None


def printed(cell: Cell) -> str:
    """The cell as print has it."""
    return NOTHING if cell is None else str(cell)


def signed(value: Decimal | None) -> str:
    """+0.35, a true minus, no sign at nought, — for nothing."""
    if value is None:
        return NOTHING
    return f"{value:+}".replace("-", MINUS) if value else f"{abs(value)}"
