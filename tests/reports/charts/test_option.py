"""The option is plain JSON in the house's looks: told apart in grey, no small type, bars from 0."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from reports.charts import option_of
from reports.charts.looks import label
from tests.reports.charts.samples import BARS, COLUMNS, EVERY, LINES, PAIRS, SHARES

SHADES = {"#1B3A5C", "#6F9AC4", "#D5E1EE", "#B3261E", "#FFFFFF", "#222222", "#DDDDDD"}


def inside(option: Any) -> Iterator[tuple[str, Any]]:
    """Every key of the option with its value, however deep."""
    pairs = option.items() if isinstance(option, dict) else ()
    for key, value in pairs:
        yield key, value
    for value in option.values() if isinstance(option, dict) else option:
        if isinstance(value, dict | list):
            yield from inside(value)


@pytest.mark.parametrize("name", EVERY)
def test_the_option_is_plain_json_for_page_and_paper(name: str) -> None:
    option = option_of(EVERY[name])
    assert json.loads(json.dumps(option, allow_nan=False)) == option


@pytest.mark.parametrize("name", EVERY)
def test_no_type_is_smaller_than_twelve_pixels_and_no_colour_is_strange(name: str) -> None:
    found = list(inside(option_of(EVERY[name])))
    assert {value for key, value in found if key == "fontSize"} == {12}
    colours = {value for key, value in found if key.lower().endswith("color")}
    assert {one for one in colours if one.startswith("#")} <= SHADES
    assert not any(re.match(r"rgb|hsl", one) for one in colours)


@pytest.mark.parametrize("name", sorted(EVERY.keys() - {"flows"}))  # which has no axis
def test_there_is_one_axis_of_values(name: str) -> None:
    option = option_of(EVERY[name])
    assert {type(option["xAxis"]), type(option["yAxis"])} == {dict}
    assert {option["xAxis"]["type"], option["yAxis"]["type"]} == {"value", "category"}


@pytest.mark.parametrize("chart", [COLUMNS, BARS, PAIRS, SHARES])
def test_columns_and_bars_begin_at_nothing(chart: Any) -> None:
    option = option_of(chart)
    (axis,) = (one for one in (option["xAxis"], option["yAxis"]) if one["type"] == "value")
    assert axis["min"] == 0


def test_alarm_is_hatched_and_others_are_not() -> None:
    solid, hollow = option_of(PAIRS)["series"][:2]
    assert solid["itemStyle"]["decal"]["symbol"] == "rect"
    assert hollow["itemStyle"]["decal"]["symbol"] == "none"
    assert hollow["itemStyle"]["borderColor"] == "#1B3A5C"


def test_what_is_nothing_is_a_gap_and_not_a_nought() -> None:
    assert option_of(LINES)["series"][0]["data"][2] == {"value": None}


def test_the_ends_of_an_axis_are_kept_or_left_to_the_values() -> None:
    axis = option_of(LINES)["yAxis"]
    assert (axis["min"], axis["max"], axis["interval"]) == (0, 100, 20)
    assert "max" not in option_of(COLUMNS)["yAxis"]


def test_the_level_has_its_text_at_the_end_and_room_for_it() -> None:
    option = option_of(LINES)
    line = option["series"][0]["markLine"]
    assert line["data"] == [{"yAxis": 95}]
    assert line["label"]["formatter"] == "国标\n95%"
    assert option["grid"]["right"] > 24


def test_days_off_are_hollow_and_in_the_legend() -> None:
    option = option_of(COLUMNS)
    data = option["series"][0]["data"]
    assert "itemStyle" not in data[4]
    assert data[5]["itemStyle"]["color"] == "#FFFFFF"
    assert [entry["name"] for entry in option["legend"]["data"]] == ["工作日", "休息日", "上月同日"]
    assert {one["name"] for one in option["series"]} == {"工作日", "休息日", "上月同日"}


def test_shares_are_exact_and_the_small_ones_have_no_figure() -> None:
    series = option_of(SHARES)["series"]
    assert [datum["value"] for datum in series[0]["data"]] == [50, 0]
    assert [datum["value"] for datum in series[1]["data"]] == [48, 100]
    assert "label" not in series[2]["data"][0]
    assert series[-1]["data"][0]["label"]["formatter"] == "不满意 2.0"


def test_a_text_stands_at_the_end_of_the_longest_bar_of_its_row() -> None:
    ends = option_of(PAIRS)["series"][-1]["data"]
    assert [datum["value"] for datum in ends] == [[905, 0], [360, 1]]
    assert ends[1]["label"]["formatter"] == "340"


def test_a_brace_in_a_text_is_no_template() -> None:
    assert "{" not in label("{c}", "top")["formatter"]
