"""各单位承办情况: who was given how much, what was returned, what was signed in time."""

from collections.abc import Iterator

from reports.bulletins.blocks import Block, Drawing, Paragraph
from reports.bulletins.cells import Rate
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import Unit
from reports.bulletins.phrases import many, percent
from reports.charts import Bars, Series

_SENT = "orders.dispatched"
_TOP = 8


def volumes(told: Told) -> Iterator[Block]:
    """Nothing dispatched: it says so."""
    f = told.figures
    total = f.count(_SENT)
    if not total:
        yield Paragraph(f"{told.shape.now}没有派单。")
        return
    taken = ranked(told, _SENT)
    top = taken[:_TOP]
    most = sum(count for _, count in top)
    groups = "；".join(
        f"{name}{many(count)}，占{percent(Rate(count, total))}"
        for name, units in f.groups.items()
        if (count := f.count(_SENT, [unit.key for unit in units]))
    )
    shares = f"：{groups}" if len(f.groups) > 1 else ""
    share = (
        f"承办量前{len(top)}位的单位共{many(most)}，占{percent(Rate(most, total))}，"
        "各单位数据见附件。"
        if len(taken) > _TOP
        else "各单位数据见附件。"
    )
    # The lead counts the demands received in the period, here count the orders sent out in it.
    earlier = "（含往期受理的）" if total > f.count("demands.dispatched") else ""
    yield Paragraph(
        f"{told.shape.now}派出工单{many(total)}{earlier}，派往{len(taken)}个单位{shares}。{share}{_signed(told)}"
    )
    yield Drawing(
        Bars(
            title=f"承办量前{len(top)}位的单位及其占派单量的比例",
            unit="件",
            source="派单记录",
            categories=tuple(unit.name for unit, _ in top),
            series=(
                Series(
                    "派单",
                    tuple(count for _, count in top),
                    texts=tuple(f"{count}（{Rate(count, total, places=1)}%）" for _, count in top),
                ),
            ),
            width=told.width,
        )
    )


def ranked(told: Told, code: str) -> list[tuple[Unit, int]]:
    """The units with any, those with most first."""
    found = [(unit, told.figures.count(code, unit.key)) for unit in told.figures.units]
    return sorted([one for one in found if one[1]], key=lambda one: -one[1])


def _signed(told: Told) -> str:
    f = told.figures
    returned, signed = f.rate("orders.return_rate"), f.rate("orders.signed_on_time_rate")
    back = (
        f"退单{many(returned.numerator)}，退单率{percent(returned)}；"
        if returned.numerator
        else "没有退单；"
    )
    return (
        f"{back}及时签收{many(signed.numerator)}（{told.shape.end}仍在签收时限内的未计入），"
        f"及时签收率{percent(signed)}。"
    )
