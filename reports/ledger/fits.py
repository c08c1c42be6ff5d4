"""Which whole numbers give a printed rate or growth: numerators over a base, and bases."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil, floor

from reports.ledger.printed import Number

MOST = 5  # of one sort that a reader wants to see


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


def bases(growth: Number, now: int) -> range:
    """The whole bases from which growth to `now` is printed so; none for a fall to nothing."""
    low, high = 1 + growth.value - growth.step / 2, 1 + growth.value + growth.step / 2
    if low <= 0 or now <= 0:
        return range(0)
    first, last = ceil(now / high), floor(now / low)
    # Half-up turns away from zero: which of the two ends belongs to it depends on the sign.
    first += first <= last and not growth.gives(Fraction(now, first) - 1)
    last -= first <= last and not growth.gives(Fraction(now, last) - 1)
    return range(first, last + 1)


def over(rate: Number, denominator: int, base: str = "") -> Fit | None:
    """The fit over this denominator whose ratio is nearest to the printed rate."""
    wanted = rate.value * denominator
    found = close_to(wanted, numerators(rate, denominator), 1)
    return Fit(found[0], denominator, base) if found else None


def nearest(rate: Number, denominator: int) -> list[Fit]:
    """The nearest smaller and the nearest greater denominator over which the rate is possible."""
    low, high = rate.value - rate.step / 2, rate.value + rate.step / 2

    def possible(d: int) -> bool:  # whole numbers only: there may be many to try
        least = -(-low.numerator * d // low.denominator)
        return least * high.denominator < high.numerator * d

    below = next((d for d in range(denominator - 1, 0, -1) if possible(d)), 0)
    above = next(d for d in count(denominator + 1) if possible(d))
    return [fit for d in (below, above) if d and (fit := over(rate, d))]


def beside(rate: Number, numerator: Fraction, denominator: Fraction) -> list[Fit]:
    """Fits that keep one of two printed parts: other denominators, then other numerators."""
    top, under = int(numerator), int(denominator)
    down = close_to(denominator, denominators(rate, top), MOST)
    across = close_to(numerator, numerators(rate, under), MOST)
    return [Fit(top, d) for d in sorted(down)] + [Fit(n, under) for n in sorted(across)]


def close_to(wanted: Fraction, some: range, most: int) -> list[int]:
    """Up to so many of the range, the nearest to the wanted first; a range may be very long."""
    if not some:
        return []
    middle = min(max(floor(wanted), some[0]), some[-1])
    around = range(max(some[0], middle - most), min(some[-1], middle + most) + 1)
    return sorted(around, key=lambda one: abs(one - wanted))[:most]
