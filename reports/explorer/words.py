"""How figures and their changes are written on pages: commas, a real minus, the unit apart."""

from fractions import Fraction

from reports.comparison import Change
from reports.measure import Measured
from reports.rounding import NOTHING, in_unit, round_to
from reports.statistic import Statistic

MINUS = "−"
_GROWTH_PLACES = 1  # of a count's growth in %
_POINTS = {"%": "个百分点", "‰": "个千分点"}


def number(value: Fraction | int | None, places: int = 0) -> str:
    """1,282 or 96.24, already rounded to so many places; — for nothing."""
    if value is None:
        return NOTHING
    return f"{round_to(value, places):,}".replace("-", MINUS)


def value_text(of: Measured) -> str:
    """The figure in its unit, without it."""
    at = of.statistic
    if of.value is None:
        return NOTHING
    return f"{round_to(in_unit(of.value, at.unit), at.places, at.rounding):,}".replace("-", MINUS)


def change_text(change: Change | None, of: Statistic) -> str:
    """+11.2% for a count, +0.48 (points, or the figure's unit) for the others; — without a base."""
    if change is None or change.amount is None:
        return NOTHING
    if change.points:
        return _signed(change.amount, of.places)
    return f"{_signed(100 * change.amount, _GROWTH_PLACES)}%"


def change_unit(of: Statistic) -> str:
    """What a change that is no growth is counted in: 个百分点, or the figure's own unit."""
    return _POINTS.get(of.unit, of.unit)


def _signed(value: Fraction, places: int) -> str:
    rounded = round_to(value, places)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"
