"""What a rule says of whom it ranks and by what: parts of a period, kinds, missing values."""

from datetime import date
from fractions import Fraction

import pytest

from reports.catalogue import CATALOGUE
from reports.rankings import (
    NothingToRank,
    rank,
)
from tests.factories import Walk, moment
from tests.reports.rankings.conftest import RULE, rule
from tests.reports.rankings.months import Months
from tests.reports.rankings.ranked import JULY_FIRST, JUNE, places, ranked
from units.models import Unit

pytestmark = pytest.mark.django_db


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
