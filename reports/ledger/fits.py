"""Which whole numbers give a printed rate: numerators over a base, and bases near it."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil, floor

from reports.ledger.printed import Number

_MOST = 5  # of one sort that a reader wants to see


@dataclass(frozen=True, slots=True)
class Fit:
    """numerator ÷ denominator is printed as the figure; base: the denominator's keys, or empty."""

    numerator: int
    denominator: int
    base: str = ""


def numerators(rate: Number, denominator: int) -> range:
    """The whole numerators over the denominator that half-up rounding prints as the rate."""
    low, high = rate.value - rate.step / 2, rate.value + rate.step / 2
    return range(max(0, ceil(low * denominator)), min(denominator + 1, ceil(high * denominator)))


def denominators(rate: Number, numerator: int) -> range:
    """The whole denominators that give the rate with this numerator; none for a rate near 0."""
    low, high = rate.value - rate.step / 2, rate.value + rate.step / 2
    if low <= 0 or numerator <= 0:
        return range(0)
    return range(max(numerator, floor(numerator / high) + 1), floor(numerator / low) + 1)


def over(rate: Number, denominator: int, base: str = "") -> Fit | None:
    """The fit over this denominator whose ratio is nearest to the printed rate."""
    wanted = rate.value * denominator
    found = numerators(rate, denominator)
    if not found:
        return None
    return Fit(min(found, key=lambda n: abs(n - wanted)), denominator, base)


def nearest(rate: Number, denominator: int) -> list[Fit]:
    """The nearest smaller and the nearest greater denominator over which the rate is possible."""
    below = (over(rate, d) for d in range(denominator - 1, 0, -1))
    above = (over(rate, d) for d in count(denominator + 1))
    found = [next((fit for fit in below if fit), None), next(fit for fit in above if fit)]
    return [fit for fit in found if fit]


def beside(rate: Number, numerator: Fraction, denominator: Fraction) -> list[Fit]:
    """Fits that keep one of two printed parts: other denominators, then other numerators."""
    top, under = int(numerator), int(denominator)
    down = sorted(denominators(rate, top), key=lambda d: abs(d - under))[:_MOST]
    across = sorted(numerators(rate, under), key=lambda n: abs(n - top))[:_MOST]
    return [Fit(top, d) for d in sorted(down)] + [Fit(n, under) for n in sorted(across)]
