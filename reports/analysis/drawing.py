"""The charts of the analysis at two widths: themes beside what was expected, and flows."""

from collections.abc import Sequence

from orders.period import Period
from reports.analysis.flow import Flow
from reports.analysis.themes import Theme
from reports.charts import Bars, Flows, Look, Series
from reports.charts.on_page import Drawn, drawn
from reports.rounding import round_to

_SHOWN = 10


def themes_drawn(themes: Sequence[Theme], period: Period) -> Drawn | None:
    """The first ten beside what was expected; None where there is nothing to draw."""
    some = themes[:_SHOWN]
    if not some:
        return None
    return drawn(lambda width: _themes(some, period, width))


def flow_drawn(flow: Flow, period: Period) -> Drawn | None:
    """From channel to handler to result; None where nothing flowed."""
    if not flow.total:
        return None
    return drawn(lambda width: _flow(flow, period, width))


def _themes(some: Sequence[Theme], period: Period, width: int) -> Bars:
    counts = tuple(one.count for one in some)
    texts = tuple(_beside(one) for one in some)
    series = [Series("本期", counts, Look.MID, texts)]
    if any(one.unusual for one in some):
        usual = tuple(None if one.unusual else one.count for one in some)
        risen = tuple(one.count if one.unusual else None for one in some)
        series = [Series("本期", usual, Look.MID, texts), Series("突增", risen, Look.ALARM)]
    if any(one.expected for one in some):
        expected = tuple(
            None if one.expected is None else float(round_to(one.expected.mean, 1)) for one in some
        )
        series.append(Series("预期", expected, Look.HOLLOW))
    return Bars(
        title=f"{period.label}受理量前{len(some)}位的主题" + ("与预期" if len(series) > 1 else ""),
        unit="件",
        source="受理记录",
        categories=tuple(one.category.name for one in some),
        series=tuple(series),
        width=width,
    )


def _beside(one: Theme) -> str:
    if one.unusual and one.surge.times is not None:
        return f"{one.count}  {round_to(one.surge.times, 2)}倍"
    return str(one.count)


def _flow(flow: Flow, period: Period, width: int) -> Flows:
    columns = (flow.channels, flow.handlers, flow.results)
    nodes = {name: many for column in columns for name, many in column.items()}
    links = [*flow.arriving.items(), *flow.leaving.items()]
    return Flows(
        title=f"{period.label}受理的诉求，从渠道到单位到结果",
        unit="件",
        source="受理记录",
        categories=tuple(nodes),
        series=(Series("件数", tuple(nodes.values()), texts=tuple(map(str, nodes.values()))),),
        columns=tuple(len(column) for column in columns),
        links=tuple((source, target, many) for (source, target), many in links if many),
        width=width,
    )
