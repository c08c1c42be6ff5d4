"""Quantiles from buckets: near enough, never off by more than is said, and the same in SQL."""

from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from reports.spread import EXACT, Quantile, bucket_of, quantile, value_of
from tests.reports.test_calls import call

TENTH = Fraction(1, 10)


def bucket(value: int) -> int:
    """The bucket whose neighbours' values lie on either side."""
    if value < EXACT:
        return value
    return next(b for b in range(EXACT, 2000) if EXACT * 2 ** ((b + 1 - EXACT) / 32) > value)


@given(st.integers(0, 10_000_000))
def test_a_bucket_speaks_for_its_numbers_within_what_is_said(value: int) -> None:
    assert abs(value_of(bucket(value)) - value) <= max(value * 0.011 + 0.5, 0)


def test_a_quantile_is_the_least_value_that_enough_do_not_pass() -> None:
    histogram = {1: 5, 2: 4, 30: 1}
    assert quantile(histogram, 5 * TENTH) == Quantile(1, 5, 10)
    assert quantile(histogram, 6 * TENTH) == Quantile(2, 9, 10)
    assert quantile(histogram, 9 * TENTH) == Quantile(2, 9, 10)
    assert quantile(histogram, Fraction(1)) == Quantile(30, 10, 10)
    assert quantile({}, TENTH) == Quantile(None, 0, 0)


@given(st.lists(st.integers(0, EXACT - 1), min_size=1), st.integers(1, 100))
def test_small_numbers_are_exact(values: list[int], percent: int) -> None:
    histogram = {value: values.count(value) for value in values}
    rank = -(-percent * len(values) // 100)
    assert quantile(histogram, Fraction(percent, 100)).value == sorted(values)[rank - 1]


@given(st.dictionaries(st.integers(0, 300), st.integers(1, 9)), st.integers(0, 300))
def test_histograms_add_up(histogram: dict[int, int], cut: int) -> None:
    parts = [{b: n for b, n in histogram.items() if (b < cut) is low} for low in (True, False)]
    whole = {b: sum(part.get(b, 0) for part in parts) for part in parts for b in part}
    assert quantile(whole, TENTH) == quantile(histogram, TENTH)


@pytest.mark.django_db
def test_the_database_finds_the_same_buckets(cast: object) -> None:
    from reports.populations.calls import CALLS
    from tests.factories import moment

    waits = [0, 1, 63, 64, 65, 127, 128, 129, 1000, 3599, 86_399]
    for wait in waits:
        call("2024-06-03 09:00", wait=wait, talk=5)
    rows = CALLS.rows(moment("2024-07-01 00:00")).annotate(bucket=bucket_of("wait_seconds"))
    found = dict(rows.values_list("wait_seconds", "bucket"))
    assert {wait: value_of(b) for wait, b in found.items()} == {
        wait: value_of(bucket(wait)) for wait in waits
    }
    assert connection.vendor == "postgresql"
