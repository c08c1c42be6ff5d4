"""退回重办: how many, why, where most."""

from collections import Counter
from collections.abc import Iterator

from reports.bulletins.blocks import Block, Paragraph
from reports.bulletins.cells import Cell, Rate
from reports.bulletins.composing.told import Told
from reports.bulletins.gathering.from_orders import NO_REASON
from reports.bulletins.phrases import many, percent
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_REWORK = "orders.rework_rate"
_OTHER = "rework.other"


def rework(told: Told) -> Iterator[Block]:
    """Nothing reworked: it says so."""
    f = told.figures
    rate = f.rate(_REWORK)
    if not rate.numerator:
        yield Paragraph(f"{told.shape.now}到期工单无退回重办。")
        return
    reasons = _reasons(told)
    main = "和".join(
        f"{name}（{n}件，占{percent(Rate(n, rate.numerator))}）" for name, n in reasons[:2] if n
    )
    most = max(f.units, key=lambda unit: f.count(_REWORK, unit.key))
    yield Paragraph(
        f"经回访核实退回重办{many(rate.numerator)}，重办率{percent(rate)}。主要原因是{main}。"
        f"重办最多的是{most.name}，{f.count(_REWORK, most.key)}件。"
    )
    yield _table(told, reasons)


def _reasons(told: Told) -> list[tuple[str, int]]:
    """Name and count, most first, 其他 last."""
    found: Counter[str] = Counter()
    for (reason, _), n in told.figures.reasons.items():
        found[reason] += n
    ordered = sorted(found.items(), key=lambda one: (one[0] in (_OTHER, NO_REASON), -one[1]))
    return [(_name(told, reason), n) for reason, n in ordered]


def _table(told: Told, reasons: list[tuple[str, int]]) -> Table:
    f = told.figures
    groups = {name: {unit.key for unit in units} for name, units in f.groups.items()}
    total = f.count(_REWORK)

    def counted(name: str | None, keys: set[str]) -> int:
        return sum(
            n
            for (reason, unit), n in f.reasons.items()
            if unit in keys and (name is None or _name(told, reason) == name)
        )

    def cells(name: str, wanted: str | None, n: int) -> tuple[Cell, ...]:
        return (name, *(counted(wanted, keys) for keys in groups.values()), n, Rate(n, total))

    rows = [Row(cells(name, name, n)) for name, n in reasons]
    rows.append(Row(cells("合计", None, total), RowKind.TOTAL))
    each = min(25.0, (told.area - 72) / len(groups))
    last = 1 + len(groups)
    return Table(
        "退回重办原因（件）",
        (
            Column("原因", told.area - 36 - each * len(groups), Align.LEFT),
            *(Column(_broken(name), each, pad=each / 3, adds=True) for name in groups),
            Column("合计", 17, pad=5, adds=True),
            Column("占比\n（%）", 19, pad=4, share=last),
        ),
        tuple(rows),
    )


def _broken(name: str) -> str:
    """A long name of a group in two lines."""
    half = (len(name) + 1) // 2
    return name if len(name) <= 6 else f"{name[:half]}\n{name[half:]}"


def _name(told: Told, reason: str) -> str:
    return told.figures.divided("reason").get(reason, reason)
