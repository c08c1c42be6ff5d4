"""How likely a count, or more, is where the mean and the variance are known: exact tail sums.

Counts of demands vary more than a Poisson variable does (weather, one burst pipe), so they are
taken as negative binomial, which is fixed by a mean and a larger variance: a Poisson variable whose
own mean varies as a gamma variable. So do Noufaily et al. 2013 (Statistics in Medicine 32: 1206)
with the weekly counts that Farrington et al. 1996 (JRSS A 159: 547) watch for outbreaks.
"""

import sys
from math import exp, lgamma, log

_ENOUGH = 1e-17  # terms smaller than this share of the sum no longer move it
_LEAST = sys.float_info.min  # below it numbers lose their digits, and shrink no further


def tail(count: int, mean: float, variance: float) -> float:
    """The chance of `count` or more, between 0 and 1. Raises ValueError unless
    0 < mean < variance."""
    if not 0 < mean < variance:
        raise ValueError(f"负二项分布要求0 < 均值 < 方差，不能是{mean}、{variance}")
    if count <= 0:
        return 1.0
    size, stays = mean * mean / (variance - mean), 1 - mean / variance
    if count <= mean:
        return max(0.0, 1 - _sum(0, count, size, stays))
    return min(1.0, _sum(count, None, size, stays))


def _sum(first: int, until: int | None, size: float, stays: float) -> float:
    """The chances of first, first + 1 ... before until (without one: until they no longer count).
    Each follows from the one before; the terms above the mean only fall."""
    term, total, at = exp(_log_chance(first, size, stays)), 0.0, first
    while at != until:
        if until is None and term <= max(total * _ENOUGH, _LEAST):
            break
        total += term
        term *= (at + size) / (at + 1) * stays
        at += 1
    return total


def _log_chance(count: int, size: float, stays: float) -> float:
    ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return ways + size * log(1 - stays) + count * log(stays)
