"""Districts, hours and flows by hand: a dozen orders and calls, each cell counted."""

from fractions import Fraction

import pytest

from orders.models import Order
from orders.period import parse
from orders.states import OrderState, Verb
from reports.analysis.districts import by_district
from reports.analysis.flow import flow_of
from reports.analysis.hours import by_hour
from reports.analysis.shading import shade
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.reports.test_calls import call

pytestmark = pytest.mark.django_db
JUNE = parse("2024-06")


def received(cast: Cast, at: str, **changes: object) -> Walk:
    return Walk(cast, at=moment(at)).receive_from_citizen(**changes)


@pytest.mark.parametrize(
    ("value", "largest", "step"),
    [(0, 10, 0), (1, 10, 1), (2, 10, 1), (3, 10, 2), (9, 10, 5), (10, 10, 5), (3, 0, 0)],
)
def test_five_shades_of_equal_width(value: int, largest: int, step: int) -> None:
    assert shade(value, largest) == step


def test_districts_stand_by_their_demands_with_shares_of_their_own(cast: Cast, rules: None) -> None:
    for day, district, category in (
        (3, "east", "10.01.01"),
        (3, "east", "10.01.01"),
        (4, "east", "05.01"),
        (4, "east", "14"),
        (5, "west", "05.01"),
        (5, "", "05.01"),
    ):
        received(cast, f"2024-06-{day:02} 09:00", district=district, category_id=category)
    received(cast, "2024-07-01 09:00")
    found = by_district(JUNE, as_of=JUNE.end)
    assert [(row.code, row.count) for row in found.rows][:3] == [("east", 4), ("", 1), ("west", 1)]
    east, nowhere, west = found.rows[:3]
    assert {one.category: one.share for one in east.cells if one.count} == {
        "10": Fraction(1, 2),
        "05": Fraction(1, 4),
        "14": Fraction(1, 4),
    }
    assert (east.shade, west.shade, nowhere.name) == (5, 2, "未填区域")
    assert [one.category for one in east.first] == ["10", "05", "14"] or east.first[0].count == 2
    assert (found.whole.count, found.whole.share) == (6, Fraction(1))
    assert by_district(JUNE, as_of=moment("2024-06-04 00:00")).whole.count == 2


def test_without_demands_districts_have_no_shares(cast: Cast, rules: None) -> None:
    found = by_district(JUNE, as_of=JUNE.end)
    assert found.rows
    assert {row.share for row in found.rows} == {None}
    assert {one.shade for row in found.rows for one in row.cells} == {0}


def test_demands_flow_from_channel_to_unit_to_result(cast: Cast, rules: None) -> None:
    received(cast, "2024-06-03 09:00").do(Verb.ANSWER, "operator", text="已说明")
    received(cast, "2024-06-03 09:00", channel_id="web").do(
        Verb.DECLINE, "operator", reason_id="decline.not_ours"
    )
    received(cast, "2024-06-03 09:00")
    received(cast, "2024-06-03 08:00").dispatch().to(OrderState.ARCHIVED)
    late = received(cast, "2024-06-03 08:00").dispatch().do(Verb.SIGN, "unit_clerk")
    late.at = moment("2024-06-13 09:00")
    late.to(OrderState.CALLING_BACK)
    received(cast, "2024-06-03 08:00", channel_id="web").dispatch()  # never done
    received(cast, "2024-06-28 08:00").dispatch(cast.market)  # not yet due
    received(cast, "2024-07-01 08:00").dispatch()
    flow = flow_of(JUNE, as_of=JUNE.end)
    urban, market = cast.urban.short_name, cast.market.short_name
    assert flow.total == 7
    assert flow.channels == {"12345电话": 5, "市政府网站": 2}
    assert flow.handlers == {"热线直办": 3, urban: 3, market: 1}
    assert flow.results == {
        "直接答复": 1,
        "按期办结": 1,
        "超期办结": 1,
        "在办": 1,
        "在办已超期": 1,
        "不予受理": 1,
        "待定": 1,
    }
    assert flow.leaving[urban, "在办已超期"] == 1
    assert flow.arriving["市政府网站", urban] == 1
    before = flow_of(JUNE, as_of=moment("2024-06-04 00:00"))
    assert before.results.get("超期办结", 0) == 0
    assert before.total == 6


def test_what_has_least_flows_together(cast: Cast, rules: None) -> None:
    for unit, many in ((cast.urban, 3), (cast.market, 2), (cast.housing, 1)):
        for _ in range(many):
            received(cast, "2024-06-03 08:00").dispatch(unit)
    assert list(flow_of(JUNE, as_of=JUNE.end, units=1).handlers.items()) == [
        (cast.urban.short_name, 3),
        ("其他单位", 3),
    ]
    named = flow_of(JUNE, as_of=JUNE.end, units=2).handlers
    assert "其他单位" not in named, "one alone behind the named is named too"
    assert len(named) == 3


def test_hours_are_told_a_day_and_rates_over_the_offered(cast: Cast, rules: None) -> None:
    for day, talk in ((3, 60), (10, 60), (17, None)):
        call(f"2024-06-{day:02} 09:00", wait=5, talk=talk)
    call("2024-06-04 23:59", wait=5, talk=10)
    found = by_hour(JUNE, as_of=JUNE.end)
    nine = dict(found.rows)[9]
    assert (nine[0].offered, nine[0].answered, nine[0].rate) == (3, 2, "66.7")
    assert (nine[0].a_day, nine[0].shade, nine[0].gap) == (Fraction(3, 4), 5, 2)
    assert (nine[1].offered, nine[1].rate, nine[1].gap) == (0, "—", 0)
    assert dict(found.rows)[23][1].offered == 1
    assert found.whole.offered == 4
    assert found.peak == ("周一", 9)
    assert by_hour(parse("2024-05"), as_of=JUNE.end).peak is None


def test_orders_of_the_flow_are_each_counted_once(cast: Cast, rules: None) -> None:
    received(cast, "2024-06-03 08:00").dispatch(cast.urban, cast.market)
    assert flow_of(JUNE, as_of=JUNE.end).total == Order.objects.count() == 1
