"""同比 and 环比: growth of counts, percentage points of printed rates, and what is no base."""

from fractions import Fraction

import pytest

from orders import period
from orders.period import Period
from orders.states import Verb
from reports.catalogue import find
from reports.comparison import Compared, age_at, compare
from reports.measure import UnknownDimension
from tests.cast import Cast
from tests.factories import Walk, moment

ACCEPTED, DIRECT_RATE = find("demands.accepted"), find("demands.direct_rate")


def received(cast: Cast, at: str, *, answered: bool = False) -> None:
    walk = Walk(cast, at=moment(at)).receive()
    if answered:
        walk.do(Verb.ANSWER, "operator", text="已说明")


@pytest.fixture
def year(cast: Cast, rules: None) -> None:
    """2023-06: 2 demands, 1 answered; 2024-05: 4, 1; 2024-06: 3, 2; the first on 1 June 2023."""
    for at, answered in (
        ("2023-06-01 00:00", True),
        ("2023-06-20 09:00", False),
        ("2024-05-08 09:00", True),
        ("2024-05-09 09:00", False),
        ("2024-05-10 09:00", False),
        ("2024-05-31 09:00", False),
        ("2024-06-03 09:00", True),
        ("2024-06-04 09:00", True),
        ("2024-06-05 09:00", False),
    ):
        received(cast, at, answered=answered)


def june(code: str = "2024-06", as_of: str = "2024-07-05 00:00") -> list[Compared]:
    over = period.parse(code)
    return compare([ACCEPTED, DIRECT_RATE], period=over, as_of=moment(as_of))


@pytest.mark.django_db
def test_counts_grow_by_a_share_and_rates_by_points_of_what_is_printed(year: None) -> None:
    accepted, direct = june()
    assert (accepted.since_previous.amount, accepted.since_a_year_ago.amount) == (
        Fraction(3, 4) - 1,
        Fraction(3, 2) - 1,
    )
    assert not accepted.since_previous.points
    assert direct.now.shown == "66.67%"
    assert direct.since_previous.points
    assert direct.since_previous.amount == Fraction("41.67"), "66.67 - 25.00, as printed"
    assert direct.since_a_year_ago.amount == Fraction("16.67")


@pytest.mark.django_db
def test_a_running_period_is_compared_with_as_much_of_its_base(year: None) -> None:
    accepted, _ = june(as_of="2024-06-10 00:00")
    assert accepted.since_previous.base is not None
    assert accepted.since_previous.base.numerator == 2, "8 and 9 May, at the same age"
    assert accepted.since_previous.amount == Fraction(3, 2) - 1


@pytest.mark.django_db
def test_ten_days_are_compared_by_their_daily_means(year: None) -> None:
    accepted, _ = june("2024-06-X1")
    assert accepted.since_previous.base is not None
    assert accepted.since_previous.base.numerator == 1, "21 to 31 May"
    assert accepted.since_previous.amount == Fraction(3, 10) / Fraction(1, 11) - 1


@pytest.mark.django_db
def test_what_was_not_recorded_is_no_base_and_nothing_has_no_growth(year: None) -> None:
    accepted, direct = june("2023-06", "2023-07-05 00:00")
    assert accepted.since_previous.base is None
    assert accepted.since_a_year_ago.base is None
    assert (accepted.since_previous.amount, direct.since_previous.points) == (None, True)
    accepted, direct = june("2024-05", "2024-06-05 00:00")
    assert accepted.since_previous.base is not None
    assert accepted.since_previous.base.numerator == 0
    assert (accepted.since_previous.amount, direct.since_previous.amount) == (None, None)


@pytest.mark.parametrize(
    ("base", "as_of", "expected"),
    [
        ("2024-05", "2024-07-03 06:00", "2024-06-03 06:00"),
        ("2024-05", "2024-06-30 23:00", "2024-05-30 23:00"),
        ("2023-02", "2023-03-31 00:00", "2023-03-01 00:00"),
    ],
)
def test_a_base_is_seen_at_the_age_of_the_period(base: str, as_of: str, expected: str) -> None:
    over: Period = period.parse("2024-06" if base != "2023-02" else "2023-03")
    assert age_at(period.parse(base), over, moment(as_of)) == moment(expected)


@pytest.mark.django_db
def test_days_have_no_base() -> None:
    with pytest.raises(UnknownDimension, match="同比、环比"):
        compare(
            [ACCEPTED], period=period.parse("2024-06"), as_of=moment("2024-07-01 00:00"), by="day"
        )
