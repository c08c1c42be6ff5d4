"""Operators become people at telephones: shifts, days off, breaks, and the seats there are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.simulator.telephone.centre import Centre, Group, Shift, Staffing
from seeds.simulator.telephone.rostering import roster, shared
from tests.seeds.telephone.small import demand, staffing

THREE = (
    Shift("早班", 16, 16, 0.5),
    Shift("中班", 32, 16, 0.3),
    Shift("夜班", 0, 16, 0.2),
)
GROUPS = (
    Group("综合", 0.8, ("综合", "人社", "市场监管")),
    Group("人社", 0.1, ("人社",)),
    Group("市场监管", 0.1, ("市场监管",)),
)


def by_half(of: Staffing, days: int = 28) -> list[list[int]]:
    centre = Centre(demand(100, days, first=date(2022, 6, 6)), of)
    return [[sum(ready) for ready in day] for day in roster(centre)]


def test_each_works_one_shift_a_day_on_the_days_there_are() -> None:
    days = by_half(staffing(100, 100, presence=0.5, shifts=THREE))
    assert sum(days[3]) / 16 == 50
    assert (days[3][20], days[3][40], days[3][5]) == (25, 15, 10)


def test_fractions_of_people_are_carried_to_the_next_day() -> None:
    days = by_half(staffing(100, 7, presence=0.5), 28)
    assert {day[0] for day in days} == {3, 4}
    assert sum(day[0] for day in days) / 28 == pytest.approx(3.5)


def test_a_day_off_has_its_share_and_the_working_days_make_up_for_it() -> None:
    days = by_half(staffing(1000, 200, presence=0.7, rest_days=0.5), 28)
    working, sunday = days[0][0], days[6][0]
    assert sunday == pytest.approx(working / 2, abs=1)
    assert sum(day[0] for day in days) / 28 == pytest.approx(140, abs=0.5)


def test_there_are_never_more_than_seats_also_where_shifts_overlap() -> None:
    overlap = (Shift("早", 0, 30, 0.5), Shift("晚", 24, 24, 0.5))
    day = by_half(staffing(12, 20, shifts=overlap))[5]
    assert (day[10], day[26], day[40]) == (10, 12, 10)


def test_an_operator_more_without_a_seat_helps_only_where_seats_are_empty() -> None:
    overlap = (Shift("早", 0, 30, 0.5), Shift("晚", 24, 24, 0.5))
    few, many = (by_half(staffing(12, operators, shifts=overlap))[5] for operators in (20, 24))
    assert (few[26], many[26]) == (12, 12)
    assert (few[10], many[10]) == (10, 12)
    assert by_half(staffing(12, 90, shifts=overlap))[5] == [12] * 48


def test_a_seat_more_without_operators_changes_nothing_where_none_wait_for_it() -> None:
    assert by_half(staffing(10, 10)) == by_half(staffing(30, 10))


def test_breaks_rotate_and_keep_the_seat() -> None:
    day = by_half(staffing(10, 40, breaks=0.25))[0]
    assert set(day) == {7, 8}
    assert sum(day) / 48 == pytest.approx(7.5, abs=0.05)


def test_a_shift_past_midnight_is_there_in_the_morning_of_the_next_day() -> None:
    shifts = (Shift("白", 14, 30, 0.5), Shift("夜", 44, 18, 0.5))
    days = by_half(staffing(100, 20, shifts=shifts))
    assert days[4][46] == days[5][3] == 10
    assert days[4][30] == 10


def test_somebody_is_always_there() -> None:
    days = by_half(staffing(2, 1, presence=0.4, breaks=0.3, shifts=THREE))
    assert min(map(min, days)) == 1


@given(number=st.integers(0, 300))
def test_the_groups_share_all_that_are_ready(number: int) -> None:
    given = shared(GROUPS, number)
    assert sum(given) == number
    assert min(given) >= 0
    assert all(abs(n - number * group.share) <= 1 for n, group in zip(given, GROUPS, strict=True))


def test_the_only_one_of_a_quiet_hour_answers_everything() -> None:
    even = tuple(
        replace(group, share=share) for group, share in zip(GROUPS, (0.1, 0.6, 0.3), strict=True)
    )
    assert shared(even, 1) == (1, 0, 0)


def test_nobody_left_is_refused() -> None:
    centre = Centre(demand(), staffing(3, 3))
    with pytest.raises(ValueError, match="needs a seat"):
        centre.with_staff(seats=-3)
    assert centre.with_staff(seats=-2, operators=4).staffing.operators == 7
