"""Expectation and surge: the tail sums are exact, and only what chance does not explain is told."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.analysis.expectation import Expectation, Window, expect
from reports.analysis.surge import Bar, Surge, judge, least_unusual
from reports.analysis.tail import tail

ONE = Fraction(1)
DAYS = Bar(Fraction(3, 2), more=5, chance=0.001)


def exact(count: int, size: int, stays: Fraction) -> Fraction:
    """The chance of so many or more, summed in fractions: 1 less those of fewer."""
    fewer = [comb(k + size - 1, k) * (1 - stays) ** size * stays**k for k in range(count)]
    return 1 - sum(fewer, Fraction(0))


@given(
    count=st.integers(0, 60),
    size=st.integers(1, 30),
    stays=st.fractions(Fraction(1, 50), Fraction(9, 10), max_denominator=50),
)
def test_a_tail_is_the_exact_sum(count: int, size: int, stays: Fraction) -> None:
    mean, variance = size * stays / (1 - stays), size * stays / (1 - stays) ** 2
    known = float(exact(count, size, stays))
    assert tail(count, float(mean), float(variance)) == pytest.approx(known, rel=1e-8, abs=1e-13)


@given(st.integers(1, 3000), st.floats(0.01, 2000), st.floats(1.01, 50))
def test_a_tail_falls_with_the_count(count: int, mean: float, spread: float) -> None:
    more, fewer = (tail(n, mean, mean * spread) for n in (count + 1, count))
    assert 0 <= more <= fewer + 1e-12 <= 1 + 1e-12


@pytest.mark.parametrize("count", [6_940, 6_960, 100_000])
def test_a_chance_too_small_for_a_number_comes_to_an_end(count: int) -> None:
    """Numbers below 2e-308 lose their digits: nine tenths of the least one is that one again."""
    assert tail(count, 5.0, 50.0) < 1e-300


def test_a_variance_that_is_no_larger_than_the_mean_is_refused() -> None:
    with pytest.raises(ValueError, match="0 < 均值 < 方差"):
        tail(3, 2.0, 2.0)


def windows(*counts: int, length: Fraction = ONE) -> list[Window]:
    return [Window(count, length) for count in counts]


@pytest.mark.parametrize(
    ("counts", "mean", "spread"),
    [
        ((4, 4, 4, 4), Fraction(4), Fraction(5, 4)),  # steadier than chance: Poisson's, plus 1/4
        ((2, 4, 6), Fraction(4), Fraction(4, 3)),  # (4 + 0 + 4) / 4 / 2 = 1, times 4/3
        ((0, 0, 12), Fraction(4), Fraction(16)),  # (16 + 16 + 64) / 4 / 2 = 12, times 4/3
        ((0, 0, 0), Fraction(0), Fraction(4, 3)),
    ],
)
def test_history_gives_a_mean_and_how_much_it_varies(
    counts: tuple[int, ...], mean: Fraction, spread: Fraction
) -> None:
    assert expect(windows(*counts)) == Expectation(mean, len(counts), spread)


def test_windows_of_other_lengths_are_brought_to_the_periods_own() -> None:
    found = expect(
        [Window(30, Fraction(1)), Window(14, Fraction(1, 2)), Window(46, Fraction(3, 2))]
    )
    assert found is not None
    assert found.mean == 30


@pytest.mark.parametrize("history", [[], windows(5, 7), windows(5, 7, 9, length=Fraction(0))])
def test_too_little_history_gives_no_expectation(history: list[Window]) -> None:
    assert expect(history) is None
    assert judge(1000, None, DAYS) == Surge(None, None, None)


@pytest.mark.parametrize(
    ("count", "counts", "unusual"),
    [
        (9, (4, 4, 4, 4), False),  # 2.25 times as many and 5 more, which chance does now and then
        (15, (4, 4, 4, 4), True),
        (15, (0, 0, 0, 16), False),  # a theme that comes in bursts
        (130, (100, 100, 100, 100), False),  # beyond chance, yet not half as much again
        (160, (100, 100, 100, 100), True),
        (4, (0, 0, 0, 0), False),  # beyond chance, yet four pieces
        (12, (0, 0, 0, 0), True),
        (25, (5, 4, 6, 5, 30, 5, 4, 6), True),  # one burst before does not hide the next
        (25, (5, 28, 6, 5, 30, 5, 4, 6), True),  # nor do two of eight
        (25, (5, 28, 6, 5, 30, 27, 4, 6), False),  # three of eight are the theme's way
        (15, (0, 0, 0, 0, 16), False),  # among five windows nobody can tell
    ],
)
def test_a_surge_passes_all_three_parts_of_the_bar(
    count: int, counts: tuple[int, ...], unusual: bool
) -> None:
    expected = expect(windows(*counts))
    found = judge(count, expected, DAYS)
    assert expected is not None
    assert found.unusual is unusual
    assert found.times == (Fraction(count) / expected.mean if expected.mean else None)


def test_the_limit_is_the_first_count_that_surges() -> None:
    for counts in ((4, 4, 4, 4), (0, 0, 0, 0), (100, 90, 130, 80), (0, 0, 1, 40)):
        expected = expect(windows(*counts))
        assert expected is not None
        limit = least_unusual(expected, DAYS)
        assert judge(limit, expected, DAYS).unusual
        assert not judge(limit - 1, expected, DAYS).unusual


def test_a_bar_without_chances_is_the_printed_rule_alone() -> None:
    bar = Bar(Fraction(13, 10), more=30)
    usual = Expectation(Fraction(100), windows=2)
    assert bar.among(100) == bar
    assert [judge(n, usual, bar).unusual for n in (129, 130)] == [False, True]
    assert judge(200, usual, DAYS).unusual is None, "no history, no chance to speak of"


def test_a_hundred_looked_at_together_share_one_chance() -> None:
    assert DAYS.among(100).chance == pytest.approx(0.00001)
    assert DAYS.among(0) == DAYS
