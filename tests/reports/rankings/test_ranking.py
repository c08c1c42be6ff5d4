"""Two months ranked by hand: scores, places, who is apart, moves with causes, grades and lists."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.period import parse
from orders.states import Verb
from reports.catalogue import CATALOGUE
from reports.rankings import (
    Direction,
    NothingToRank,
    Ranking,
    UnknownGroup,
    as_json,
    from_json,
    rank,
)
from tests.factories import Walk, moment
from tests.reports.rankings.conftest import RULE, rule
from tests.reports.rankings.months import Months
from units.models import GroupMembership, Unit

pytestmark = pytest.mark.django_db

JUNE = parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")


def ranked(changes: str = "", period: str = "2024-06", **options: object) -> Ranking:
    return rank(rule(changes), parse(period), **{"as_of": JULY_FIRST, **options})  # type: ignore[arg-type]


def places(ranking: Ranking) -> list[tuple[str, int | None, str]]:
    """Unit, place and total, in the order shown."""
    return [
        (one.unit.code, one.place, str(float(one.score.total)) if one.score else "—")
        for one in ranking
    ]


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


def test_who_existed_for_part_of_the_period_is_held_to_as_much(months: Months) -> None:
    Unit.objects.filter(pk=months.cast.market.pk).update(active_to=date(2024, 6, 16))
    market = ranked("minimum = {month = 4}").of(months.cast.market.pk)
    assert market is not None
    assert (market.unit.active_days, market.place) == (15, 1)
    june = ranked("minimum = {month = 5}")
    market = june.of(months.cast.market.pk)
    assert market is not None
    assert market.apart == "应办结2件（在册15天），不足3件"
    assert june.notes == ("本期新设或撤销的单位，最少件数按在册天数折算，按件计分的件数折算为整期",)


DEDUCTION = """
name = "扣分"
source = "样例"
valid_from = 2024-01-01
start = 100

[[indicator]]
code = "overdue"
name = "超期"
statistic = "orders.overdue_rate"
by_case = true
direction = "lower"
points = 0
thresholds = [0]
slopes = [3]
floor = -20
"""


def test_cases_of_part_of_a_period_are_counted_as_of_the_whole(months: Months) -> None:
    Unit.objects.filter(pk=months.cast.housing.pk).update(active_from=date(2024, 6, 11))
    housing = rank(rule(text=DEDUCTION), JUNE, as_of=JULY_FIRST).of(months.cast.housing.pk)
    assert housing is not None
    assert housing.score is not None
    # 1 case in 20 of 30 days
    assert housing.score.total == 100 - 3 * Fraction(3, 2)


def test_a_stock_is_not_counted_up_to_a_whole_period(months: Months) -> None:
    walk = Walk(months.cast, at=moment("2024-06-12 08:00")).receive_from_citizen()
    walk.dispatch(months.cast.housing)
    Unit.objects.filter(pk=months.cast.housing.pk).update(active_from=date(2024, 6, 11))
    text = DEDUCTION.replace("orders.overdue_rate", "orders.open")
    housing = rank(rule(text=text), JUNE, as_of=JULY_FIRST).of(months.cast.housing.pk)
    assert housing is not None
    assert housing.score is not None
    assert float(housing.score.total) == 97.0


def test_every_statistic_that_units_divide_can_feed_a_rule(months: Months) -> None:
    fit = [
        one
        for one in CATALOGUE.values()
        if "unit" in one.population.dimensions and one.spread is None
    ]
    text = f'name = "全部"\nsource = "样例"\nvalid_from = 2024-01-01\nfull = {len(fit)}\n'
    for number, one in enumerate(fit):
        text += f'''[[indicator]]
code = "i{number}"
name = "{one.name[:20]}"
statistic = "{one.code}"
by_case = {str(not one.is_rate).lower()}
direction = "{"lower" if one.higher_is_better is False else "higher"}"
points = 1
thresholds = [50]
slopes = [0.1]
'''
    june = rank(rule('over_nothing = "full"', text), JUNE, as_of=JULY_FIRST)
    assert len(fit) > 40
    assert sum(len(group.ranked) for group in june.groups) == 5


def test_a_rule_may_assess_some_kinds_of_demands_only(months: Months) -> None:
    with pytest.raises(NothingToRank, match="没有应办结的工单"):
        ranked('kinds = ["report"]')
    assert places(ranked('kinds = ["help"]')) == places(ranked())


def test_an_indicator_over_nothing_lists_apart_unless_the_rule_says_otherwise(
    months: Months,
) -> None:
    checked = RULE.replace(
        'statistic = "orders.satisfied_rate"', 'statistic = "orders.reply_quality"'
    )
    june = rank(rule(text=checked), JUNE, as_of=JULY_FIRST)
    assert not any(group.ranked for group in june.groups)
    market = june.of(months.cast.market.pk)
    assert market is not None
    assert market.apart == "“满意”（satisfied）没有可算的工单"
    for way, total in (("full", "83.33"), ("drop", "66.66")):
        june = rank(rule(f'over_nothing = "{way}"', checked), JUNE, as_of=JULY_FIRST)
        assert ("housing", 3, total) in places(june)
        assert ("water", None, "—") in places(june)


def test_a_rule_with_an_indicator_without_source_ranks_nobody(months: Months) -> None:
    other = RULE.replace('statistic = "orders.satisfied_rate"\nweight', "points")
    with pytest.raises(NothingToRank, match="“满意”没有 statistic，也没有 given"):
        rank(rule(text=other), JUNE, as_of=JULY_FIRST)
    given = other.replace("points = 50", "points = 50\ngiven = 49")
    assert places(rank(rule(text=given), JUNE, as_of=JULY_FIRST))[1] == ("market", 1, "99.0")


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
