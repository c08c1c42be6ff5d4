"""Two months ranked by hand: scores, places, who is apart, grades and lists."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.rankings import (
    Direction,
    NothingToRank,
    UnknownGroup,
    as_json,
    from_json,
    rank,
)
from tests.factories import moment
from tests.reports.rankings.conftest import RULE, rule
from tests.reports.rankings.months import Months
from tests.reports.rankings.ranked import JULY_FIRST, JUNE, places, ranked
from units.models import GroupMembership, Unit

pytestmark = pytest.mark.django_db


def test_june_comes_out_as_ranked_by_hand(months: Months) -> None:
    june = ranked()
    assert [(group.code, group.name) for group in june.groups] == [
        ("bureaus", "市直部门"),
        ("districts", "县市区"),
    ]
    assert places(june) == [
        ("market", 1, "100.0"),
        ("urban", 2, "87.5"),
        ("housing", 3, "83.33"),
        ("water", None, "—"),
        ("west", 1, "100.0"),
        ("east", 2, "75.0"),
    ]


def test_a_town_that_led_itself_counts_for_its_district(months: Months) -> None:
    east = ranked().of(months.cast.east.pk)
    assert east is not None
    assert (east.beside.due, east.beside.on_time.shown) == (2, "50.00%")
    assert ranked().of(months.cast.east_town.pk) is None


def test_who_had_nothing_due_is_listed_apart(months: Months) -> None:
    water = ranked().of(months.cast.water.pk)
    assert water is not None
    assert (water.place, water.apart, water.move.words) == (None, "本期无应办结工单", "—")
    assert (water.grade, water.beside.on_time.shown) == (None, "—")


def test_who_had_less_than_the_minimum_is_apart_with_its_figures(months: Months) -> None:
    june = ranked("minimum = {month = 3, week = 1}")
    assert june.least == 3
    assert places(june)[-2:] == [("east", None, "75.0"), ("west", None, "100.0")]
    market = june.of(months.cast.market.pk)
    assert market is not None
    assert market.score is not None
    assert (market.place, market.apart) == (None, "应办结2件，不足3件")
    assert (market.beside.due, float(market.score.total), market.grade) == (2, 100.0, None)
    assert [one.unit.code for one in june.red] == ["urban"]


def test_who_has_no_group_is_apart_and_needs_none_where_all_are_one_table(
    months: Months,
) -> None:
    GroupMembership.objects.filter(unit=months.cast.market).delete()
    june = ranked()
    assert (june.groups[-1].name, places(june)[-1]) == ("未分组", ("market", None, "100.0"))
    assert [one.apart for one in june.groups[-1].standings] == ["没有分组"]
    [everybody] = ranked("grouped = false").groups
    assert [(one.unit.code, one.place, one.shared) for one in everybody.ranked] == [
        ("market", 1, True),
        ("west", 1, True),
        ("urban", 3, False),
        ("housing", 4, False),
        ("east", 5, False),
    ]
    assert [one.unit.code for one in everybody.ties[1]] == ["market", "west"]


def test_a_rule_may_rank_some_groups_in_its_own_order(months: Months) -> None:
    june = ranked('groups = ["districts"]')
    assert [group.code for group in june.groups] == ["districts", "bureaus"]
    assert {one.apart for one in june.groups[1].standings} == {"所在分组不参加排名"}
    with pytest.raises(NothingToRank, match="这里都没有；有：bureaus（市直部门）、districts"):
        ranked('groups = ["towns"]')


def test_a_rule_may_leave_units_out_with_the_reason(months: Months) -> None:
    june = ranked('excluded = {market = "市政府批准"}')
    assert places(june)[0][0] == "urban"
    market = june.of(months.cast.market.pk)
    assert market is not None
    assert market.apart == "按规则不参加排名：市政府批准"


def test_equal_scores_share_a_place_and_the_next_is_skipped(months: Months) -> None:
    bureaus, _ = ranked(period="2024-05").groups
    assert [(one.unit.code, one.place, one.shared) for one in bureaus.ranked] == [
        ("housing", 1, True),
        ("market", 1, True),
        ("urban", 3, False),
    ]


def test_the_red_list_is_of_each_group_and_the_black_of_all(months: Months) -> None:
    june = ranked()
    assert [(one.unit.code, one.group) for one in june.red] == [
        ("market", "bureaus"),
        ("west", "districts"),
    ]
    [worst] = june.black
    assert worst.lost is not None
    assert (worst.unit.code, float(worst.total), worst.lost.name) == ("east", 75.0, "按期")


def test_nobody_is_on_both_lists(months: Months) -> None:
    text = RULE[: RULE.index("[[band]]")] + "[lists]\nred = 2\nblack = 5\n"
    june = rank(rule(text=text), JUNE, as_of=JULY_FIRST)
    assert [one.unit.code for one in june.red] == ["market", "urban", "west", "east"]
    assert [one.unit.code for one in june.black] == ["housing"]


def test_rates_beside_a_place_are_of_the_kinds_the_rule_takes_them_of(months: Months) -> None:
    months.handled("housing", "2024-06-03 08:00", kind="consult", rating=1)
    text = RULE.replace('satisfied_rate"', 'satisfied_rate"\nkinds = ["help"]')
    june = rank(rule(text=text), JUNE, as_of=JULY_FIRST)
    housing = june.of(months.cast.housing.pk)
    assert housing is not None
    assert (housing.beside.due, housing.beside.satisfied.shown) == (4, "100.00%")


def test_without_grades_the_lists_are_by_place_alone(months: Months) -> None:
    text = RULE[: RULE.index("[[band]]")] + "[lists]\nblack = 2\n"
    june = rank(rule(text=text), JUNE, as_of=JULY_FIRST)
    assert june.red == ()
    assert [one.unit.code for one in june.black] == ["east", "housing"]
    assert {one.grade for one in june} == {None}
    assert {one.grade_move.direction for one in june} == {Direction.NONE}


@pytest.mark.parametrize("group", ["districts", "县市区"])
def test_one_group_alone_is_what_it_is_in_the_whole(months: Months, group: str) -> None:
    whole, alone = ranked(), ranked(group=group)
    assert alone.groups == whole.groups[1:]
    assert [one.unit.code for one in alone.red] == ["west"]
    assert alone.black == whole.black


@pytest.mark.parametrize("group", ["towns", ""])
def test_an_unknown_group_lists_those_there_are(months: Months, group: str) -> None:
    with pytest.raises(UnknownGroup, match="有：bureaus（市直部门）、districts（县市区）"):
        ranked(group=group)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024-07", "2024年7月还没有开始（现在是2024-07-01 00:00）"),
        ("2023-05", "2023年5月没有应办结的工单"),
        ("2013-05", "2013年5月没有应办结的工单"),
    ],
)
def test_a_period_without_anything_is_refused(months: Months, period: str, words: str) -> None:
    with pytest.raises(NothingToRank) as told:
        ranked(period=period)
    assert words in str(told.value)


def test_what_a_reader_must_know_is_noted(months: Months) -> None:
    early = ranked(as_of=moment("2024-06-20 00:00"))
    assert early.notes == ("2024年6月还没有结束，名次未定",)
    trial = ranked("valid_to = 2024-06-15")
    assert trial.notes == ("规则“两项考核”自2024-01-01至2024-06-15（不含）有效，对2024年6月是试算",)


def test_what_the_rule_names_and_is_not_here_is_noted(months: Months) -> None:
    june = ranked('groups = ["districts", "towns"]\nexcluded = {marked = "笔误"}')
    assert june.notes == (
        "规则不让参加排名的单位，这里没有：marked",
        "规则里的分组，这里没有：towns",
    )


@pytest.mark.parametrize("changes", ["", "minimum = {month = 3}", "grouped = false"])
def test_a_ranking_goes_to_plain_json_and_back(months: Months, changes: str) -> None:
    june = ranked(changes)
    assert from_json(as_json(june)) == june


def test_it_takes_as_many_queries_whatever_the_number_of_units(months: Months) -> None:
    with CaptureQueriesContext(
        connection,
    ) as before:
        ranked()
    for number in range(5):
        unit = Unit.objects.create(
            code=f"more-{number}",
            name=f"多{number}",
            kind="bureau",
            parent=months.cast.city,
            active_from=date(2014, 1, 1),
        )
        months.join("bureaus", "", unit)
    with CaptureQueriesContext(connection) as after:
        ranked()
    assert len(after) == len(before)
