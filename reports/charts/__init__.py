"""One definition of a chart for page and paper: plain values -> an ECharts option -> SVG."""

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
    Side,
    described,
)
from reports.charts.option import option_of
from reports.charts.paper import ChartError, svg_of

__all__ = [
    "Bars",
    "Chart",
    "ChartError",
    "Columns",
    "Flows",
    "Level",
    "Lines",
    "Look",
    "Moves",
    "Series",
    "Shares",
    "Side",
    "described",
    "option_of",
    "svg_of",
]
