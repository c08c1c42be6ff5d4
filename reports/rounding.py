"""Rounding for print, in one place: half-up or truncated, once, from the exact value."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

NOTHING = "—"  # a rate over nothing is not 0

# What one of the unit is worth of the exact value's own one: 1 % is 1/100, 1 万件 is 10,000 件.
_WORTH = {
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "百分点": Fraction(1, 100),
    "工作小时": Fraction(60),  # of minutes
}
_LARGE = {"万": Fraction(10_000), "亿": Fraction(100_000_000)}


class Rounding(StrEnum):
    """half_up takes a half away from zero; truncate cuts towards zero, as some cities print."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"


def round_to(value: Fraction | int, places: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """The exact value at that many decimal places. Raises ValueError for negative places."""
    if places < 0:
        raise ValueError("places must not be negative")
    scaled = abs(Fraction(value)) * 10**places
    half = Fraction(1, 2) if rounding is Rounding.HALF_UP else Fraction(0)
    whole = (scaled + half).__floor__()
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def in_unit(value: Fraction | int, unit: str) -> Fraction:
    """The value counted in the unit: 157/159 in % is 98.74..., 259000 in 万件 is 25.9."""
    return Fraction(value) / worth(unit)


def worth(unit: str) -> Fraction:
    """What one of the unit is: 1/100 for %, 1/1000 for ‰, 10,000 for 万 and 万件, 60 (minutes) for
    工作小时, else 1."""
    return _WORTH.get(unit) or _LARGE.get(unit[:1]) or Fraction(1)


def shown(
    value: Fraction | int | None,
    unit: str,
    places: int,
    rounding: Rounding = Rounding.HALF_UP,
) -> str:
    """The value as print has it, with its unit: 98.74%, 1282件, 25.9万件; — for nothing."""
    if value is None:
        return NOTHING
    return f"{round_to(in_unit(value, unit), places, rounding)}{unit}"
