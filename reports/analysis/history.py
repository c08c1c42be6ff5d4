"""Which earlier windows a period is held against: as long, and made of the same weekdays.

A day is held against the same weekday of the eight weeks before, a span against as many days, moved
by whole weeks; weeks, 旬, months, quarters, half-years and years against those before them. A
period that is still running is held against the same part of each. What lies before the first
whole day of records is no window.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from orders.period import Kind, Period
from reports.comparison import age_at
from reports.coverage import whole_since
from reports.recorded import Book

_MANY = {Kind.TEN_DAYS: 9, Kind.MONTH: 6, Kind.QUARTER: 4, Kind.HALF_YEAR: 4, Kind.YEAR: 3}
_WEEKS = 8
_NAMES = {
    Kind.DAY: "周的同一天",
    Kind.WEEK: "周",
    Kind.TEN_DAYS: "旬",
    Kind.MONTH: "个月",
    Kind.QUARTER: "个季度",
    Kind.HALF_YEAR: "个半年",
    Kind.YEAR: "年",
    Kind.SPAN: "段星期相同的日子",
}


@dataclass(frozen=True, slots=True)
class Past:
    """A window of history, seen as of the moment at which it was as old as the period is; length:
    how much of it has run by then, in parts of what has run of the period."""

    period: Period
    as_of: datetime
    length: Fraction


def past(period: Period, as_of: datetime, since: date | None) -> tuple[Past, ...]:
    """The windows, latest first. as_of: aware; since: the first day they may hold, None for none.
    Nothing for a period that has not begun."""
    ran = _ran(period, as_of)
    if since is None or ran <= timedelta(0):
        return ()
    ages = [(base, age_at(base, period, as_of)) for base in _before(period) if base.first >= since]
    return tuple(Past(base, moment, _part(_ran(base, moment), ran)) for base, moment in ages)


def recorded_past(
    period: Period, as_of: datetime, active_from: date = date.min
) -> tuple[Past, ...]:
    """The windows as far back as records are whole, and since active_from, when there came to be
    what is counted."""
    since = whole_since(Book.DEMANDS, period.last)
    return past(period, as_of, since and max(since, active_from))


def basis(period: Period, windows: int, *, running: bool = False) -> str:
    """How an expectation was reckoned, in words: 前8周的同一天的平均."""
    until = "到同一时刻" if running else ""
    scaled = "，按天数折算" if period.kind in _MANY else ""
    return f"前{windows}{_NAMES[period.kind]}{until}的平均{scaled}"


def _before(period: Period) -> Iterator[Period]:
    if period.kind in (Kind.DAY, Kind.SPAN):
        step = timedelta(days=-(-period.length // 7) * 7)
        for back in range(1, _WEEKS + 1):
            yield Period(period.kind, period.first - back * step, period.until - back * step)
        return
    for _ in range(_MANY.get(period.kind, _WEEKS)):
        period = period.previous()
        yield period


def _ran(period: Period, moment: datetime) -> timedelta:
    return min(moment, period.end) - period.start


def _part(part: timedelta, whole: timedelta) -> Fraction:
    return Fraction(part // timedelta(seconds=1), max(whole // timedelta(seconds=1), 1))
