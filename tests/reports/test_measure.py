"""Each statistic against a June counted by hand, as of several moments, and additive by day."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders import period
from orders.facts import PARTS, Part
from orders.period import Period
from orders.states import OrderState, Verb
from reports.catalogue import CATALOGUE, find, variant
from reports.measure import Measured, UnknownDimension, evaluate
from reports.statistic import Statistic, UnknownStatistic
from tests.cast import Cast
from tests.factories import Walk, moment
from tests.reports.june import June
from tests.reports.proven import ByHand, nothing

pytestmark = pytest.mark.django_db

JUNE = period.parse("2024-06")
JULY_FIRST = moment("2024-07-01 00:00")
ALL = tuple(CATALOGUE.values())
ADDITIVE = tuple(s for s in ALL if s.adds_up and s.spread is None)


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    return June(cast).play()


def figures(
    over: Period = JUNE, as_of: datetime = JULY_FIRST, **where: object
) -> dict[str, Measured]:
    return {
        found.code: found
        for found in evaluate(
            [s for s in ALL if _knows(s, where)], period=over, as_of=as_of, where=where
        )
    }


def _knows(statistic: Statistic, where: dict[str, object]) -> bool:
    return set(where) <= set(statistic.population.dimensions)


# Of what is not named here there was nothing that June; other cases count it.
BY_HAND: ByHand = {
    "demands.accepted": (19, None, "19件"),
    "demands.direct": (1, None, "1件"),
    "demands.dispatched": (9, None, "9件"),
    "demands.declined": (1, None, "1件"),
    "demands.merged": (2, None, "2件"),
    "demands.withdrawn": (2, None, "2件"),
    "demands.transferred": (2, None, "2件"),
    "demands.undecided": (2, None, "2件"),
    "demands.days": (6, None, "6天"),
    "demands.completed": (12, None, "12件"),
    "demands.direct_rate": (1, 19, "5.26%"),
    "demands.dispatched_rate": (9, 19, "47.37%"),
    "demands.completed_rate": (12, 19, "63.16%"),
    "orders.given": (10, None, "10件"),
    "orders.dispatched": (9, None, "9件"),
    "orders.signed_on_time_rate": (6, 8, "75.00%"),
    "orders.contacted_on_time_rate": (0, 8, "0.00%"),
    "orders.return_rate": (2, 9, "22.22%"),
    "orders.first_dispatch_rate": (7, 8, "87.50%"),
    "orders.completed": (6, None, "6件"),
    "orders.due": (7, None, "7件"),
    "orders.completed_rate": (6, 7, "85.71%"),
    "orders.completed_rate.dispatched": (6, 8, "75.00%"),
    "orders.completed_rate.balance": (6, 7, "85.71%"),
    "orders.on_time_rate": (5, 7, "71.43%"),
    "orders.overdue_rate": (2, 7, "28.57%"),
    "orders.rework_rate": (1, 7, "14.29%"),
    "orders.rework_on_time_rate": (1, 1, "100.00%"),
    "orders.called_back": (5, None, "5件"),
    "orders.callback_rate": (6, 7, "85.71%"),
    "orders.valid_callback_rate": (4, 6, "66.67%"),
    "orders.satisfied_rate": (2, 3, "66.67%"),
    "orders.satisfied_rate.unrated_satisfied": (4, 5, "80.00%"),
    "orders.satisfied_rate.unrated_dissatisfied": (2, 5, "40.00%"),
    "orders.first_satisfied_rate": (1, 3, "33.33%"),
    "demands.repeated_rate": (0, 19, "0.00%"),
    "demands.waiting": (2, None, "2件"),
    "orders.extension_rate": (0, 9, "0.00%"),
    "orders.suspension_rate": (0, 9, "0.00%"),
    "orders.dispute_rate": (1, 10, "10.00%"),
    "orders.urge_rate": (0, 9, "0.00%"),
    # 1, 2, 2, 3, 3.5 and 53.5 working hours; the longest lies in a bucket of 53.2.
    "orders.handled_p50": (3, 6, "2.0工作小时"),
    "orders.handled_p90": (6, 6, "53.2工作小时"),
    "orders.open": (2, None, "2件"),
    "orders.open.to_3d": (1, None, "1件"),
    "orders.open.over_15d": (1, None, "1件"),
    "orders.open_overdue": (1, None, "1件"),
    "orders.open_overdue.over_15d": (1, None, "1件"),
    "orders.solved_rate": (2, 3, "66.67%"),
    "callbacks.attempts": (7, None, "7次"),
    "callbacks.reached_rate": (6, 7, "85.71%"),
    "callbacks.smart_rate": (0, 7, "0.00%"),
    "orders.sent_back_rate": (0, 7, "0.00%"),
    "requests.decided_on_time_rate": (2, 2, "100.00%"),
    "requests.return_moved_rate": (1, 2, "50.00%"),
    "assists.given": (1, None, "1件"),
    "assists.completed_rate": (0, 1, "0.00%"),
    "assists.on_time_rate": (0, 1, "0.00%"),
    "handed_down.given": (1, None, "1件"),
    "handed_down.completed_rate": (1, 1, "100.00%"),
    "handed_down.on_time_rate": (1, 1, "100.00%"),
}


def test_june_gives_the_figures_counted_by_hand(june: June) -> None:
    found = {
        code: (figure.numerator, figure.denominator, figure.shown)
        for code, figure in figures().items()
    }
    assert found == {one.code: nothing(one) for one in ALL} | dict(BY_HAND)


def test_a_month_with_nothing_in_it_has_counts_of_0_and_no_rates(june: June) -> None:
    for figure in figures(period.parse("2024-01")).values():
        nothing = (0, Fraction(0), f"0{figure.statistic.unit}")
        expected = nothing if figure.denominator is None else (0, None, "—")
        assert (figure.numerator, figure.value, figure.shown) == expected
        assert not figure.denominator


@pytest.mark.parametrize(
    "as_of", ["2024-06-03 12:00", "2024-06-05 10:30", "2024-06-12 00:00", "2024-07-20 00:00"]
)
def test_the_parts_sum_to_the_accepted_at_every_moment(june: June, as_of: str) -> None:
    found = figures(as_of=moment(as_of))
    parts = sum(found[f"demands.{part.value}"].numerator for part in Part)
    assert parts == found["demands.accepted"].numerator > 0
    assert found["demands.dispatched"].numerator == found["orders.dispatched"].numerator


def test_each_state_belongs_to_exactly_one_part() -> None:
    assert sorted(state for states in PARTS.values() for state in states) == sorted(OrderState)


@pytest.mark.parametrize("as_of", ["2024-06-12 00:00", "2024-07-01 00:00", "2024-08-01 00:00"])
def test_the_days_sum_to_the_month(june: June, as_of: str) -> None:
    at = moment(as_of)
    whole = {f.code: f for f in evaluate(ADDITIVE, period=JUNE, as_of=at)}
    sums = dict.fromkeys(whole, (0, 0))
    for figure in evaluate(ADDITIVE, period=JUNE, as_of=at, by="day"):
        n, d = sums[figure.code]
        sums[figure.code] = (n + figure.numerator, d + (figure.denominator or 0))
    assert sums == {code: (f.numerator, f.denominator or 0) for code, f in whole.items()}


def test_a_days_own_period_gives_what_grouping_by_day_gives(june: June) -> None:
    grouped = evaluate(ADDITIVE, period=JUNE, as_of=JULY_FIRST, by="day")
    for day in (3, 5, 11, 13):
        alone = evaluate(ADDITIVE, period=period.parse(f"2024-06-{day:02}"), as_of=JULY_FIRST)
        same = [f for f in grouped if f.group == alone[0].as_of.replace(2024, 6, day).date()]
        assert [(f.code, f.numerator, f.denominator) for f in same] == [
            (f.code, f.numerator, f.denominator) for f in alone
        ]


def test_facts_after_the_moment_do_not_count(june: June) -> None:
    """At noon of 5 June the answered one is not yet reopened and only four are completed."""
    found = figures(as_of=moment("2024-06-05 08:30"))
    assert found["demands.direct"].numerator == 2
    assert found["orders.completed"].numerator == 4  # good, moved, return_upheld, praise
    assert found["orders.due"].numerator == 4  # nothing has run into its limit
    assert found["orders.on_time_rate"].shown == "100.00%"
    assert found["orders.rework_rate"].numerator == 0


def test_before_the_exclusion_the_excluded_one_was_overdue(june: June) -> None:
    found = figures(as_of=moment("2024-06-19 00:00"))
    assert (found["orders.overdue_rate"].numerator, found["orders.due"].numerator) == (3, 8)


def test_a_late_completion_counts_as_overdue_before_and_after(june: June) -> None:
    before = figures(as_of=moment("2024-06-12 00:00"))["orders.completed_rate"]
    after = figures(as_of=moment("2024-06-14 00:00"))["orders.completed_rate"]
    assert (before.numerator, before.denominator) == (5, 8)
    assert (after.numerator, after.denominator) == (6, 8)


def test_the_month_is_the_same_as_of_its_end_whatever_comes_later(june: June) -> None:
    before = [(f.code, f.numerator, f.denominator) for f in figures().values()]
    june.walks["answered"].do(Verb.REOPEN, "supervisor", hours=24 * 60, text="又问")
    june.walks["merged_into_good"].do(Verb.UNMERGE, "operator", hours=24 * 60)
    overdue = june.walks["overdue"]
    overdue.at = moment("2024-07-02 09:00")
    overdue.to(OrderState.ARCHIVED)
    june.walks["not_yet_due"].do(Verb.RECALL, "dispatcher", hours=24 * 10, text="派错")
    good = june.walks["good"]
    good.at = moment("2024-07-03 09:00")
    good.do(Verb.REOPEN, "supervisor", text="又坏了")
    assert [(f.code, f.numerator, f.denominator) for f in figures().values()] == before


def test_a_suspended_order_is_not_due_while_its_clock_stands(walk: Walk) -> None:
    walk.receive().to(OrderState.HANDLING)
    until = walk.at + timedelta(days=40)
    walk.do(Verb.ASK_SUSPENSION, "unit_clerk", until=until, text="等雨停")
    walk.do(Verb.DECIDE_SUSPENSION, "dispatcher", granted=True)
    assert figures()["orders.due"].numerator == 0
    walk.at = moment("2024-07-01 09:00")
    walk.do(Verb.RESUME, "unit_clerk")
    assert figures()["orders.due"].numerator == 0
    later = figures(period.parse("2024"), moment("2024-08-01 00:00"))
    assert later["orders.overdue_rate"].shown == "100.00%"


def test_a_reply_given_in_time_is_not_overdue_while_it_awaits_review(walk: Walk) -> None:
    walk.receive().to(OrderState.REPLIED)
    waiting = figures(as_of=moment("2024-06-20 00:00"))["orders.overdue_rate"]
    assert (waiting.numerator, waiting.denominator) == (0, 0)
    walk.at = moment("2024-06-20 09:00")
    walk.do(Verb.ACCEPT, "reviewer")
    assert figures()["orders.on_time_rate"].shown == "100.00%"


def test_figures_are_filtered_and_grouped_by_channel_over_the_roster(june: June) -> None:
    assert figures(channel="web")["demands.accepted"].numerator == 2
    assert figures(channel=["web", "phone"])["demands.accepted"].numerator == 19
    found = evaluate(
        [find("demands.accepted"), find("orders.satisfied_rate")],
        period=JUNE,
        as_of=JULY_FIRST,
        by="channel",
        groups=["phone", "web", "scan"],
    )
    assert [(f.code, f.group, f.shown) for f in found] == [
        ("demands.accepted", "phone", "17件"),
        ("demands.accepted", "web", "2件"),
        ("demands.accepted", "scan", "0件"),
        ("orders.satisfied_rate", "phone", "50.00%"),
        ("orders.satisfied_rate", "web", "100.00%"),
        ("orders.satisfied_rate", "scan", "—"),
    ]


def test_units_are_counted_by_the_assignment_that_stands(june: June, cast: Cast) -> None:
    found = evaluate([find("orders.dispatched")], period=JUNE, as_of=JULY_FIRST, by="unit")
    assert {f.group: f.numerator for f in found} == {
        cast.urban.pk: 7,
        cast.housing.pk: 1,
        cast.east.pk: 1,
    }


def test_one_query_serves_all_statistics_of_a_population_and_date(june: June) -> None:
    with CaptureQueriesContext(connection) as queries:
        figures()
    sets = {(s.population.code, s.dated_by.code) for s in ALL if s.spread is None}
    spreads = {(s.dated_by.code, s.spread.column) for s in ALL if s.spread is not None}
    assert len(queries) == len(sets) + len(spreads)


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(UnknownDimension, match="不能按“unit”分；可以按：channel"):
        evaluate([find("demands.accepted")], period=JUNE, as_of=JULY_FIRST, by="unit")
    with pytest.raises(UnknownDimension, match="不能按日分"):
        evaluate([find("orders.completed_rate.balance")], period=JUNE, as_of=JULY_FIRST, by="day")
    with pytest.raises(ValueError, match="aware"):
        evaluate([find("orders.due")], period=JUNE, as_of=datetime(2024, 7, 1))  # noqa: DTZ001
    with pytest.raises(UnknownStatistic, match="有：orders"):
        find("orders.complete_rate")


def test_a_variant_is_found_by_what_it_is_taken_over() -> None:
    assert variant("orders.completed_rate", "dispatched") == find(
        "orders.completed_rate.dispatched"
    )
    assert variant("orders.completed_rate", "due") == find("orders.completed_rate")
    assert variant("calls.traffic", "traffic") == find("calls.traffic")
    assert variant("orders.weather", "traffic") is None
