"""What stands beside a place: the interval of a rate, and how hard the orders were."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from orders.period import parse
from reports.rankings.difficulty import expected_on_time
from reports.rankings.intervals import share
from reports.roster import roster
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


def expected(**options: object) -> dict[int, Fraction]:
    return expected_on_time(roster(parse("2024-06")), as_of=JULY_FIRST, **options)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_expected_rates_by_hand(months: Months) -> None:
    """Of goods the others had less than 5: all their requests for help stand for them."""
    cast = months.cast
    assert expected() == {
        cast.urban.pk: Fraction(5, 6),
        cast.housing.pk: Fraction(7, 7),
        cast.west.pk: Fraction(7, 8),
        cast.market.pk: Fraction(9, 11),
        cast.east.pk: (Fraction(8, 9) + Fraction(10, 11)) / 2,
    }


@pytest.mark.django_db
def test_a_kind_that_nobody_else_had_is_compared_with_all_of_theirs(months: Months) -> None:
    months.handled("market", "2024-06-03 08:00", kind="consult", late=True)
    found = expected()[months.cast.market.pk]
    assert found == (2 * Fraction(9, 11) + Fraction(9, 11)) / 3
    helped = expected(kinds=["help"])
    assert helped[months.cast.market.pk] == Fraction(9, 11)
    assert expected(kinds=["consult"]) == {}


@pytest.mark.django_db
def test_ones_own_orders_do_not_count_towards_what_is_expected(months: Months) -> None:
    before = expected()
    months.handled("housing", "2024-06-03 08:00", late=True)
    after = expected()
    housing, urban = months.cast.housing.pk, months.cast.urban.pk
    assert after[housing] == before[housing]
    assert after[urban] == Fraction(5, 7) < before[urban]
