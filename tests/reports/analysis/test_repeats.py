"""Repeated demands by hand: the same citizen and matter, the same place and matter."""

import pytest

from orders.models import Citizen
from orders.period import parse
from reports.analysis.repeats import by_citizen, by_place
from reports.catalogue import find
from reports.measure import evaluate
from tests.cast import Cast
from tests.factories import Walk, moment

pytestmark = pytest.mark.django_db
JUNE = parse("2024-06")
LAMPS, SHOPS = "10.01.01", "05.01"


def citizen(at: str = "2024-01-01 09:00") -> int:
    return Citizen.objects.create(created_at=moment(at), phone_masked="138****0001").pk


def told(cast: Cast, at: str, who: int | None, category: str = LAMPS, place: str = "2号路") -> int:
    return (
        Walk(cast, at=moment(at))
        .receive(citizen_id=who, category_id=category, place=place)
        .order_id
    )


def test_who_comes_again_within_thirty_days_is_a_group(cast: Cast, rules: None) -> None:
    often, once, late, other = (citizen() for _ in range(4))
    first = told(cast, "2024-05-20 09:00", often)  # before June: no repeat of it, but of the group
    again = [told(cast, at, often) for at in ("2024-06-03 09:00", "2024-06-28 09:00")]
    told(cast, "2024-06-04 09:00", often, category=SHOPS)  # another matter
    told(cast, "2024-06-05 09:00", once)
    told(cast, "2024-05-01 09:00", late)
    told(cast, "2024-06-05 09:00", late)  # 35 days later
    told(cast, "2024-06-10 09:00", other)
    told(cast, "2024-07-01 09:00", other)  # within 30 days, but in July
    found = by_citizen(JUNE, as_of=moment("2024-08-01 00:00"))
    (group,) = found.groups
    assert (found.many, found.again, group.again) == (1, 2, 2)
    assert [order.pk for order in group.orders] == [first, *again]
    assert group.matter == ("城市管理", "市政设施", "路灯")


def test_repeats_are_those_of_the_repeated_rate(cast: Cast, rules: None) -> None:
    one, two = citizen(), citizen()
    for day in (1, 2, 3, 20):
        told(cast, f"2024-06-{day:02} 09:00", one)
        told(cast, f"2024-06-{day:02} 10:00", None)
    told(cast, "2024-06-30 09:00", two)
    (rate,) = evaluate([find("demands.repeated_rate")], period=JUNE, as_of=JUNE.end)
    found = by_citizen(JUNE, as_of=JUNE.end)
    assert rate.numerator == found.again == 3
    early = moment("2024-06-02 12:00")
    assert by_citizen(JUNE, as_of=early).again == 1
    assert len(by_citizen(JUNE, as_of=early).groups[0].orders) == 2


def test_three_at_a_place_by_two_citizens_are_a_group(cast: Cast, rules: None) -> None:
    one, two = citizen(), citizen()
    at_road = [
        told(cast, f"2024-06-{day:02} 09:00", who) for day, who in ((1, one), (2, one), (3, two))
    ]
    for day in (1, 2, 3):
        told(cast, f"2024-06-{day:02} 10:00", one, place="独居处")  # one citizen alone
        told(cast, f"2024-06-{day:02} 11:00", None, place="")  # nobody said where
    told(cast, "2024-06-04 09:00", two, place="3号路")
    told(cast, "2024-06-05 09:00", one, place="3号路")  # two only
    told(cast, "2024-06-04 09:00", two, category=SHOPS)  # another matter on the road
    found = by_place(JUNE, as_of=JUNE.end)
    (group,) = found.groups
    assert (found.many, found.again, group.citizens, group.again) == (1, 3, 2, 3)
    assert [order.pk for order in group.orders] == at_road
    assert group.place.endswith("2号路")


def test_unknown_citizens_count_one_each_at_a_place(cast: Cast, rules: None) -> None:
    for day in (1, 2, 3):
        told(cast, f"2024-06-{day:02} 09:00", None)
    assert by_place(JUNE, as_of=JUNE.end).groups[0].citizens == 3


def test_only_so_many_groups_are_listed_and_all_are_counted(cast: Cast, rules: None) -> None:
    for place in ("甲", "乙"):
        for day in (1, 2, 3):
            told(cast, f"2024-06-{day:02} 09:00", None, place=place)
    found = by_place(JUNE, as_of=JUNE.end, most=1)
    assert (len(found.groups), found.many, found.again) == (1, 2, 6)
