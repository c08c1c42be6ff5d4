"""A chart's definition as an ECharts option: plain JSON, the same for the page and for paper."""

from collections.abc import Callable
from typing import Any

from reports.charts import looks
from reports.charts.definition import (
    Bars,
    Chart,
    Columns,
    Flows,
    Level,
    Lines,
    Look,
    Moves,
    Series,
    Shares,
)
from reports.charts.looks import Option

_LEAST_LABELLED = 3.0  # % of a bar: less has no room for its figure


def option_of(chart: Chart) -> Option:
    """The option without width and height, which are the chart's. Raises TypeError for a kind of
    chart that nobody draws."""
    for kind, draw in _DRAWN.items():
        if isinstance(chart, kind):
            return looks.base() | draw(chart)
    raise TypeError(f"no drawing for {type(chart).__name__}")


def _lines(chart: Lines) -> Option:
    right = _room(chart.level, 12)
    series = [_line(one) for one in chart.series]
    _cross(series, chart.level)
    return {
        "grid": _grid(right, top=34),
        "legend": looks.legend([_key(one, line=True) for one in chart.series], right),
        "xAxis": looks.categories(chart.categories, chart.every, boundaryGap=True),
        "yAxis": looks.values(
            chart.unit, min=chart.low, max=chart.high, interval=chart.step, splitNumber=4
        ),
        "series": series,
    }


def _columns(chart: Columns) -> Option:
    right = _room(chart.level, 12)
    series = [_bar(one, "top", barCategoryGap="28%", barGap="10%") for one in chart.series]
    _cross(series, chart.level)
    keys = [_key(one) for one in chart.series]
    for one in chart.series:
        if one.hollow:
            keys.append(_key(Series(one.hollow_name, (), Look.HOLLOW)))
            series.append(_unseen(one))
    if chart.line is not None:
        series.append(_line(chart.line))
        keys.append(_key(chart.line, line=True))
    return {
        "grid": _grid(right, top=34),
        "legend": looks.legend(keys, right) | {"show": len(keys) > 1},
        "xAxis": looks.categories(chart.categories, chart.every),
        "yAxis": looks.values(chart.unit, min=0, splitNumber=4),
        "series": series,
    }


def _bars(chart: Bars) -> Option:
    alone = len(chart.series) == 1
    series = [_bar(one, "right", barCategoryGap="34%", barGap="12%") for one in chart.series]
    if not alone:
        for one in series:
            one["data"] = [datum | {"label": {"show": False}} for datum in one["data"]]
        series.append(_at_ends(chart))
    return {
        "grid": _grid(96, top=4 if alone else 30, bottom=4),
        "legend": looks.legend([_key(one) for one in chart.series], 4) | {"show": not alone},
        "xAxis": looks.NO_AXIS | {"min": 0},
        "yAxis": looks.categories(chart.categories, inverse=True),
        "series": series,
    }


def _shares(chart: Shares) -> Option:
    whole = [
        sum(one.values[at] or 0 for one in chart.series) for at in range(len(chart.categories))
    ]
    series = [
        _bar(_part(one, whole), "inside", stack="all", barWidth=20, edge=True)
        for one in chart.series
    ]
    if chart.ends:
        series.append(
            {
                "type": "bar",
                "name": "",
                "stack": "all",
                "data": [{"value": 0, "label": looks.label(text, "right")} for text in chart.ends],
            }
        )
    return {
        "grid": _grid(88 if chart.ends else 12, top=30),
        "legend": looks.legend([_key(one) for one in chart.series], 0),
        # a hair more: exact parts may add up to a little over 100, and what ends there is lost
        "xAxis": looks.NO_AXIS | {"min": 0, "max": 100.01},
        "yAxis": looks.categories(chart.categories, inverse=True, axisLine={"show": False}),
        "series": series,
    }


def _moves(chart: Moves) -> Option:
    now, before = chart.series
    joined = [
        {"coords": [[old, at], [new, at]]}
        for at, (new, old) in enumerate(zip(now.values, before.values, strict=True))
        if new is not None and old is not None
    ]
    line = {"color": looks.MID, "width": 2, "opacity": 1}
    return {
        "grid": _grid(50, top=28, bottom=4),
        "legend": looks.legend([_key(one, line=True) for one in chart.series], 46),
        "xAxis": looks.values("", min=chart.low, max=chart.high),
        "yAxis": looks.categories(chart.categories, inverse=True),
        "series": [
            {"type": "lines", "coordinateSystem": "cartesian2d", "data": joined, "lineStyle": line},
            _dots(before, now),
            _dots(now, before),
        ],
    }


