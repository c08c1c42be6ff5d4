"""突增: when a count is so far above what was expected that it has to be told.

A bar has up to three parts, and a count must pass all: so many times what was expected, so many
pieces above it, and so unlikely. The third is shared among everything that is looked at together:
with a hundred themes one is above its 99th percentile every day, which is no news.
"""

from dataclasses import dataclass
from fractions import Fraction

from reports.analysis.expectation import Expectation
from reports.analysis.tail import tail


@dataclass(frozen=True, slots=True)
class Bar:
    """times and more: how often, and by how many pieces, what was expected is to be passed; chance:
    how likely such a count may be at most where nothing is unusual, None where that is not asked
    (a bulletin's printed rule has no history to ask)."""

    times: Fraction
    more: int
    chance: float | None = None

    def among(self, looked_at: int) -> "Bar":
        """The bar for each of so many counts, so that all together raise a false one as seldom as
        the chance says (Bonferroni)."""
        if self.chance is None:
            return self
        return Bar(self.times, self.more, self.chance / max(looked_at, 1))


@dataclass(frozen=True, slots=True)
class Surge:
    """times: the count over what was expected, None over nothing; chance: of such a count or more
    where nothing is unusual; unusual: whether it passes the bar. Without an expectation all three
    are None: nothing can be said."""

    times: Fraction | None = None
    chance: float | None = None
    unusual: bool | None = None


def judge(count: int, expected: Expectation | None, bar: Bar) -> Surge:
    """How the count stands to what was expected."""
    if expected is None or (bar.chance is not None and expected.spread is None):
        return Surge()
    mean = expected.mean
    above = count >= bar.times * mean and count - mean >= bar.more
    chance = _chance(count, expected)
    likely = bar.chance is not None and chance is not None and chance > bar.chance
    return Surge(count / mean if mean else None, chance, above and not likely)


def least_unusual(expected: Expectation, bar: Bar) -> int:
    """The smallest count that passes the bar: what a page shows as the limit."""
    low, high = 0, 1
    while not judge(high, expected, bar).unusual:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if judge(middle, expected, bar).unusual else (middle, high)
    return high


def _chance(count: int, expected: Expectation) -> float | None:
    if expected.spread is None:
        return None
    centre = expected.centre
    return tail(count, float(centre), float(centre * expected.spread))
