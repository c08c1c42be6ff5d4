"""回访与满意度: from completed to asked to answered to content, and who is lowest."""

from collections.abc import Iterator

from reports.bulletins.blocks import Block, Drawing, Note, Paragraph
from reports.bulletins.cells import Rate
from reports.bulletins.composing.told import Told
from reports.bulletins.figures import Unit
from reports.bulletins.gathering.rated import RATINGS, code
from reports.bulletins.phrases import many, percent
from reports.charts import Look, Series, Shares

_SATISFIED, _SOLVED = "orders.satisfied_rate", "orders.solved_rate"
_LEAST = 20
_LOOKS = {5: Look.DARK, 4: Look.MID, 3: Look.LIGHT, 2: Look.ALARM, 1: Look.HOLLOW}


def callbacks(told: Told) -> Iterator[Block]:
    """Nobody asked, or nobody answered: it says so."""
    f, now = told.figures, told.shape.now
    called, valid = f.rate("orders.callback_rate"), f.rate("orders.valid_callback_rate")
    satisfied, solved = f.rate(_SATISFIED), f.rate(_SOLVED)
    if not called.denominator and not satisfied.denominator:
        yield Paragraph(f"{now}没有审核通过的工单，也没有群众评价。")
        return
    chain = (
        f"{now}审核通过{many(called.denominator)}，回访{many(called.numerator)}，"
        f"回访率{percent(called)}；其中接通并评价{many(valid.numerator)}，"
        f"有效回访率{percent(valid)}。"
    )
    if not satisfied.denominator:
        yield Paragraph(f"{chain}{now}没有群众评价。")
        return
    yield Paragraph(
        f"{chain}{now}收到评价{many(satisfied.denominator)}，满意{many(satisfied.numerator)}，"
        f"满意率{percent(satisfied)}，{told.moved_points(_SATISFIED)}。"
        f"群众认为已解决{many(solved.numerator)}，解决率{percent(solved)}。{_lowest(told)}"
    )
    yield Drawing(_chart(told))
    yield Note(
        "注：“不满意”为不满意与非常不满意之和；各段四舍五入到一位小数，合计可能为99.9或100.1。"
    )


def _lowest(told: Told) -> str:
    """The unit with the lowest rate among those with enough answers."""
    f = told.figures
    enough = [
        (rate.printed or 0, unit, rate)
        for unit in f.units
        if (rate := f.rate(_SATISFIED, unit.key)).denominator >= _LEAST
    ]
    if len(enough) < 2:
        return ""
    _, unit, rate = min(enough, key=lambda one: one[0])
    return (
        f"评价满{_LEAST}件的单位中，满意率最低的是{unit.name}"
        f"（{rate.denominator}件中满意{rate.numerator}件，{percent(rate)}）。"
    )


def _chart(told: Told) -> Shares:
    f = told.figures
    bars: dict[str, list[str]] = {
        name: _keys(units) for name, units in f.groups.items() if f.under(_SATISFIED, _keys(units))
    }
    bars["全市"] = list(f.unit_keys)
    counts = {
        name: {rating: f.count(code(rating), keys) for rating in RATINGS}
        for name, keys in bars.items()
    }
    series = [
        Series(
            name,
            tuple(one[rating] for one in counts.values()),
            _LOOKS[rating],
            tuple(
                f"{Rate(one[rating], sum(one.values()), places=1)}" if rating > 2 else ""
                for one in counts.values()
            ),
        )
        for rating, name in RATINGS.items()
    ]
    return Shares(
        title="群众评价构成",
        unit="%",
        source="回访记录",
        categories=tuple(bars),
        series=tuple(series),
        ends=tuple(
            f"不满意 {Rate(one[2] + one[1], sum(one.values()), places=1)}"
            for one in counts.values()
        ),
        width=told.width,
    )


def _keys(units: tuple[Unit, ...]) -> list[str]:
    return [unit.key for unit in units]