def _flows(chart: Flows) -> Option:
    values = chart.series[0].values
    texts = chart.series[0].texts or tuple("" for _ in values)
    last = len(chart.columns) - 1
    nodes = []
    for at, name in enumerate(chart.categories):
        column = chart.column_of(at)
        side = "left" if column == last else "right"
        nodes.append(
            {
                "name": name,
                "value": values[at],
                "depth": column,
                "itemStyle": looks.fill(Look.DARK) | {"borderWidth": 0},
                "label": looks.label(f"{name} {texts[at]}".strip(), side, **looks.halo()),
            }
        )
    return {
        "series": [
            {
                "type": "sankey",
                "left": 4,
                "right": 4,
                "top": 8,
                "bottom": 8,
                "nodeWidth": 10,
                "nodeGap": 12,
                "layoutIterations": 0,
                "draggable": False,
                "emphasis": {"disabled": True},
                "lineStyle": {"color": looks.MID, "opacity": 0.35, "curveness": 0.5},
                "data": nodes,
                "links": [
                    {"source": source, "target": target, "value": value}
                    for source, target, value in chart.links
                ],
            }
        ],
    }


def _dots(one: Series, other: Series) -> Option:
    """Dots on the categories' lines; each text on the side away from the other dot."""
    data = []
    for at, value in enumerate(one.values):
        if value is None:
            continue
        beyond = other.values[at]
        side = "right" if beyond is None or value >= beyond else "left"
        text = one.texts[at] if one.texts else ""
        data.append({"value": [value, at], "label": looks.label(text, side)})
    return {
        "type": "scatter",
        "name": one.name,
        "symbolSize": 10,
        "itemStyle": looks.stroke(one.look)["itemStyle"],
        "data": data,
    }


_DRAWN: dict[type[Chart], Callable[[Any], Option]] = {
    Lines: _lines,
    Columns: _columns,
    Bars: _bars,
    Shares: _shares,
    Moves: _moves,
    Flows: _flows,
}


def _part(one: Series, whole: list[float]) -> Series:
    """The series as exact percentages (rounded ones pass 100), small ones without their figure."""
    percent = tuple(
        None if value is None or not total else 100 * value / total
        for value, total in zip(one.values, whole, strict=True)
    )
    texts = one.texts or tuple("" for _ in percent)
    kept = (
        text if (value or 0) >= _LEAST_LABELLED else ""
        for text, value in zip(texts, percent, strict=True)
    )
    return Series(one.name, percent, one.look, tuple(kept))


def _bar(one: Series, position: str, *, edge: bool = False, **more: Any) -> Option:
    style = looks.fill(one.look) | (
        {"borderColor": looks.PAPER, "borderWidth": 0.75} if edge else {}
    )
    ink = looks.ink_on(one.look) if position == "inside" else looks.INK
    return {
        "type": "bar",
        "name": one.name,
        "emphasis": {"disabled": True},
        "itemStyle": style,
        "data": [_datum(one, at, position, ink) for at in range(len(one.values))],
    } | more


def _line(one: Series) -> Option:
    side = one.side.value
    data = [_datum(one, at, side, looks.INK, **looks.halo()) for at in range(len(one.values))]
    return {"type": "line", "name": one.name, "data": data, "z": 3} | looks.stroke(one.look)


def _at_ends(chart: Bars) -> Option:
    """The texts of several bars, at the end of the longest: beside a shorter one they would stand
    on it."""
    first = chart.series[0]
    return {
        "type": "scatter",
        "name": "",
        "symbolSize": 1,
        "itemStyle": {"color": "transparent"},
        "data": [
            {
                "value": [max(one.values[at] or 0 for one in chart.series), at],
                "label": looks.label(text, "right"),
            }
            for at, text in enumerate(first.texts)
        ],
    }


def _unseen(one: Series) -> Option:
    """Lets the legend have a square for the hollow ones of a series; takes no room of its own."""
    return {"type": "scatter", "name": one.hollow_name, "data": []}


def _datum(one: Series, at: int, position: str, ink: str, **more: Any) -> Option:
    datum: Option = {"value": one.values[at]}
    if one.texts and one.texts[at]:
        datum["label"] = looks.label(one.texts[at], position, color=ink, **more)
    if at in one.hollow:
        datum["itemStyle"] = looks.fill(Look.HOLLOW)
    return datum


def _cross(series: list[Option], level: Level | None) -> None:
    if level is not None:
        series[0]["markLine"] = looks.across(level.value, level.text)


def _key(one: Series, *, line: bool = False) -> Option:
    """The legend's mark of a series: said apart, because hollow and dashed ones would not be
    themselves there."""
    if line:
        style = looks.stroke(one.look)["itemStyle"] | {"decal": looks.PLAIN}
        return {"name": one.name, "icon": "circle", "itemStyle": style}
    return {"name": one.name, "icon": "rect", "itemStyle": looks.fill(one.look)}


def _grid(right: int, *, top: int, bottom: int = 2) -> Option:
    return {"left": 6, "right": right, "top": top, "bottom": bottom, "containLabel": True}


def _room(level: Level | None, least: int) -> int:
    """Pixels at the right for the text of a level."""
    if level is None:
        return least
    longest = max(level.text.split("\n"), key=_wide)
    return max(least, 14 + _wide(longest))


def _wide(text: str) -> int:
    """About how many pixels a text takes: Chinese a full size, the rest a little over half."""
    return sum(looks.SIZE if ord(sign) > 0x2E80 else 7 for sign in text)
