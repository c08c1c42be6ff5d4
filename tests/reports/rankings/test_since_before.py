"""Places and grades against the period or the edition before: causes, moves, granted appeals."""

from datetime import date
from fractions import Fraction

import pytest

from orders.states import Verb
from reports.rankings import (
    Direction,
    as_json,
    from_json,
    rank,
)
from tests.factories import Walk, moment
from tests.reports.rankings.conftest import RULE, rule
from tests.reports.rankings.months import Months
from tests.reports.rankings.ranked import JUNE, ranked
from units.models import GroupMembership

pytestmark = pytest.mark.django_db


def test_moves_are_told_with_the_part_that_moved_most_that_way(months: Months) -> None:
    june = ranked()
    assert june.before == "2024-05"
    told = {
        one.unit.code: (one.move.words, one.move.cause.words if one.move.cause else "")
        for one in june
    }
    assert told == {
        "market": ("平", ""),
        "urban": ("升1", "按期+25.00分"),
        "housing": ("降2", "按期−16.67分"),
        "water": ("—", ""),
        "west": ("新列", ""),
        "east": ("新列", ""),
    }


def test_what_it_was_before_stands_beside(months: Months) -> None:
    urban, west = (ranked().of(unit.pk) for unit in (months.cast.urban, months.cast.west))
    assert urban is not None
    assert west is not None
    assert (urban.place_before, urban.grade_before, urban.total_before) == (3, "合格", Fraction(75))
    assert (west.place_before, west.grade_before, west.total_before) == (None, None, None)


def test_moves_of_grades_have_their_cause_too(months: Months) -> None:
    june = ranked()
    moves = {one.unit.code: (one.grade, one.grade_move) for one in june.groups[0].ranked}
    grade, move = moves["urban"]
    assert (grade, move.words, move.cause and move.cause.words) == ("良好", "升1", "按期+25.00分")
    grade, move = moves["housing"]
    assert (grade, move.words, move.cause and move.cause.change) == (
        "良好",
        "降1",
        Fraction("-16.67"),
    )
    assert moves["market"][1].direction is Direction.LEVEL


def test_who_changed_the_group_is_new_in_it(months: Months) -> None:
    GroupMembership.objects.filter(unit=months.cast.urban).update(active_to=date(2024, 6, 1))
    months.join("districts", "", months.cast.urban, since=date(2024, 6, 1))
    urban = ranked().of(months.cast.urban.pk)
    assert urban is not None
    assert (urban.place, urban.move.direction) == (2, Direction.NEW)


def test_moves_are_told_against_the_issued_edition_where_one_is_given(months: Months) -> None:
    issued = from_json(as_json(ranked(period="2024-05", as_of=moment("2024-05-27 00:00"))))
    assert issued.groups[0].ranked[-1].unit.code == "urban"
    contest(months)
    urban = ranked(previous=issued).of(months.cast.urban.pk)
    again = ranked().of(months.cast.urban.pk)
    assert urban is not None
    assert again is not None
    assert (urban.move.words, again.move.words) == ("升1", "降1")


def test_the_period_before_is_seen_when_it_was_as_old(months: Months) -> None:
    """An order of Friday 31 May is signed on Monday 3 June, in time."""
    late = Walk(months.cast, at=moment("2024-05-31 15:00")).receive_from_citizen()
    late.dispatch(months.cast.market)
    late.at = moment("2024-06-03 09:00")
    late.do(Verb.SIGN, "market_clerk")
    text = RULE.replace("orders.satisfied_rate", "orders.signed_on_time_rate")
    for as_of, total in {"2024-07-01 00:00": 75, "2024-07-04 00:00": 100}.items():
        market = rank(rule(text=text), JUNE, as_of=moment(as_of)).of(months.cast.market.pk)
        assert market is not None
        assert market.total_before is not None
        assert float(market.total_before) == total


def test_a_running_period_is_told_against_as_many_days(months: Months) -> None:
    """By 13 May nothing was due yet; by the 20th all but the late one."""
    assert ranked(as_of=moment("2024-06-13 00:00")).before == ""
    later = ranked(as_of=moment("2024-06-20 00:00"))
    urban = later.of(months.cast.urban.pk)
    assert urban is not None
    assert (later.before, urban.total_before) == ("2024-05", Fraction(100))


def test_a_period_not_recorded_as_a_whole_is_nothing_to_move_from(months: Months) -> None:
    """April's records begin on the 15th."""
    april = ranked(period="2024-04")
    assert [one.unit.code for group in april.groups for one in group.ranked] == ["urban"]
    may = ranked(period="2024-05")
    assert may.before == april.before == ""
    assert {one.move.words for one in may} == {one.grade_move.words for one in may} == {"—"}


def contest(months: Months) -> None:
    """Urban's late order of May is excluded on 28 May."""
    walk = months.late_in_may
    round_id = walk.lead.round.id
    walk.at = moment("2024-05-24 08:00")
    walk.do(Verb.APPEAL, "unit_head", matter=f"overdue:{round_id}", text="停电三天")
    walk.at = moment("2024-05-28 08:00")
    walk.do(Verb.DECIDE_APPEAL, "supervisor", granted=True, text="属实")


def test_a_granted_appeal_changes_the_next_edition(months: Months) -> None:
    contest(months)
    first, second = (
        ranked(period="2024-05", as_of=moment(at)).of(months.cast.urban.pk)
        for at in ("2024-05-28 00:00", "2024-06-01 00:00")
    )
    assert first is not None
    assert second is not None
    assert (first.beside.on_time.shown, first.place) == ("50.00%", 3)
    assert (second.beside.on_time.shown, second.place) == ("100.00%", 1)
