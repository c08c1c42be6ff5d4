"""日统计: one page, read in a minute before the morning meeting."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from reports.bulletins.blocks import Block, Bulletin, Drawing, Note, Pair, Paragraph, Tile, Tiles
from reports.bulletins.cells import Cell, Growth, Points, Rate, printed, signed
from reports.bulletins.composing.intake import channels_of
from reports.bulletins.composing.overdue import still_open
from reports.bulletins.composing.sheet import late_table, sent_table, sheet
from reports.bulletins.composing.themes import found_themes
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import WHOLE, When, key
from reports.bulletins.phrases import stock, trend
from reports.bulletins.table import Align, Column, Row, RowKind, Table
from reports.charts import Columns, Look, Series
from reports.rounding import round_to

_ACCEPTED, _SENT, _ON_TIME = "demands.accepted", "demands.dispatched", "orders.on_time_rate"
_DAYS = "一二三四五六日"
_WEEK = 7


def daily(told: Told, on: date, supersedes: str = "") -> Bulletin:
    """The sheet of one day."""
    day = told.figures.period.first
    blocks: list[Block] = [
        Paragraph(_summary(told)),
        _tiles(told),
        Drawing(_hours(told)),
        Pair(_channels(told), _themes(told)),
        Pair(sent_table(told, (44, 16, 16)), late_table(told, (27, 16, 17, 15, 15))),
        Note(
            "注：接通率、15秒接通率的分母为转人工来电；按期办结率的分母为当日应办结；“7日均”为前7日"
            "的日均；“派单量”为当日受理的诉求中派出的，各单位派单为当日派出的工单，含往日受理的。日数据为当日24时的情况，后续更正计入月通报。"
        ),
    ]
    title = f"{day.year}年{day.month}月{day.day}日（星期{_DAYS[day.weekday()]}）"
    return sheet(told, on, title, blocks, supersedes)


def _summary(told: Told) -> str:
    f = told.figures
    n, before = f.count(_ACCEPTED), f.base(_ACCEPTED)
    if not n and not f.under(_ON_TIME):
        return "当日没有受理诉求，也没有应办结的工单。"
    rate, left = f.rate(_ON_TIME), still_open(told, WHOLE)
    kept = f.count("orders.open_overdue")
    due = (
        f"应办结{rate.denominator}件，按期办结{rate.numerator}件；"
        if rate.denominator
        else "当日没有应办结的工单；"
    )
    return (
        f"当日受理诉求{n}件，{trend('较前一日', '前一日', n, before)}；"
        f"直接答复{f.count('demands.direct')}件，派单{f.count(_SENT)}件。{_peak(told)}{due}"
        f"当日到期未办结{left}件，超期未办结存量{kept}件，"
        f"{stock(kept, f.base('orders.open_overdue'), '较前一日', '前一日')}。"
    )


def _peak(told: Told) -> str:
    counts = [told.figures.count(_ACCEPTED, key("hour", hour)) for hour in range(24)]
    most = max(counts)
    return f"受理高峰在{counts.index(most)}时，{most}件。" if most else ""


def _mean(told: Told, code: str, groups: str = WHOLE, places: int = 0) -> Decimal | None:
    """The mean of the seven days before; None where there are no records of them."""
    week = told.figures.base(code, groups, When.WEEK_BEFORE)
    return None if week is None else round_to(Fraction(week, _WEEK), places)


def _tiles(told: Told) -> Tiles:
    f = told.figures

    def count(name: str, code: str, unit: str = "件", mean: bool = True) -> Tile:
        beside = f"前一日 {printed(f.base(code))}"
        if mean:
            beside += f"  7日均 {printed(_mean(told, code))}"
        return Tile(name, str(f.count(code)), unit, (beside,))

    def rate(name: str, code: str) -> Tile:
        now = f.rate(code)
        moved = signed(Points(now, f.base_rate(code)).printed)
        return Tile(name, str(now), "%", (f"{now.numerator}÷{now.denominator}  较前一日 {moved}",))

    return Tiles(
        (
            count("转人工来电", "calls.offered", "次"),
            rate("接通率", "calls.answered_rate"),
            rate("15秒接通率", "calls.answered_15s_rate"),
            count("受理量", _ACCEPTED),
            count("派单量", _SENT),
            rate("按期办结率", _ON_TIME),
            rate("满意率", "orders.satisfied_rate"),
            count("超期未办结存量", "orders.open_overdue", mean=False),
        )
    )


def _hours(told: Told) -> Columns:
    f = told.figures
    counts = tuple(f.count(_ACCEPTED, key("hour", hour)) for hour in range(24))
    line = None
    if f.has(When.WEEK_BEFORE):
        means = tuple(
            f.count(_ACCEPTED, key("hour", hour), When.WEEK_BEFORE) / _WEEK for hour in range(24)
        )
        line = Series("前7日均", means, Look.HOLLOW)
    return Columns(
        title="分时受理量",
        unit="件",
        source="受理记录",
        categories=tuple(str(hour) for hour in range(24)),
        series=(Series("当日", counts),),
        line=line,
        height=138,
        width=told.width,
    )


def _channels(told: Told) -> Table:
    f = told.figures
    total, before = f.count(_ACCEPTED), f.base(_ACCEPTED)

    def grown(keys: list[str], n: int) -> Growth:
        return Growth(n, f.base(_ACCEPTED, keys))

    rows = [
        Row((name, n, Rate(n, total), grown(keys, n))) for keys, name, n in channels_of(told, 7)
    ]
    rows.append(Row(("合计", total, Rate(total, total), Growth(total, before)), RowKind.TOTAL))
    return Table(
        "分渠道受理",
        (
            Column("渠道", 36, Align.LEFT),
            Column("受理\n（件）", 12, pad=2, adds=True),
            Column("占比\n（%）", 14, pad=1.6, share=1),
            Column("较前日\n（%）", 14, pad=1.2),
        ),
        tuple(rows),
        air=2.2,
    )


def _themes(told: Told) -> Table:
    rows = []
    for one in found_themes(told)[:8]:
        usual = _mean(told, _ACCEPTED, one.key, 1)
        surge = replace(one, expected=Fraction(usual) if usual else None).surge(told.shape)
        times = None if surge.times is None else round_to(surge.times, 2)
        cells: tuple[Cell, ...] = (
            one.name,
            one.count,
            usual,
            times,
            None if surge.unusual is None else "突增" if surge.unusual else "正常",
        )
        rows.append(Row(cells))
    return Table(
        "热点主题",
        (
            Column("主题", 34, Align.LEFT),
            Column("受理\n（件）", 15, pad=3),
            Column("7日均\n（件）", 16, pad=3),
            Column("倍数", 12, pad=2),
            Column("提示", 13, Align.CENTER),
        ),
        tuple(rows) or (Row(("无", 0, None, None, None)),),
        air=2.2,
    )
