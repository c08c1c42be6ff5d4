"""How a what-if's numbers are printed: rates in % at two places, seconds at one, rounded once."""

from dataclasses import dataclass
from fractions import Fraction

from reports.rounding import NOTHING, in_unit, round_to, shown
from seeds.simulator.telephone.comparing import Compared, Measure
from seeds.simulator.telephone.intervals import Interval

_PLACES = {"%": 2, "秒": 1, "个": 0}
_MINUS = "−"


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as a table prints it; margin: half the 95 % interval, in the same unit (of a
    difference of rates in percentage points)."""

    code: str
    name: str
    unit: str
    before: str
    before_margin: str
    after: str
    after_margin: str
    difference: str
    difference_margin: str


def rows(compared: list[Compared]) -> list[Row]:
    """Every measure printed."""
    return [
        Row(
            one.measure.code,
            one.measure.name,
            one.measure.unit,
            *_pair(one.measure, one.before),
            *_pair(one.measure, one.after),
            *_pair(one.measure, one.difference, signed=True),
        )
        for one in compared
    ]


def percent(part: float | None) -> str:
    """A part of one as print has it: 72.72%; — for nothing."""
    return shown(None if part is None else Fraction(part), "%", 2)


def number(value: float, places: int = 1) -> str:
    """A plain number at so many places."""
    return str(round_to(Fraction(value), places))


def _pair(measure: Measure, interval: Interval | None, *, signed: bool = False) -> tuple[str, str]:
    if interval is None:
        return NOTHING, NOTHING
    places = _PLACES[measure.unit]
    mean, margin = (
        round_to(in_unit(Fraction(value), measure.unit), places)
        for value in (interval.mean, interval.margin)
    )
    sign = "+" if signed and mean > 0 else _MINUS if mean < 0 else ""
    return f"{sign}{abs(mean)}", str(margin)
