"""附件: a line a unit, sub-totals by group, the total, and what the columns are."""

from reports.bulletins.blocks import Annex
from reports.bulletins.cells import Cell, Interval
from reports.bulletins.composing.overdue import still_open
from reports.bulletins.composing.told import Told
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_SENT, _ON_TIME, _LATE = "orders.dispatched", "orders.on_time_rate", "orders.overdue_rate"
_SATISFIED, _REWORK = "orders.satisfied_rate", "orders.rework_rate"


def annex(told: Told) -> Annex:
    """The whole of it, as a part of its own."""
    return Annex(annex_title(told), (_table(told),))


def annex_title(told: Told) -> str:
    """As the text names it too."""
    return f"{told.figures.period.label}各单位主要指标"


def _table(told: Told) -> Table:
    f = told.figures
    rows = []
    for name, units in f.groups.items():
        keys = [unit.key for unit in units]
        rows.append(Row((name,), RowKind.GROUP))
        rows += [Row(_cells(told, unit.name, [unit.key])) for unit in units]
        rows.append(Row(_cells(told, "小计", keys), RowKind.SUBTOTAL))
    rows.append(Row(_cells(told, "合计", list(f.unit_keys)), RowKind.TOTAL))
    last = f.period.last
    return Table(
        "",
        (
            Column("单位", 25, Align.LEFT),
            Column("派单\n（件）", 11, adds=True),
            Column("应办结\n（件）", 12, adds=True),
            Column("按期\n办结\n（件）", 11.5, adds=True),
            Column("按期\n办结率\n（%）", 13, rate=(3, 2)),
            Column("超期\n（件）", 9.5, adds=True),
            Column("未办结\n（件）", 11, pad=2, adds=True),
            Column("评价\n（件）", 11.5, adds=True),
            Column("满意\n（件）", 11, adds=True),
            Column("满意率\n（%）", 12.5, rate=(8, 7)),
            Column("满意率\n95%区间\n（%）", 19, pad=1),
            Column("重办\n（件）", 9, pad=1.5, adds=True),
        ),
        tuple(rows),
        size=9,
        air=2.6,
        note="注：“—”表示分母为0，不计比率。满意率=满意÷评价；95%区间按威尔逊法计算，区间宽的单位不宜"
        f"只看名次。统计截至{last.year}年{last.month}月{last.day}日24时；数据口径版本{f.version}。",
    )


def _cells(told: Told, name: str, keys: list[str]) -> tuple[Cell, ...]:
    f = told.figures
    on_time, satisfied = f.rate(_ON_TIME, keys), f.rate(_SATISFIED, keys)
    return (
        name,
        f.count(_SENT, keys),
        on_time.denominator,
        on_time.numerator,
        on_time,
        f.count(_LATE, keys),
        still_open(told, keys),
        satisfied.denominator,
        satisfied.numerator,
        satisfied,
        Interval(satisfied.numerator, satisfied.denominator),
        f.count(_REWORK, keys),
    )
