"""What the compact sheets share: frame, tiles, units with most and with most overdue."""

from collections.abc import Sequence
from datetime import date

from reports.bulletins.blocks import Block, Bulletin, Tile, numbered
from reports.bulletins.cells import Cell, Points, Rate, signed
from reports.bulletins.composing.overdue import still_open, worst
from reports.bulletins.composing.told import Told
from reports.bulletins.composing.volumes import ranked
from reports.bulletins.figures import WHOLE
from reports.bulletins.kinds import number
from reports.bulletins.phrases import counted
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_SENT, _ON_TIME = "orders.dispatched", "orders.on_time_rate"
TOP = 5  # units and themes that have lines of their own


def sheet(told: Told, on: date, title: str, blocks: Sequence[Block], supersedes: str) -> Bulletin:
    """The bulletin of that day, in one frame for all sheets."""
    f = told.figures
    return numbered(
        Bulletin(
            layout=told.shape.layout,
            masthead=f"{f.city}{told.shape.masthead}",
            number=number(f.period, corrected=bool(supersedes)),
            issuer=f.issuer,
            date=on,
            title=title,
            supersedes=supersedes,
            blocks=tuple(blocks),
        )
    )


def rate_tile(told: Told, name: str, code: str, under: str, groups: str = WHOLE) -> Tile:
    """A rate with its parts, and how far it moved from the period before."""
    rate, base = told.figures.rate(code, groups), told.figures.base_rate(code, groups)
    moved = signed(Points(rate, base).printed)
    return Tile(
        name,
        str(rate),
        rate.unit,
        (f"{rate.numerator}÷{under}{rate.denominator}", f"较{told.shape.before} {moved} 个百分点"),
    )


def overdue_words(told: Told) -> str:
    """What of the period's due is still open and overdue, whose it is, and the stock."""
    f, now = told.figures, told.shape.now
    holding = sorted(
        ((unit.name, n) for unit in f.units if (n := still_open(told, unit.key))),
        key=lambda one: -one[1],
    )
    stock = f.count("orders.open_overdue")
    kept = f"全市超期未办结存量{stock}件。" if stock else "没有超期未办结的存量。"
    if not holding:
        return f"{now}到期工单无超期未办结。{kept}"
    return (
        f"{now}到期工单中{sum(n for _, n in holding)}件超期未办结，涉及{len(holding)}个单位："
        f"{counted(holding, 8)}。{kept}"
    )


def sent_table(told: Told, mm: Sequence[float]) -> Table:
    """The units given most, the others in one row."""
    f = told.figures
    total = f.count(_SENT)
    top = [unit for unit, _ in ranked(told, _SENT)[:TOP]]
    rest = [unit.key for unit in f.units if unit not in top]

    def cells(name: str, keys: list[str]) -> tuple[Cell, ...]:
        n = f.count(_SENT, keys)
        return name, n, Rate(n, total)

    rows = [Row(cells(unit.name, [unit.key])) for unit in top]
    if rest:
        rows.append(Row(cells(f"其余{len(rest)}个单位", rest)))
    rows.append(Row(cells("合计", list(f.unit_keys)), RowKind.TOTAL))
    return Table(
        f"派单量前{len(top)}位的单位" if top else "各单位派单量",
        (
            Column("单位", mm[0], Align.LEFT),
            Column("派单\n（件）", mm[1], pad=3, adds=True),
            Column("占比\n（%）", mm[2], pad=2.5, share=1),
        ),
        tuple(rows),
        air=2.2,
    )


def late_table(told: Told, mm: Sequence[float]) -> Table:
    """The units with most still open, the others in one row."""
    f = told.figures
    found = worst(told)
    top = found[:TOP]
    rest = [unit.key for unit in f.units if unit not in top]

    def cells(name: str, keys: list[str]) -> tuple[Cell, ...]:
        rate = f.rate(_ON_TIME, keys)
        return name, rate.denominator, rate.numerator, rate, still_open(told, keys)

    rows = [Row(cells(unit.name, [unit.key])) for unit in top]
    if rest:
        rows.append(Row(cells(f"其余{len(rest)}个单位" if top else f"{len(rest)}个单位", rest)))
    rows.append(Row(cells("合计", list(f.unit_keys)), RowKind.TOTAL))
    return Table(
        f"{told.shape.now}到期超期的单位",
        (
            Column("单位", mm[0], Align.LEFT),
            Column("应办结\n（件）", mm[1], pad=3, adds=True),
            Column("按期办结\n（件）", mm[2], pad=4, adds=True),
            Column("按期率\n（%）", mm[3], pad=2, rate=(2, 1)),
            Column("未办结\n（件）", mm[4], pad=4, adds=True),
        ),
        tuple(rows),
        air=2.2,
    )
