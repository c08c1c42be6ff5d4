"""The two charts: thirty days of demands received and completed on time, and the day's calls by
hour; each with the same values as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from orders.period import span
from reports.charts import Chart, Columns, Lines, Look, Series
from reports.charts.on_page import Drawn, drawn, every
from reports.explorer.words import number
from reports.measure import DAY, Measured
from reports.overview import look as looking
from reports.overview.counting import Fresh, ask, fresh

DAYS = 30
DESK, PHONE = 860, 340  # px: a chart of two thirds of the width, and on a phone
SIDE = 420  # one third
_RECEIVED, _ON_TIME = "demands.accepted", "orders.on_time_rate"
_OFFERED, _ANSWERED = "calls.offered", "calls.answered"


@dataclass(frozen=True, slots=True)
class Course:
    """drawn: the chart for a desk and for a phone, None where it cannot be drawn; heads and rows:
    the table; is_empty: whether there is nothing in it."""

    drawn: Drawn | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fresh: Fresh
    is_empty: bool


def thirty_days(look: looking.Look) -> Course:
    """Up to the day, which may still run: each demand on the day it came, each order on the day its
    limit was reached."""
    period = span(look.day - timedelta(days=DAYS - 1), look.day)
    found = ask(look, (_RECEIVED, _ON_TIME), period, by=DAY)
    received, on_time = found.rows[_RECEIVED], found.rows[_ON_TIME]
    days = tuple(f"{day.month}月{day.day}日" for day in period.days)

    def chart(width: int) -> Chart:
        return Lines(
            title=f"近{DAYS}天受理和按期办结",
            unit="件",
            source=f"截至{look.as_of:%Y-%m-%d %H:%M}",
            categories=days,
            series=(
                Series("受理", _counts(received), Look.DARK),
                Series("按期办结", _counts(on_time), Look.MID),
            ),
            width=width,
            height=236,
            low=0,
            every=every(DAYS, 10 if width == DESK else 4),
        )

    rows = tuple(
        (name, number(came.numerator), f"{number(done.numerator)}/{number(done.denominator)}")
        for name, came, done in zip(days, received, on_time, strict=True)
    )
    heads = ("日", "受理（件）", "按期办结/应办结（件）")
    empty = not any(one.numerator or one.denominator for one in (*received, *on_time))
    return _course(chart, (DESK, PHONE), heads, rows, fresh(look, found.kept), empty)


def hours(look: looking.Look) -> Course:
    """Calls that asked for a person and those answered, by the hour; hours to come are left out."""
    found = ask(look, (_OFFERED, _ANSWERED), look.today, by="hour")
    until = look.as_of.hour + 1 if look.running else 24
    offered, answered = (found.rows[code][:until] for code in (_OFFERED, _ANSWERED))
    names = tuple(f"{hour}时" for hour in range(until))

    def chart(width: int) -> Chart:
        return Columns(
            title="来电分时",
            unit="个",
            source=f"截至{look.as_of:%Y-%m-%d %H:%M}",
            categories=names,
            series=(Series("转人工", _counts(offered), Look.LIGHT),),
            line=Series("接通", _counts(answered), Look.DARK),
            width=width,
            height=236,
            every=1 if until < 7 else 3,
        )

    rows = tuple(
        (name, number(asked.numerator), number(got.numerator))
        for name, asked, got in zip(names, offered, answered, strict=True)
    )
    empty = not any(one.numerator for one in offered)
    how = fresh(look, found.kept)
    return _course(chart, (SIDE, PHONE), ("时段", "转人工（个）", "接通（个）"), rows, how, empty)


def _course(
    chart: Callable[[int], Chart],
    widths: tuple[int, int],
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    how: Fresh,
    empty: bool,
) -> Course:
    return Course(None if empty else drawn(chart, *widths), heads, rows, how, empty)


def _counts(of: Sequence[Measured]) -> tuple[float | None, ...]:
    return tuple(float(one.numerator) for one in of)
