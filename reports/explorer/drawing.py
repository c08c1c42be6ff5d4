"""Which chart an answer has: lines over days, columns over hours, bars over other groups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import floor

from orders.period import Period, shanghai_day
from reports.answering import asked
from reports.asking import MOST_DAYS, Question, divided
from reports.charts import Bars, Chart, Columns, Lines, Look, Series
from reports.charts.on_page import NARROW, WIDE, Drawn, drawn, every
from reports.explorer.choice import Choice
from reports.explorer.figures import Figures
from reports.explorer.table import table_order
from reports.measure import DAY, Measured, evaluate
from reports.rounding import in_unit, round_to
from reports.statistic import Statistic

_LOOKS = (Look.DARK, Look.MID, Look.HOLLOW)
_MOST_BARS = 20
_COLUMNS = frozenset({"hour", "weekday"})
_STEPS = {90: 2.0, 80: 5.0}


def drawings(figures: Figures, choice: Choice) -> Drawn | None:
    """The chart for a desk and for a phone; None where nothing is to be drawn."""
    made = {width: chart_of(figures, choice, width) for width in (WIDE, NARROW)}
    whole = {width: one for width, one in made.items() if one is not None}
    return drawn(whole.__getitem__) if len(whole) == len(made) else None


def chart_of(figures: Figures, choice: Choice, width: int = WIDE) -> Chart | None:
    """The chart of that width; without groups the first count goes day by day. A table of one
    statistic draws it in its own lines; rates of groups are not drawn without their intervals."""
    question = figures.question
    if figures.is_empty:
        return None
    if not question.by:
        return _trend(question, width)
    if question.by == DAY:
        rows = {
            code: [figures.rows[day, code].now for day in figures.groups]
            for code in _alike(question)
        }
        return _by_day(question, rows, width)
    if question.by in _COLUMNS:
        return _columns(figures, width)
    counts = figures.statistics[0].denominator is None
    return _bars(figures, choice, width) if counts and len(figures.statistics) > 1 else None


def _trend(question: Question, width: int) -> Chart | None:
    able = [one for one in question.statistics if divided(one, [DAY, *question.where])]
    chosen = next((one for one in able if not one.is_rate), able[0] if able else None)
    if chosen is None or question.period.length > MOST_DAYS:
        return None
    one = replace(question, statistics=(chosen,), by=DAY)
    found = evaluate(
        one.statistics,
        period=one.period,
        as_of=one.as_of,
        where=asked(one).where,
        by=DAY,
    )
    return _by_day(one, {chosen.code: found}, width)


def _alike(question: Question) -> list[str]:
    """The first ones of the first's unit: one axis serves them all."""
    first = question.statistics[0]
    some = [one.code for one in question.statistics if one.unit == first.unit]
    return some[: len(_LOOKS)]


def _by_day(question: Question, rows: Mapping[str, Sequence[Measured]], width: int) -> Chart | None:
    days = _come(question.period, question)
    if days < 2:
        return None
    series = [
        Series(some[0].statistic.name, tuple(map(_value, some[:days])), look)
        for some, look in zip(rows.values(), _LOOKS, strict=False)
    ]
    values = [value for one in series for value in one.values if value is not None]
    if not values:
        return None
    of = next(iter(rows.values()))[0].statistic
    low, high, step = _axis(of, min(values))
    months = question.period.days[:days]
    return Lines(
        title=_titled(question, [one.name for one in series], "逐日"),
        unit=of.unit,
        source=_source(question),
        categories=tuple(f"{day.month}月{day.day}日" for day in months),
        series=tuple(series),
        width=width,
        height=240,
        low=low,
        high=high,
        step=step,
        every=every(days, 11 if width == WIDE else 5),
    )


def _come(period: Period, question: Question) -> int:
    """How many of its days had begun as of the moment."""
    return sum(day <= shanghai_day(question.as_of) for day in period.days)


def _axis(of: Statistic, least: float) -> tuple[float | None, float | None, float | None]:
    """A rate that is high all along is drawn near 100, where its ups and downs are seen."""
    if of.unit != "%" or least < 50:
        return None, None, None
    low = min(floor(least / 10) * 10, 90)
    return float(low), 100.0, _STEPS.get(low, 10.0)


def _columns(figures: Figures, width: int) -> Chart:
    question, of = figures.question, figures.statistics[0]
    found = [figures.rows[group, of.code].now for group in figures.groups]
    return Columns(
        title=_titled(question, [of.name], ""),
        unit=of.unit,
        source=_source(question),
        categories=tuple(figures.groups.values()),
        series=(Series(of.name, tuple(map(_value, found)), Look.MID),),
        width=width,
        height=240,
        every=1 if len(found) < 10 else 2 if width == WIDE else 4,
    )


def _bars(figures: Figures, choice: Choice, width: int) -> Chart | None:
    question, of = figures.question, figures.statistics[0]
    groups = table_order(figures, choice).full[:_MOST_BARS]
    found = [figures.rows[group, of.code].now for group in groups]
    if not any(one.value for one in found):
        return None
    more = f"前{len(groups)}" if len(groups) == _MOST_BARS else ""
    return Bars(
        title=_titled(question, [of.name], more),
        unit=of.unit,
        source=_source(question),
        categories=tuple(figures.groups[group] for group in groups),
        series=(
            Series(
                of.name,
                tuple(map(_value, found)),
                Look.MID,
                tuple(one.shown for one in found),
            ),
        ),
        width=width,
    )


def _titled(question: Question, names: Sequence[str], more: str) -> str:
    parts = ["、".join(names), question.period.label]
    return "，".join([*parts, *([more] if more else [])])


def _source(question: Question) -> str:
    return f"截至{question.as_of:%Y-%m-%d %H:%M}"


def _value(one: Measured) -> float | None:
    if one.value is None:
        return None
    of = one.statistic
    return float(round_to(in_unit(one.value, of.unit), of.places, of.rounding))
