"""A chart's definition is whole, fits together, and can be said in words."""

from dataclasses import replace
from typing import Any

import pytest

from reports.charts import Chart, Series, described, option_of
from tests.reports.charts.samples import BARS, COLUMNS, EVERY, FLOWS, LINES, SHARES


def test_the_words_name_the_unit_and_every_value() -> None:
    assert described(BARS) == (
        "承办量居前的单位（件）。转办：住建局 905 18.1%，城管局 711 14.2%，水务公司 22 0.4%。"
    )


def test_the_words_say_the_line_the_level_and_what_is_nothing() -> None:
    assert "上月同日：1 300，2 310" in described(COLUMNS)
    assert described(COLUMNS).endswith("上月日均260件。")
    assert "3 —，" in described(LINES)


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_has_words_and_a_size(name: str) -> None:
    chart = EVERY[name]
    assert all(category in described(chart) for category in chart.categories)
    width, height = chart.size
    assert 60 < height < width


def test_a_taller_chart_has_more_rows() -> None:
    one = replace(BARS, categories=("甲",), series=(Series("转办", (1,)),))
    assert one.size[1] < BARS.size[1]


FAULTS = [
    ({"categories": ()}, "至少要有一个类别"),
    ({"series": ()}, "至少要有一个类别和一组数"),
    ({"series": (Series("转办", (1, 2)),)}, "“转办”要和类别一样多，应为3个"),
    ({"series": (Series("转办", (1, 2, 3), texts=("1",)),)}, "“转办”要和类别一样多"),
    ({"series": (Series("转办", (1, 2, float("nan"))),)}, "“转办”里有不是数的值"),
    ({"series": (Series("甲", (1, 2, 3)), Series("甲", (1, 2, 3)))}, "两组数重名"),
]


@pytest.mark.parametrize(("changes", "words"), FAULTS)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(BARS, **changes)


def test_a_line_and_ends_must_fit_too() -> None:
    with pytest.raises(ValueError, match="要和类别一样多"):
        replace(COLUMNS, line=Series("均值", (1,)))
    with pytest.raises(ValueError, match="每条末尾的字"):
        replace(SHARES, ends=("一",))
    with pytest.raises(ValueError, match="份额不能是负数"):
        replace(SHARES, series=(Series("很满意", (-1, 2)),), ends=())


def test_a_chart_nobody_draws_is_refused() -> None:
    bare = Chart(title="x", unit="件", source="x", categories=("1",), series=(Series("a", (1,)),))
    with pytest.raises(TypeError, match="no drawing"):
        option_of(bare)
    with pytest.raises(NotImplementedError):
        _ = bare.size


def test_a_flow_goes_between_nodes_that_stand_in_its_columns() -> None:
    assert [FLOWS.column_of(at) for at in range(6)] == [0, 0, 1, 1, 2, 2]
    with pytest.raises(ValueError, match="流向的两头要是节点，没有：信箱"):
        replace(FLOWS, links=(("信箱", "住建局", 1),))
    with pytest.raises(ValueError, match="各列的节点合起来是全部节点"):
        replace(FLOWS, columns=(2, 2))
