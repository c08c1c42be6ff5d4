"""What was to be expected of a count: the mean of its history, brought to the period's length.

The spread is that of the next count, not of the mean: Poisson's, times how much more the history
varied than Poisson's would, plus what is not known of the mean itself (few windows, little known).
A window in which something out of the ordinary happened is no measure of the ordinary: up to a
quarter of six windows or more are left out, where they stand far above all others (Farrington et
al. 1996 and Noufaily et al. 2013 give such weeks less weight, from 2.58 standard deviations on).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST_WINDOWS = 3  # of history; from fewer nobody can tell how a count varies
_FAR = Fraction(258, 100)  # standard deviations above the others
_LEFT_OUT = Fraction(1, 4)  # of the windows at most
_TO_LEAVE_OUT = 6  # windows: among fewer one burst may well be the theme's way
_HALF = Fraction(1, 2)  # of a demand, in a history without any: it may come all the same


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of history: its demands, and its length in parts of that of the period itself."""

    count: int
    length: Fraction


@dataclass(frozen=True, slots=True)
class Expectation:
    """mean: the expected count, exact; spread: the variance of the count to come over its own mean,
    above 1, or None where the history is too short to tell; windows: how many it was taken from."""

    mean: Fraction
    windows: int
    spread: Fraction | None = None

    @property
    def centre(self) -> Fraction:
        """The mean to reckon chances with: above 0 even where there never was a demand."""
        return self.mean or _HALF / max(self.windows, 1)


def expect(history: Sequence[Window]) -> Expectation | None:
    """The expectation from these windows; None where they are fewer than LEAST_WINDOWS."""
    some = _ordinary([window for window in history if window.length > 0])
    if len(some) < LEAST_WINDOWS:
        return None
    length = sum((window.length for window in some), Fraction(0))
    mean = sum(window.count for window in some) / length
    return Expectation(mean, len(some), _dispersion(some, mean) * (1 + 1 / length))


def _ordinary(some: list[Window]) -> list[Window]:
    """The windows without those that stand far above all that stay; as many as do, together, since
    two bursts hide each other."""
    most = int(len(some) * _LEFT_OUT) if len(some) >= _TO_LEAVE_OUT else 0
    rising = sorted(some, key=lambda window: window.count / window.length)
    for left_out in range(most, 0, -1):
        if _stands_out(rising[-left_out], rising[:-left_out]):
            return rising[:-left_out]
    return some


def _stands_out(top: Window, others: Sequence[Window]) -> bool:
    length = sum((window.length for window in others), Fraction(0))
    mean = sum(window.count for window in others) / length
    usual = (mean or _HALF / len(others)) * top.length
    above = top.count - usual
    return above > 0 and above**2 > _FAR**2 * usual * _dispersion(others, mean) * (1 + 1 / length)


def _dispersion(some: Sequence[Window], mean: Fraction) -> Fraction:
    """Pearson's estimate: 1 where the counts vary as Poisson's do; never taken to be less."""
    if not mean:
        return Fraction(1)
    squares = [
        (window.count - mean * window.length) ** 2 / (mean * window.length) for window in some
    ]
    return max(Fraction(1), sum(squares, Fraction(0)) / (len(some) - 1))
