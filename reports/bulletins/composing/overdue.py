"""超期工单: what was late, what is still open, who holds it, and by when it must be cleared."""

from collections.abc import Iterator

from reports.bulletins.blocks import Block, Layout, Paragraph
from reports.bulletins.cells import Cell
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import Unit
from reports.bulletins.phrases import many, percent
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_LATE, _DONE = "orders.overdue_rate", "orders.completed_rate"
_TOP = {Layout.PAPER: 6, Layout.SHEET: 5}


def overdue(told: Told) -> Iterator[Block]:
    """Nothing late: it says so."""
    f, shape = told.figures, told.shape
    late = f.rate(_LATE)
    stock = f.count("orders.open_overdue")
    kept = f"连同往期，超期未办结存量{many(stock)}。" if stock else "没有超期未办结的存量。"
    if not late.numerator:
        yield Paragraph(f"{shape.now}到期工单无超期。{kept}")
        return
    holding = [unit for unit in f.units if still_open(told, unit.key)]
    left = sum(still_open(told, unit.key) for unit in f.units)
    open_words = (
        f"{shape.end}未办结{many(left)}，涉及{len(holding)}个单位"
        if left
        else f"{shape.end}均已办结"
    )
    ask = "请有关单位尽快办结并书面说明原因。" if left else ""
    yield Paragraph(
        f"应办结工单超期{many(late.numerator)}，超期率{percent(late)}，"
        f"其中逾期后办结{many(late.numerator - left)}、{open_words}。{kept}{ask}"
    )
    yield _table(told)


def still_open(told: Told, groups: str | list[str]) -> int:
    """Due and not completed by the moment: of these the limit has passed."""
    done = told.figures.rate(_DONE, groups)
    return done.denominator - done.numerator


def worst(told: Told) -> list[Unit]:
    """Units with something late: most still open first, then most late."""
    f = told.figures
    late = [unit for unit in f.units if f.count(_LATE, unit.key)]
    return sorted(late, key=lambda unit: (-still_open(told, unit.key), -f.count(_LATE, unit.key)))


def _table(told: Told) -> Table:
    f = told.figures
    found, most = worst(told), _TOP[told.shape.layout]
    top = found[:most] if len(found) > most + 1 else found
    rest = [unit.key for unit in f.units if unit not in top]

    def cells(name: str, keys: list[str]) -> tuple[Cell, ...]:
        late, left = f.rate(_LATE, keys), still_open(told, keys)
        longest = max(f.count("longest", key) for key in keys)
        return (
            name,
            late.denominator,
            late.numerator,
            late,
            late.numerator - left,
            left,
            longest or None,
        )

    rows = [Row(cells(unit.name, [unit.key])) for unit in top]
    if rest:
        rows.append(Row(cells(f"其余{len(rest)}个单位", rest)))
    rows.append(Row(cells("合计", list(f.unit_keys)), RowKind.TOTAL))
    return Table(
        f"超期工单（按{told.shape.end}未办结件数排列）",
        (
            Column("单位", told.area - 115, Align.LEFT),
            Column("应办结\n（件）", 19, pad=3.5, adds=True),
            Column("超期\n（件）", 18, pad=3.5, adds=True),
            Column("超期率\n（%）", 19, pad=3.5, rate=(2, 1)),
            Column("逾期办结\n（件）", 20, pad=4, adds=True),
            Column("未办结\n（件）", 18, pad=3.5, adds=True),
            Column("最长超期\n（自然日）", 21, pad=5),
        ),
        tuple(rows),
        air=2.6 if told.shape.layout is Layout.PAPER else 2,
    )
