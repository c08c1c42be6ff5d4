"""What stands in a bulletin's tiles and charts beside what the statistics command answers."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from reports.bulletins.blocks import Bulletin, Drawing, Tile, Tiles
from reports.bulletins.figures import Figures, When
from tests.reports.bulletins.agreement.asking import Answers, Statistics, span_of

_TILES = {
    "转人工来电": "calls.offered",
    "接通率": "calls.answered_rate",
    "15秒接通率": "calls.answered_15s_rate",
    "受理量": "demands.accepted",
    "派单量": "demands.dispatched",
    "办结率": "orders.completed_rate",
    "按期办结率": "orders.on_time_rate",
    "满意率": "orders.satisfied_rate",
    "解决率": "orders.solved_rate",
    "超期未办结存量": "orders.open_overdue",
}
_ACCEPTED, _SENT, _SATISFIED = "demands.accepted", "orders.dispatched", "orders.satisfied_rate"
Fault = tuple[object, ...]


def faults(bulletin: Bulletin, figures: Figures, statistics: Statistics) -> Iterator[Fault]:
    """Of all tiles and charts."""
    for block in bulletin.every:
        if isinstance(block, Tiles):
            for tile in block.items:
                yield from _tile(tile, figures, statistics)
        elif isinstance(block, Drawing):
            found, wanted = _values(block, figures, statistics)
            if found != wanted:
                yield block.title, found, wanted


def _tile(tile: Tile, figures: Figures, statistics: Statistics) -> Iterator[Fault]:
    code, beside = _TILES[tile.name], "  ".join(tile.beside)
    now = _ask(figures, statistics, When.NOW)
    assert now is not None
    parts, shown = now.of(code), now.shown(code)
    if tile.value != re.sub(r"[^\d.—]", "", shown):
        yield tile.name, tile.value, shown
    if parts.d is not None and not re.search(rf"^{parts.n}÷\D*{parts.d}\b", beside):
        yield tile.name, beside, parts
    before = _ask(figures, statistics, When.PREVIOUS)
    if parts.d is None:
        usual = _ask(figures, statistics, When.WEEK_BEFORE)
        wanted = f"前一日 {before.of(code).n if before else '—'}"
        if "7日均" in beside:
            wanted += f"  7日均 {_mean(usual.of(code).n) if usual else '—'}"
        if beside != wanted:
            yield tile.name, beside, wanted
    elif f" {_points(now, before, code)}" not in beside:
        yield tile.name, beside, _points(now, before, code)


def _points(now: Answers, before: Answers | None, code: str) -> str:
    if before is None or "—" in (now.shown(code), before.shown(code)):
        return "—"
    moved = Decimal(now.shown(code)[:-1]) - Decimal(before.shown(code)[:-1])
    return f"{moved:+}".replace("-", "−") if moved else "0.00"


def _mean(count: int) -> Decimal:
    return (Decimal(count) / 7).quantize(Decimal(1), ROUND_HALF_UP)


def _values(
    drawing: Drawing, figures: Figures, statistics: Statistics
) -> tuple[Sequence[object], Sequence[object]]:
    """What is drawn, and what should be."""
    chart, title = drawing.chart, drawing.chart.title
    values, names = list(chart.series[0].values), list(chart.categories)
    if "得分" in title:
        return [], []  # points of a rule: no statistic
    if "评价构成" in title:
        satisfied = _now(figures, statistics).of(_SATISFIED)
        counts = [int(one.values[-1] or 0) for one in chart.series]
        return [sum(counts[:3]), sum(counts)], [satisfied.n, satisfied.d]
    if "主题" in title:
        both = [one.values for one in chart.series if one.name != "预期"]
        values = [next(n for n in some if n is not None) for some in zip(*both, strict=True)]
        return values, [_theme(figures, statistics, name) for name in names]
    if "承办量" in title:
        units = _now(figures, statistics, "unit")
        sent = {name: units.of(_SENT, [key]).n for key, name in units.groups.items()}
        return values, [sent[name] for name in names]
    by = "hour" if "分时" in title else "day"
    counted = _now(figures, statistics, by)
    each = {key: counted.of(_ACCEPTED, [key]).n for key in counted.groups}
    if "各月" in title:
        months = sorted({str(day)[:7] for day in each})
        return values, [sum(n for d, n in each.items() if str(d)[:7] == one) for one in months]
    return values, list(each.values())


def _theme(figures: Figures, statistics: Statistics, name: str) -> int:
    [code] = [one for one, called in figures.divided("theme").items() if called == name]
    answers = _now(figures, statistics, "category")
    return answers.of(_ACCEPTED, [k for k in answers.groups if k[:5] == code]).n


def _now(figures: Figures, statistics: Statistics, by: str = "") -> Answers:
    found = _ask(figures, statistics, When.NOW, by)
    assert found is not None
    return found


def _ask(figures: Figures, statistics: Statistics, when: When, by: str = "") -> Answers | None:
    span = span_of(figures, when)
    return None if span is None else statistics.ask(span, by)
