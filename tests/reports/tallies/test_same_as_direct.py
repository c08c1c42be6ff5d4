"""Tallies give exactly what counting directly gives, by every table, key, day and stretch."""

from datetime import date

import pytest

from calls.models import Call, SkillQueue
from knowledge.citing import cite
from knowledge.keeping import withdraw
from orders import period
from orders.models import Change
from reports.catalogue import CATALOGUE
from reports.measure import DAY, evaluate
from reports.tallies.fill import fill
from reports.tallies.layout import LAYOUTS
from reports.tallies.read import read, segments
from tests.cast import Cast
from tests.factories import moment
from tests.knowledge.shelf import make_shelf
from tests.reports.june import June
from tests.reports.tallies.comparing import assert_same, flat, told
from tests.reports.test_calls import call
from units.actor import actor_of

pytestmark = pytest.mark.django_db
JULY_FIRST = moment("2024-07-01 00:00")
PERIODS = ("2024", "2024-06", "2024-Q2", "2024-06-X1", "2024-06-03", "2024-06-26", "2024-06@26")


@pytest.fixture
def june(cast: Cast, rules: None) -> June:
    SkillQueue.objects.create(code="general", name="综合", position=1)
    call("2024-06-03 09:00", wait=15, talk=60, outcome="direct", queue_id="general")
    call("2024-06-04 09:00", wait=70, talk=600, outcome="order")
    call("2024-06-04 09:10", wait=5, outcome="abandoned", queue_id="general")
    june = June(cast).play()
    shelf = make_shelf(cast)
    lamp = shelf.publish(unit_id=cast.urban.pk)
    shelf.publish("户口", review_months=3, at=moment("2024-03-05 09:00"))
    for name in ("answered", "answered_and_reopened"):
        walk = june.walks[name]
        cite(walk.order_id, [lamp.number], by=actor_of(cast.operator), at=walk.order.received_at)
    withdraw(lamp.pk, "过时", by=shelf.by, at=moment("2024-06-20 09:00"))
    return june


JUNES_BUSY_DAYS = period.parse("2024-06-03..2024-06-13").days


def test_every_stretch_of_time_is_the_same_by_every_table_and_key(june: June) -> None:
    touched = {day for change in Change.objects.all() for day in change.days}
    ends = {date(2024, 6, day) for day in (3, 10, 25, 26, 30)}  # of the periods below
    fill((day for day in touched | ends if day <= max(ends)), at=JULY_FIRST)
    for code in PERIODS:
        assert_same(period.parse(code), JULY_FIRST)


def test_a_period_is_read_from_the_fewest_rows() -> None:
    assert [grain for grain, _ in segments(period.parse("2024"))] == ["y"]
    assert [grain for grain, _ in segments(period.parse("2024-H2"))] == ["q", "q"]
    spans = segments(period.parse("2024-02-01..2024-06-30"))
    assert [grain for grain, _ in spans] == ["m", "m", "q"]
    spans = segments(period.parse("2023-12-30..2025-02-02"))
    assert [grain for grain, _ in spans] == ["d", "d", "y", "m", "d", "d"]


def test_filters_and_merged_groups_are_the_same(june: June, cast: Cast) -> None:
    fill(JUNES_BUSY_DAYS, at=JULY_FIRST)
    over = period.parse("2024-06-03..2024-06-13")
    cell, unit = LAYOUTS["cell"], LAYOUTS["unit"]
    where = {"channel": ["web"], "kind": ["help", "complain"]}
    direct = evaluate(cell.statistics, period=over, as_of=JULY_FIRST, where=where, by="top")
    kept = read(cell, cell.statistics, over, as_of=JULY_FIRST, where=where, by="top")
    assert told(flat(kept)) == told(direct)
    placed = [one for one in cell.statistics if one.dated_by.day is not None]
    direct = evaluate(placed, period=over, as_of=JULY_FIRST, where=where, by=DAY)
    kept = read(cell, placed, over, as_of=JULY_FIRST, where=where, by=DAY)
    assert told(flat(kept)) == told(direct)
    merged = {cast.urban.pk: "bureaus", cast.housing.pk: "bureaus", cast.east.pk: "counties"}
    asked = {"period": over, "as_of": JULY_FIRST, "by": "unit", "merged": merged}
    direct = evaluate(unit.statistics, **asked)  # type: ignore[arg-type]
    kept = read(unit, unit.statistics, over, as_of=JULY_FIRST, by="unit", merged=merged)
    assert told(flat(kept)) == told(direct)


def test_every_statistic_is_in_a_table_or_counted_directly_for_a_reason() -> None:
    held = {one.code for layout in LAYOUTS.values() for one in layout.statistics}
    direct = set(CATALOGUE) - held
    assert direct == {
        "alerts.raised",
        "demands.days",
        "orders.completed_rate.balance",
        "returns.on_time_rate",
        "returns.owed",
    }  # fmt: skip


def test_calls_without_a_queue_stand_under_none(june: June) -> None:
    fill(JUNES_BUSY_DAYS, at=JULY_FIRST)
    queue = LAYOUTS["queue"]
    offered = [one for one in queue.statistics if one.code == "calls.offered"]
    kept = read(queue, offered, period.parse("2024-06"), as_of=JULY_FIRST, by="queue")
    assert {one.group: one.numerator for one in flat(kept)} == {"general": 2, None: 1}
    assert Call.objects.count() == 3
