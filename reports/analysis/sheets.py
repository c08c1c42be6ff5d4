"""Each table of the analysis as rows for a spreadsheet: a head, then plain values."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from orders.period import SHANGHAI
from reports.analysis.districts import Districts
from reports.analysis.flow import Flow
from reports.analysis.hours import WEEKDAYS, Hours
from reports.analysis.repeats import Repeats
from reports.analysis.themes import Theme
from reports.csv_lines import Cell
from reports.rounding import NOTHING, round_to

Rows = Iterator[list[Cell]]


def themes_sheet(themes: Sequence[Theme]) -> Rows:
    """A row a theme."""
    yield ["代码", "主题", "件数", "预期", "倍数", "突增界限", "判断", "预期的算法"]
    for one in themes:
        expected, times = one.expected, one.surge.times
        yield [
            one.category.code,
            " › ".join(one.category.path),
            one.count,
            None if expected is None else round_to(expected.mean, 1),
            None if times is None else round_to(times, 2),
            one.limit,
            verdict(one),
            one.basis,
        ]


def verdict(one: Theme) -> str:
    """突增, 正常, or — where nothing can be said."""
    return NOTHING if one.surge.unusual is None else "突增" if one.unusual else "正常"


def repeats_sheet(by_citizen: Repeats, by_place: Repeats) -> Rows:
    """A row an order of each group that is listed."""
    yield ["种类", "组", "类别", "地点", "工单号", "受理时刻", "状态"]
    for kind, repeats in (("同一市民", by_citizen), ("同一地点", by_place)):
        for place, group in enumerate(repeats.groups, start=1):
            for order in group.orders:
                received = f"{order.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
                state = order.get_state_display()
                matter = " › ".join(group.matter)
                yield [kind, place, matter, group.place, order.number, received, state]


def districts_sheet(found: Districts) -> Rows:
    """A row a district and category."""
    yield ["区域", "类别", "件数", "占本区域（%）", "本区域件数", "占全部（%）"]
    for row in found.rows:
        for one in row.cells:
            share, of = _percent(one.share), _percent(row.share)
            yield [row.name, one.name, one.count, share, row.count, of]


def hours_sheet(found: Hours) -> Rows:
    """A row an hour and weekday."""
    yield ["时段", "星期", "转人工（个）", "接通（个）", "接通率（%）", "每个这样的日子（个）"]
    for hour, cells in found.rows:
        for weekday, one in zip(WEEKDAYS, cells, strict=True):
            rate = _percent(Fraction(one.answered, one.offered) if one.offered else None)
            mean = None if one.a_day is None else round_to(one.a_day, 1)
            yield [f"{hour}时", f"周{weekday}", one.offered, one.answered, rate, mean]


def flow_sheet(flow: Flow) -> Rows:
    """A row a link."""
    yield ["段", "从", "到", "件数"]
    for words, links in (("渠道到单位", flow.arriving), ("单位到结果", flow.leaving)):
        for (source, target), many in links.items():
            yield [words, source, target, many]


def _percent(share: Fraction | None) -> Cell:
    return None if share is None else round_to(100 * share, 2)
