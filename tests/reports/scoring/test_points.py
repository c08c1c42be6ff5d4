"""Points against values: full up to the threshold, then down each slope, never under the floor."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.scoring.points import Curve


def curve(
    most: str, thresholds: str, slopes: str, floor: str = "0", *, lower: bool = False
) -> Curve:
    return Curve(
        Fraction(most),
        tuple(map(Fraction, thresholds.split())),
        tuple(map(Fraction, slopes.split())),
        Fraction(floor),
        lower,
    )


SIGNED = curve("10", "95", "1")
SATISFIED = curve("25", "95", "0.5", "12.5")
BENT = curve("20", "98 90 80", "0.5 1 2")
REWORKED = curve("10", "1 3", "2 4", lower=True)
DEDUCTED = curve("0", "0", "1", "-20", lower=True)


@pytest.mark.parametrize(
    ("of", "value", "points"),
    [
        (SIGNED, "100", "10"),
        (SIGNED, "95", "10"),
        (SIGNED, "94.99", "9.99"),
        (SIGNED, "600/7", "5/7"),
        (SIGNED, "85", "0"),
        (SIGNED, "0", "0"),
        (SATISFIED, "50", "12.5"),
        (SATISFIED, "80", "17.5"),
        (SATISFIED, "0", "12.5"),
        (BENT, "98", "20"),
        (BENT, "90", "16"),
        (BENT, "85", "11"),
        (BENT, "80", "6"),
        (BENT, "78", "2"),
        (BENT, "70", "0"),
        (REWORKED, "0", "10"),
        (REWORKED, "1", "10"),
        (REWORKED, "2", "8"),
        (REWORKED, "3.5", "4"),
        (REWORKED, "9", "0"),
        (DEDUCTED, "0", "0"),
        (DEDUCTED, "3", "-3"),
        (DEDUCTED, "50", "-20"),
    ],
)
def test_points_by_hand(of: Curve, value: str, points: str) -> None:
    assert of.points(Fraction(value)) == Fraction(points)


PERCENT = some.fractions(0, 100, max_denominator=500)


@some.composite
def curves(draw: some.DrawFn) -> Curve:
    most = draw(some.integers(0, 100))
    bends = sorted(draw(some.sets(some.integers(0, 100), min_size=1, max_size=4)))
    lower = draw(some.booleans())
    slopes = [draw(some.fractions(0, 5, max_denominator=20)) for _ in bends]
    floor = draw(some.integers(-20, most))
    return Curve(
        Fraction(most),
        tuple(map(Fraction, bends if lower else reversed(bends))),
        tuple(slopes),
        Fraction(floor),
        lower,
    )


@given(curves(), PERCENT, PERCENT)
def test_a_better_value_never_has_fewer_points(of: Curve, one: Fraction, other: Fraction) -> None:
    better, worse = sorted((one, other), reverse=not of.lower_is_better)
    assert of.points(better) >= of.points(worse)


@given(curves(), PERCENT)
def test_points_stay_between_the_floor_and_the_most(of: Curve, value: Fraction) -> None:
    assert of.floor <= of.points(value) <= of.most


@given(curves(), PERCENT)
def test_a_little_less_costs_no_more_than_the_steepest_slope(of: Curve, value: Fraction) -> None:
    step = Fraction(1, 100)
    assert abs(of.points(value) - of.points(value + step)) <= max(of.slopes) * step


@given(curves())
def test_at_the_first_threshold_points_are_full(of: Curve) -> None:
    assert of.points(of.thresholds[0]) == of.most
