"""What stands beside a place: the interval of a rate, and how hard the orders were."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from orders.period import parse
from reports.catalogue import find
from reports.rankings.difficulty import expected_on_time
from reports.rankings.intervals import share
from reports.roster import evaluate_units, roster
from tests.factories import moment
from tests.reports.rankings.months import Months

JULY_FIRST = moment("2024-07-01 00:00")


@pytest.mark.parametrize(
    ("n", "of", "interval"),
    [
        (3, 3, "43.8–100.0"),
        (995, 1000, "98.8–99.8"),
        (0, 5, "0.0–43.4"),
        (1, 2, "9.5–90.5"),
        (9, 10, "59.6–98.2"),
        (81, 263, "25.5–36.6"),
        (0, 0, "—"),
    ],
)
def test_intervals_against_wilsons_formula(n: int, of: int, interval: str) -> None:
    assert share(n, of).interval == interval


def test_three_of_three_does_not_beat_995_of_1000_unnoticed() -> None:
    few, many = share(3, 3), share(995, 1000)
    assert few.value is not None
    assert many.value is not None
    assert few.value > many.value
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low


@given(
    some.integers(1, 10_000).flatmap(lambda of: some.tuples(some.integers(0, of), some.just(of)))
)
def test_a_rate_lies_in_its_interval(of: tuple[int, int]) -> None:
    found = share(*of)
    assert found.low is not None
    assert found.high is not None
    percent = 100 * Fraction(*of)
    assert 0 <= Fraction(found.low) <= percent + Fraction(1, 20)
    assert percent - Fraction(1, 20) <= Fraction(found.high) <= 100


@pytest.mark.django_db
def test_expected_rates_by_hand(months: Months) -> None:
    cast = months.cast
    found = expected_on_time(roster(parse("2024-06")), as_of=JULY_FIRST)
    plain, goods = Fraction(9, 10), Fraction(2, 3)
    assert found == {
        cast.urban.pk: plain,
        cast.housing.pk: plain,
        cast.market.pk: goods,
        cast.west.pk: plain,
        cast.east.pk: (plain + goods) / 2,
    }


@pytest.mark.django_db
def test_all_units_together_were_expected_to_do_what_they_did(months: Months) -> None:
    over = roster(parse("2024-06"))
    expected = expected_on_time(over, as_of=JULY_FIRST)
    rows = evaluate_units([find("orders.on_time_rate")], over, as_of=JULY_FIRST)
    foreseen = sum(
        (
            Fraction(expected[int(str(row.group))] * row.denominator)
            for row in rows
            if row.denominator
        ),
        Fraction(0),
    )
    assert foreseen == sum(row.numerator for row in rows) > 0


@pytest.mark.django_db
def test_only_the_kinds_assessed_are_compared(months: Months) -> None:
    months.handled("market", "2024-06-03 08:00", kind="consult", late=True)
    over = roster(parse("2024-06"))
    helped = expected_on_time(over, as_of=JULY_FIRST, kinds=["help"])
    assert helped[months.cast.market.pk] == Fraction(2, 3)
    everything = expected_on_time(over, as_of=JULY_FIRST)
    assert everything[months.cast.market.pk] == Fraction(2, 3) * Fraction(2, 3)
