"""Points as a piecewise-linear function of a value: full up to a threshold, then less and less."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Curve:
    """thresholds: from the one up to which points are full, each further one where a new slope
    begins; slopes: points lost for each one of the value beyond its threshold. Thresholds fall
    where more is better and rise where less is. Never under the floor. Without thresholds no value
    gives points: people give them."""

    most: Fraction
    thresholds: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...]
    floor: Fraction = Fraction(0)
    lower_is_better: bool = False

    def points(self, value: Fraction) -> Fraction:
        """The exact points of a value counted as the thresholds are (percent, or cases)."""
        sign = 1 if self.lower_is_better else -1
        beyond = sign * value
        bounds = [sign * threshold for threshold in self.thresholds]
        lost = Fraction(0)
        for (start, until), slope in zip(
            pairwise([*bounds, max(beyond, bounds[-1])]), self.slopes, strict=True
        ):
            lost += slope * max(Fraction(0), min(beyond, until) - start)
        return max(self.floor, self.most - lost)
