"""Which earlier windows a period is held against: as long, and made of the same kinds of days.

An ordinary day is held against the same weekday of the eight weeks before, holidays and made-up
days left out; a holiday against the eight days of rest before, a made-up day against the eight
working days before. A span is held against as many days, moved by whole weeks; weeks, 旬, months,
quarters, half-years and years against those before them. There a day of rest counts for what days
of rest lately brought of a working day's demands, so that a week of holidays is not held against
weeks of work. A period that is still running is held against the same part of each. What lies
before the first whole day of records is no window.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import islice

from orders.period import Kind, Period, period_of
from reports.analysis.day_kinds import DayKind, Days, known_days
from reports.analysis.rest_days import worth_of_rest
from reports.comparison import age_at
from reports.coverage import whole_since
from reports.recorded import Book

_MANY = {Kind.TEN_DAYS: 9, Kind.MONTH: 6, Kind.QUARTER: 4, Kind.HALF_YEAR: 4, Kind.YEAR: 3}
_WEEKS = 8
_REACH = 12 * 7  # days looked back at for eight that are alike: past the longest holidays
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
_ODD_DAYS = {
    DayKind.HOLIDAY: ("个休息日", "，当天放假"),
    DayKind.MADE_UP: ("个工作日", "，当天调休上班"),
}
_DAY = timedelta(days=1)
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Past:
    """A window of history, seen as of the moment at which it was as old as the period is; length:
    how much of it has run by then, in parts of what has run of the period."""

    period: Period
    as_of: datetime
    length: Fraction


@dataclass(frozen=True, slots=True)
class History:
    """The windows, latest first; basis: how an expectation is reckoned from them, in words."""

    windows: tuple[Past, ...]
    basis: str


def recorded_past(period: Period, as_of: datetime, active_from: date = date.min) -> History:
    """The windows as far back as records are whole, and since active_from, when there came to be
    what is counted."""
    since, days = whole_since(Book.DEMANDS, period.last), known_days()
    rest = _ONE
    if since is not None and period.length > 1:
        rest = worth_of_rest(period.first, max(since, active_from), days, as_of)
    windows = past(period, as_of, since and max(since, active_from), days, rest)
    running = as_of < period.end
    return History(windows, basis(period, len(windows), running=running, days=days, rest=rest))


def past(
    period: Period,
    as_of: datetime,
    since: date | None,
    days: Days | None = None,
    rest: Fraction = _ONE,
) -> tuple[Past, ...]:
    """The windows, latest first. as_of: aware; since: the first day they may hold, None for none;
    days: the calendar; rest: what a day of rest counts for beside a working day. Nothing for a
    period that has not begun."""
    days = days or Days()
    ran = _ran(period, as_of, days, rest)
    if since is None or not ran:
        return ()
    bases = [base for base in _before(period, days) if base.first >= since]
    ages = [(base, age_at(base, period, as_of)) for base in bases]
    return tuple(Past(base, age, _ran(base, age, days, rest) / ran) for base, age in ages)


def basis(
    period: Period,
    windows: int,
    *,
    running: bool = False,
    days: Days | None = None,
    rest: Fraction = _ONE,
) -> str:
    """How an expectation was reckoned, in words: 前8周的同一天的平均."""
    until = "到同一时刻" if running else ""
    if period.length == 1:
        name, why = _day_words(period.first, windows, days or Days())
        return f"前{windows}{name}{until}的平均{why}"
    scaled = "，按天数折算" if period.kind in _MANY else ""
    if rest != _ONE:
        scaled = f"，休息日一天按工作日的{round(rest * 100)}%折算"
    return f"前{windows}{_NAMES[period.kind]}{until}的平均{scaled}"


def _day_words(day: date, windows: int, days: Days) -> tuple[str, str]:
    if (kind := days.kind(day)) in _ODD_DAYS:
        return _ODD_DAYS[kind]
    weeks = [day - week * 7 * _DAY for week in range(1, windows + 1)]
    if any(days.kind(one) is not DayKind.ORDINARY for one in weeks):
        return f"个{'星期' + '一二三四五六日'[day.weekday()]}", "，放假、调休的除外"
    return _NAMES[Kind.DAY], ""


def _before(period: Period, days: Days) -> Iterator[Period]:
    if period.length == 1:
        earlier = (period.first - back * _DAY for back in range(1, _REACH + 1))
        alike = filter(days.like(period.first), earlier)
        yield from (Period(period.kind, day, day + _DAY) for day in islice(alike, _WEEKS))
        return
    if period.kind is Kind.SPAN:
        step = timedelta(days=-(-period.length // 7) * 7)
        for back in range(1, _WEEKS + 1):
            yield Period(period.kind, period.first - back * step, period.until - back * step)
        return
    for _ in range(_MANY.get(period.kind, _WEEKS)):
        period = period.previous()
        yield period


def _ran(period: Period, moment: datetime, days: Days, rest: Fraction) -> Fraction:
    """How much of it has run by then: working days, a day of rest for what it is worth."""
    whole = Fraction(0)
    for day in period.days:
        ran = min(moment - period_of(Kind.DAY, day).start, _DAY)
        if ran <= timedelta(0):
            break
        worth = _ONE if period.length == 1 or days.worked(day) else rest
        whole += worth * Fraction(ran // timedelta(seconds=1), 86_400)
    return whole
