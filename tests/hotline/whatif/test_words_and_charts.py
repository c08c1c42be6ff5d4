"""How a what-if is printed and drawn: rounded once, — for nothing, an axis that fits."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from playwright.sync_api import Browser

from hotline.whatif.charts import hours_chart, needed_chart
from hotline.whatif.figures import percent, rows
from reports.charts import Side, described, svg_of
from seeds.scenario import read_scenario
from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.comparing import Compared, Measure
from seeds.simulator.telephone.intervals import Interval
from seeds.simulator.telephone.needed import Needed
from seeds.whatif import Answer, Hour, Question, answer
from tests.reports.charts.test_in_browser import boxes_of, touch
from tests.seeds.telephone.small import demand, staffing

RATE = Measure("r", "接通率", "%", lambda run: None)
WAIT = Measure("w", "等待", "秒", lambda run: None)


def printed(measure: Measure, before: Interval | None, difference: Interval | None) -> list[str]:
    (row,) = rows([Compared(measure, before, before, difference)])
    return [row.before, row.before_margin, row.difference, row.difference_margin]


def test_rates_have_two_places_and_waits_one() -> None:
    assert printed(RATE, Interval(0.71466, 0.00406), Interval(0.2, 0.001)) == [
        "71.47", "0.41", "+20.00", "0.10",
    ]  # fmt: skip
    assert printed(WAIT, Interval(12.46, 0.25), Interval(-10.25, 0.1)) == [
        "12.5", "0.3", "−10.3", "0.1",
    ]  # fmt: skip


def test_nothing_to_measure_is_a_dash_and_no_change_has_no_sign() -> None:
    assert printed(WAIT, None, Interval(0, 0)) == ["—", "—", "0.0", "0.0"]
    assert percent(None) == "—"


@pytest.fixture(scope="module")
def told() -> Answer:
    """Yongshun's own year over two seeds."""
    question = Question(1, 2, seeds=2)
    return answer(read_scenario("yongshun-2014"), question, progress=lambda done, of: None)


def with_hours(
    told: Answer, before: Sequence[float | None], after: Sequence[float | None]
) -> Answer:
    hours = [Hour(at, 10, *pair) for at, pair in enumerate(zip(before, after, strict=True))]
    return Answer(
        told.question, told.before, told.after, told.compared, hours, told.theory, told.busy
    )


AXES = [(0.999, 90, 2), (0.951, 90, 2), (0.905, 75, 5), (0.76, 50, 10), (0.6, 50, 10), (0.3, 0, 20)]


@pytest.mark.parametrize(("lowest", "low", "step"), AXES)
def test_the_axis_ends_at_a_hundred_and_leaves_room_below(
    told: Answer, lowest: float, low: float, step: float
) -> None:
    chart = hours_chart(
        read_scenario("yongshun-2014"), with_hours(told, [lowest] + [1.0] * 23, [1.0] * 24)
    )
    assert (chart.low, chart.step, chart.high) == (low, step, 100)
    assert chart.level
    assert chart.level.value > low


def test_the_worst_hour_alone_has_its_figures(told: Answer) -> None:
    before: list[float | None] = [1.0] * 20 + [0.5] + [1.0] * 2 + [None]
    chart = hours_chart(read_scenario("yongshun-2014"), with_hours(told, before, [0.9] * 24))
    assert [one.texts[20] for one in chart.series] == ["50.00", "90.00"]
    assert sum(map(bool, chart.series[0].texts)) == 1
    assert [one.side for one in chart.series] == [Side.BELOW, Side.LEFT]
    assert "23时 —" in described(chart)


@pytest.mark.parametrize("worst", [0, 7, 17, 23])
def test_no_text_of_the_chart_lies_on_another(told: Answer, worst: int, chromium: Browser) -> None:
    before: list[float | None] = [0.98] * 24
    after: list[float | None] = [0.99] * 24
    before[worst], after[worst] = 0.14, 0.33
    chart = hours_chart(read_scenario("yongshun-2014"), with_hours(told, before, after))
    boxes = boxes_of(chromium, svg_of(chart))
    assert len(boxes) > 20
    assert [pair for pair in combinations(boxes, 2) if touch(*pair)] == []


@pytest.mark.parametrize(("operators", "labelled"), [(2, True), (40, False)])
def test_the_fullest_hours_figure_stands_where_the_line_leaves_room(
    operators: int, labelled: bool, chromium: Browser
) -> None:
    centre = Centre(demand(1000, 7), staffing(50, operators))
    ready = {(works, hour): 9 + (hour == 9) for works in (True, False) for hour in range(24)}
    scenario = read_scenario("yongshun-2014")
    chart = needed_chart(scenario, centre, Needed(ready, {}), 0.985)
    assert chart.title == "工作日各小时要有多少人接听（98.5%）"
    assert chart.series[0].texts[9] == ("10" if labelled else "")
    boxes = boxes_of(chromium, svg_of(chart))
    assert [pair for pair in combinations(boxes, 2) if touch(*pair)] == []
