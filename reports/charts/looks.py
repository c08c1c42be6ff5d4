"""The looks of every chart: colours by lightness, type, axes, legends, hatches.

12 px print as 9 pt and nothing is smaller. Axis text #222, grid #DDD; no second axis, no pie.
"""

from typing import Any

from reports.charts.definition import Look

# One name of family that page and paper have; in print it is the embedded font's.
FONT = "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
INK, GRID, PAPER = "#222222", "#DDDDDD", "#FFFFFF"
DARK, MID, LIGHT, ALARM = "#1B3A5C", "#6F9AC4", "#D5E1EE", "#B3261E"
SIZE = 12
Option = dict[str, Any]

PLAIN: Option = {"symbol": "none"}
HATCH: Option = {
    "symbol": "rect",
    "color": PAPER,
    "dashArrayX": [1, 0],
    "dashArrayY": [2, 4],
    "rotation": -0.785,
}
# Decals show only with all three, and without a default one every bar would get its own.
DECALS: Option = {"enabled": True, "decal": {"show": True, "decals": [PLAIN]}}
# An axis that is not shown still takes room for its labels unless they are not shown either.
NO_AXIS: Option = {
    "type": "value",
    "show": False,
    "axisLabel": {"show": False},
    "splitLine": {"show": False},
}
_FILLS = {Look.DARK: DARK, Look.MID: MID, Look.LIGHT: LIGHT, Look.ALARM: ALARM, Look.HOLLOW: PAPER}
_INKS = {Look.DARK: PAPER, Look.ALARM: PAPER}


def base() -> Option:
    """What all options begin with."""
    return {
        "animation": False,
        "backgroundColor": PAPER,
        "textStyle": {"fontFamily": FONT, "fontSize": SIZE, "color": INK},
        "aria": DECALS,
    }


def fill(look: Look) -> Option:
    """How a column or bar of that look is painted."""
    style: Option = {"color": _FILLS[look], "decal": HATCH if look is Look.ALARM else PLAIN}
    if look is Look.HOLLOW:
        style |= {"borderColor": DARK, "borderWidth": 1}
    return style


def ink_on(look: Look) -> str:
    """The colour of a text on such a bar."""
    return _INKS.get(look, INK)


def stroke(look: Look) -> Option:
    """How a line of that look and its dots are painted: hollow dots on a thin line, or solid."""
    color = _FILLS[look] if look is not Look.HOLLOW else INK
    dots = PAPER if look is Look.HOLLOW else color
    return {
        "symbol": "circle",
        "symbolSize": 5 if look is Look.HOLLOW else 6,
        "showAllSymbol": True,
        "emphasis": {"disabled": True},
        "itemStyle": {"color": dots, "borderColor": color, "borderWidth": 1.2, "opacity": 1},
        "lineStyle": {
            "color": color,
            "width": 1.2 if look is Look.HOLLOW else 2,
            "type": [6, 4] if look is Look.ALARM else "solid",
        },
    }


def label(text: str, position: str, **more: Any) -> Option:
    """A finished text beside its value; "" shows nothing."""
    return {
        "show": bool(text),
        "formatter": text.replace("{", "｛"),
        "position": position,
        "fontSize": SIZE,
        "color": INK,
    } | more


def halo() -> Option:
    """White round a text that may stand on a line."""
    return {"textBorderColor": PAPER, "textBorderWidth": 3}


def categories(names: tuple[str, ...], every: int = 1, **more: Any) -> Option:
    """The axis of categories, every nth of them written."""
    return {
        "type": "category",
        "data": list(names),
        "axisLine": {"show": True, "lineStyle": {"color": INK, "width": 1}},
        "axisTick": {"show": False},
        "axisLabel": {"interval": every - 1, "color": INK, "fontSize": SIZE},
        "splitLine": {"show": False},
    } | more


def values(unit: str, **more: Any) -> Option:
    """The axis of values with its unit above it; what is None is left to the values."""
    return {
        "type": "value",
        "name": unit,
        "nameGap": 10,
        "nameTextStyle": {"color": INK, "fontSize": SIZE, "align": "right"},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": INK, "fontSize": SIZE},
        "splitLine": {"show": True, "lineStyle": {"color": GRID, "width": 0.75}},
    } | {name: value for name, value in more.items() if value is not None}


def legend(entries: list[Option], right: int) -> Option:
    """The legend top right, in the order of the series."""
    return {
        "top": 0,
        "right": right,
        "itemWidth": 16,
        "itemHeight": 10,
        "itemGap": 16,
        "selectedMode": False,
        "textStyle": {"fontSize": SIZE, "color": INK},
        "data": entries,
    }


def across(value: float, text: str) -> Option:
    """A dashed line across with its text at the end."""
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"type": [6, 4], "color": ALARM, "width": 1.5},
        "label": label(text, "end", align="left", lineHeight=15, distance=6),
        "data": [{"yAxis": value}],
    }
