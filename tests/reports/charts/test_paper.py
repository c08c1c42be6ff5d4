"""Charts become SVG without a browser: the same text for the same chart, nothing but drawing."""

import re
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import local

import pytest
from django.contrib.staticfiles import finders

from reports.charts import ChartError, Series, described, paper, svg_of
from tests.reports.charts.samples import BARS, COLUMNS, EVERY, LINES, MOVES, PAIRS, SHARES

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", EVERY)
def test_every_kind_becomes_an_svg_of_its_size_with_its_words(name: str) -> None:
    chart = EVERY[name]
    root = ElementTree.fromstring(svg_of(chart))
    assert (root.get("width"), root.get("height")) == tuple(map(str, chart.size))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == described(chart)
    assert set(chart.categories) <= set(texts(svg_of(chart)))


@pytest.mark.parametrize("name", EVERY)
def test_the_same_chart_gives_the_same_text_and_no_script_or_style(name: str) -> None:
    svg = svg_of(EVERY[name])
    assert svg == svg_of(EVERY[name])
    assert not re.search(r"<style|\bstyle=|<script|class=|\bzr\d|https?://(?!www\.w3\.org)", svg)


def test_labels_levels_and_legends_are_drawn() -> None:
    assert {"70.00", "国标", "95%", "现在", "加人之后", "%"} <= set(texts(svg_of(LINES)))
    assert {"388", "休息日", "上月同日", "件"} <= set(texts(svg_of(COLUMNS)))
    assert {"905 1.93倍", "340", "预期"} <= set(texts(svg_of(PAIRS)))
    assert {"50.0", "不满意 2.0"} <= set(texts(svg_of(SHARES)))
    assert "2.0" not in texts(svg_of(SHARES))


def test_words_with_signs_of_their_own_do_not_break_the_drawing() -> None:
    odd = replace(
        BARS,
        title='甲<乙>&"丙"',
        categories=("<b>",),
        series=(Series("a&b", (1,), texts=("<1>",)),),
    )
    root = ElementTree.fromstring(svg_of(odd))
    assert root.findtext(f"{SVG}title") == odd.title
    assert {"<b>", "<1>"} <= set(texts(svg_of(odd)))


def test_threads_draw_beside_each_other() -> None:
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(svg_of, [LINES, COLUMNS, BARS, SHARES] * 2))
    assert drawn[:4] == drawn[4:]


def test_without_the_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_kept", local())
    monkeypatch.setattr(finders, "find", lambda path: None)
    with pytest.raises(ChartError, match=r"先运行 python -m hotline\.assets"):
        svg_of(LINES)


def test_a_library_that_fails_is_named_with_the_chart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "echarts.min.js"
    broken.write_text("var echarts = {init() { throw new Error('no such thing'); }};")
    monkeypatch.setattr(paper, "_kept", local())
    monkeypatch.setattr(finders, "find", lambda path: str(broken))
    with pytest.raises(ChartError, match=r"工作日各小时15秒接通率.*no such thing"):
        svg_of(LINES)


def test_thousands_are_not_set_off_on_an_axis() -> None:
    large = replace(COLUMNS, series=(Series("工作日", (1965,) * 7),), line=None, level=None)
    assert "2000" in texts(svg_of(large))
    assert not [text for text in texts(svg_of(large)) if "," in text]


def test_who_moved_has_both_dots_and_the_line_between() -> None:
    drawn = svg_of(MOVES)
    assert {"96.50", "80.00", "本周", "上周"} <= set(texts(drawn))
    with pytest.raises(ValueError, match="要两组数"):
        replace(MOVES, series=MOVES.series[:1])


def test_shares_whose_parts_pass_a_hundred_keep_what_stands_at_their_end() -> None:
    thirds = tuple(replace(one, values=(1, 1), texts=()) for one in SHARES.series)
    assert texts(svg_of(replace(SHARES, series=thirds))).count("不满意 2.0") == 1
