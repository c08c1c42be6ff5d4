"""orders.reply_quality: points over points possible, of leads, by the day of the check."""

from datetime import timedelta
from fractions import Fraction

import pytest

from orders.models import Assignment, Reply
from orders.period import parse
from orders.quality.checking import check
from reports.catalogue import find
from reports.measure import Measured, evaluate
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.reports.proven import ByHand
from tests.rules import make_criteria
from units.actor import actor_of

JULY = parse("2024-07").start
BY_HAND: ByHand = {"orders.reply_quality": (18, 20, "90.00%")}


@pytest.fixture
def scored(walk: Walk) -> list[Walk]:
    """Three replies in June: two without fault and one with two; one of them in July."""
    make_criteria()
    walks = []
    two = ["quality.relevant.beside", "quality.polite.wording"]
    for n, (unit, faults) in enumerate([("urban", []), ("urban", two), ("market", [])]):
        clerk = {"urban": "unit_clerk", "market": "market_clerk"}[unit]
        one = Walk(walk.cast, MONDAY + timedelta(days=n)).receive()
        one.dispatch(getattr(walk.cast, unit)).do("sign", clerk)  # type: ignore[arg-type]
        one.do("complete", clerk, text="好了", uncontacted="匿名")  # type: ignore[arg-type]
        one.do("accept", "reviewer")  # type: ignore[arg-type]
        reply = Reply.objects.get(round__assignment__order=one.order_id)
        at = one.at if n < 2 else JULY + timedelta(hours=1)
        check(reply, by=actor_of(walk.cast.supervisor), at=at, faults=faults, text="见内")
        walks.append(one)
    return walks


def measured(period: str, **more: object) -> list[Measured]:
    options: dict[str, object] = {"as_of": JULY + timedelta(days=40), **more}
    return evaluate([find("orders.reply_quality")], period=parse(period), **options)  # type: ignore[arg-type]


def test_it_adds_up_points_of_points(scored: list[Walk]) -> None:
    (june,) = measured("2024-06")
    assert (june.numerator, june.denominator, june.shown) == BY_HAND[june.code]
    (both,) = measured("2024")
    assert both.value == Fraction(28, 30)


def test_it_is_placed_by_the_check_and_seen_as_of_a_moment(scored: list[Walk]) -> None:
    (july,) = measured("2024-07")
    assert (july.numerator, july.denominator) == (10, 10)
    (then,) = measured("2024-07", as_of=JULY)
    assert (then.value, then.shown) == (None, "—")


def test_it_is_divided_by_unit_over_the_roster(scored: list[Walk], cast: Cast) -> None:
    units = [cast.urban.pk, cast.market.pk, cast.housing.pk]
    rows = measured("2024", by="unit", groups=units)
    assert [(row.numerator, row.denominator) for row in rows] == [(18, 20), (10, 10), (0, 0)]


def test_an_excluded_assignment_leaves_it(scored: list[Walk]) -> None:
    Assignment.objects.filter(pk=scored[1].lead.id).update(excluded_at=scored[1].at)
    (june,) = measured("2024-06")
    assert (june.numerator, june.denominator) == (10, 10)
