"""Quantiles from fixed buckets: histograms that add up over days, and what they tell.

Whole numbers under 64 have a bucket each; above, 32 buckets to every doubling. A bucket speaks by
the middle of its width, so that a quantile is off by 1.1 % and half of one at most. The quantile q
of N cases is the least value that at least q N of them do not pass (nearest rank).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Case, F, FloatField, IntegerField, Value, When
from django.db.models.functions import Cast, Floor, Ln

EXACT = 64
STEPS = 32  # to a doubling


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value (None where there is no case), how many of the cases do not pass it, and all."""

    value: int | None
    under: int
    cases: int


def bucket_of(column: str) -> Case:
    """The bucket of a column of whole numbers, none of them negative."""
    doublings = Ln(Cast(F(column), FloatField()) / float(EXACT)) / Ln(Value(2.0))
    return Case(
        When(**{f"{column}__lt": EXACT}, then=F(column)),
        default=EXACT + Cast(Floor(doublings * float(STEPS)), IntegerField()),
        output_field=IntegerField(),
    )


def value_of(bucket: int) -> int:
    """What a bucket stands for."""
    if bucket < EXACT:
        return bucket
    return round(EXACT * 2 ** ((bucket - EXACT + 0.5) / STEPS))


def quantile(histogram: Mapping[int, int], q: Fraction) -> Quantile:
    """The quantile q (above 0, 1 at most) of a histogram: bucket -> cases."""
    cases, under = sum(histogram.values()), 0
    enough = -(-q.numerator * cases // q.denominator)  # q of the cases, rounded up
    for bucket in sorted(histogram):
        some = histogram[bucket]
        under += some
        if some and under >= enough:
            return Quantile(value_of(bucket), under, cases)
    return Quantile(None, 0, 0)
