"""Confidence intervals over a few independent runs: Student's t, without tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import fmean, stdev

LEVEL = 0.95
_HALVINGS = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over runs, and how far the true one may lie from it at the 95 % level."""

    mean: float
    margin: float

    @property
    def low(self) -> float:
        return self.mean - self.margin

    @property
    def high(self) -> float:
        return self.mean + self.margin


def interval(values: Sequence[float]) -> Interval:
    """The 95 % interval of the mean of independent runs. Raises ValueError for fewer than two."""
    if len(values) < 2:
        raise ValueError("an interval needs two runs")
    margin = t_quantile(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Interval(fmean(values), margin)


@lru_cache
def t_quantile(freedom: int, level: float = LEVEL) -> float:
    """The t that Student's distribution stays within on both sides with that chance."""
    if freedom < 1 or not 0 < level < 1:
        raise ValueError("freedom from 1, level between 0 and 1")
    low, high = 0.0, 1.0
    while _within(high, freedom) < level:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return high


def _within(t: float, freedom: int) -> float:
    """P(|T| <= t): closed form for whole degrees of freedom (Abramowitz, Stegun 26.7.3)."""
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= (step - 1) / step * cos(angle) ** 2
    if odd:
        return 2 / pi * (angle + sin(angle) * total)
    return sin(angle) * total
