"""办理时效: how the due came about, what was completed, what in time; urgent ones apart."""

from collections.abc import Iterator

from reports.bulletins.blocks import Block, Paragraph
from reports.bulletins.cells import Cell
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import When
from reports.bulletins.phrases import many, percent, points
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_DONE, _ON_TIME = "orders.completed_rate", "orders.on_time_rate"


def timeliness(told: Told) -> Iterator[Block]:
    """Nothing due: it says so."""
    f = told.figures
    due = f.under(_DONE)
    if not due:
        yield Paragraph(f"{told.shape.now}没有应办结的工单。")
        return
    yield Paragraph(_balance(told, due) + _done(told))
    yield Paragraph(urgent(told), lead="紧急工单：")
    yield _table(told)


def _balance(told: Told, due: int) -> str:
    """carried + dispatched - not yet due - excluded = due, in words."""
    f, shape = told.figures, told.shape
    carried, sent = f.count("carried"), f.count("orders.dispatched")
    excluded = f.count("excluded")
    waiting = carried + sent - excluded - due
    out = f"和申诉剔除的{many(excluded)}" if excluded else ""
    return (
        f"{shape.before}转入{many(carried)}，{shape.now}派单{many(sent)}，"
        f"扣除{shape.end}未到期的{many(waiting)}{out}，应办结{many(due)}；"
    )


def _done(told: Told) -> str:
    done, on_time = told.figures.rate(_DONE), told.figures.rate(_ON_TIME)
    return (
        f"办结{many(done.numerator)}，办结率{percent(done)}，"
        f"其中按期办结{many(on_time.numerator)}，按期办结率{percent(on_time)}。"
    )


def urgent(told: Told) -> str:
    """Urgent and critical orders alone."""
    f, shape = told.figures, told.shape
    rate = f.rate(_ON_TIME, "urgent")
    if not rate.denominator:
        return f"{shape.now}没有应办结的紧急、特急工单。"
    late = rate.denominator - rate.numerator
    than = (
        f"，{points(shape.against, rate, f.base_rate(_ON_TIME, 'urgent'))}"
        if shape.against != "同比"
        else ""
    )
    return (
        f"应办结{many(rate.denominator)}，按期办结{many(rate.numerator)}，"
        f"按期办结率{percent(rate)}{than}；{f'超期{many(late)}' if late else '无超期'}。"
    )


def _table(told: Told) -> Table:
    f = told.figures
    against = When.YEAR_AGO if told.shape.against == "同比" else When.PREVIOUS
    moved = [(when, word) for when, word in told.known if when is against]

    def cells(name: str, keys: list[str]) -> tuple[Cell, ...]:
        done, on_time = f.rate(_DONE, keys), f.rate(_ON_TIME, keys)
        return (
            name,
            done.denominator,
            done.numerator,
            done,
            on_time.numerator,
            on_time,
            *(told.point_cell(_ON_TIME, keys, when) for when, _ in moved),
        )

    rows = [Row(cells(name, [unit.key for unit in units])) for name, units in f.groups.items()]
    rows.append(Row(cells("合计", list(f.unit_keys)), RowKind.TOTAL))
    return Table(
        "分组办结情况",
        (
            Column("单位分组", told.area - 100 - 20 * len(moved), Align.LEFT),
            Column("应办结\n（件）", 20, pad=3.5, adds=True),
            Column("办结\n（件）", 19, pad=3.5, adds=True),
            Column("办结率\n（%）", 19, pad=3, rate=(2, 1)),
            Column("按期办结\n（件）", 20, pad=3.5, adds=True),
            Column("按期办结率\n（%）", 22, pad=4, rate=(4, 1)),
            *(Column(f"{word}\n（百分点）", 20, pad=4) for _, word in moved),
        ),
        tuple(rows),
        note="注：按期办结率的分母为应办结，不是办结；百分点为两期印出的比率之差。",
    )
