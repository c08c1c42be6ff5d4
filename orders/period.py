"""Half-open periods of Shanghai days: what they hold, what came before, what was a year ago.

A period holds its first day and ends before the day `until`. Weeks are ISO weeks; 旬 (ten days) are
the days 1-10, 11-20 and 21 to the month's end. A report month may open on a day after the 1st: one
that opens on day 2-15 is named for the month it begins in, one that opens later for the month it
ends in (the report month of June from the 26th is 26 May to 25 June).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orders import period_text
from orders.period_text import LATE_OPENING, Kind

__all__ = ["SHANGHAI", "Kind", "Period", "parse", "period_of", "shanghai_day", "span"]

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DAY = timedelta(days=1)
_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF_YEAR: 6, Kind.YEAR: 12}
_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # of a code; keeps a mistyped year from running off the dates


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` up to, not including, `until`.

    `opens_on` is the day of the month a report month opens on, else 1. Made by period_of, span and
    parse, which keep the fields in agreement.
    """

    kind: Kind
    first: date
    until: date
    opens_on: int = 1

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.until - _DAY

    @property
    def length(self) -> int:
        """The number of days."""
        return (self.until - self.first).days

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(self.first + step * _DAY for step in range(self.length))

    @property
    def start(self) -> datetime:
        """The first moment, Shanghai time."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first moment after the period, Shanghai time."""
        return datetime.combine(self.until, time.min, SHANGHAI)

    @property
    def compared_by_daily_mean(self) -> bool:
        """旬 differ in length, so their counts are compared as means of a day."""
        return self.kind is Kind.TEN_DAYS

    @property
    def code(self) -> str:
        """The text that parse reads back, for example 2016-W23."""
        return period_text.code(self.kind, self.first, self.last, self.opens_on)

    @property
    def label(self) -> str:
        """The period in Chinese, for example 2016年6月上旬."""
        return period_text.label(self.kind, self.first, self.last, self.opens_on)

    def contains(self, moment: datetime) -> bool:
        """Whether the aware moment, of any zone, lies in the period; ValueError for a naive one."""
        return self.first <= shanghai_day(moment) < self.until

    def previous(self) -> "Period":
        """The period of the same kind just before; for a span, as many days."""
        if self.kind is Kind.SPAN:
            return Period(self.kind, self.first - self.length * _DAY, self.first)
        return period_of(self.kind, self.first - _DAY, opens_on=self.opens_on)

    def a_year_ago(self) -> "Period | None":
        """The same period of the year before; for a week, the same ISO week number.

        None where there is none: week 53 of a year with 52, and 29 February by itself. A span
        through the end of February goes through the end of February in the other year too.
        """
        if self.kind is Kind.WEEK:
            iso = self.first.isocalendar()
            return _week(iso.year - 1, iso.week) if iso.week <= _weeks(iso.year - 1) else None
        first, until = _year_before(self.first), _year_before(self.until)
        if first >= until:
            return None
        if self.kind is Kind.DAY:
            until = first + _DAY
        return Period(self.kind, first, until, self.opens_on)


def shanghai_day(moment: datetime) -> date:
    """The Shanghai date of an aware moment; ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError(f"naive datetime {moment.isoformat()}: a time zone is needed")
    return moment.astimezone(SHANGHAI).date()


def period_of(kind: Kind, day: date, *, opens_on: int = 1) -> Period:
    """The period of that kind that holds the day; a span is the day alone.

    `opens_on` (1 to 28) is the first day of a report month; other kinds have none: ValueError.
    """
    _check_opening(kind, opens_on)
    if kind is Kind.WEEK:
        monday = day - day.weekday() * _DAY
        return Period(kind, monday, monday + 7 * _DAY)
    if kind is Kind.TEN_DAYS:
        return _ten_days(day.year, day.month, min(3, (day.day + 9) // 10))
    if kind in _MONTHS:
        return _months(kind, day, opens_on)
    return Period(kind, day, day + _DAY)


def span(first: date, last: date) -> Period:
    """The days from first to last, both included; ValueError when last is before first."""
    if last < first:
        raise ValueError(f"结束日{last}早于开始日{first}")
    return Period(Kind.SPAN, first, last + _DAY)


def parse(code: str) -> Period:
    """The period that a code names; ValueError, in Chinese, for a text that names none.

    2016, 2016-H1, 2016-Q2, 2016-06, 2016-06@26 (the report month that opens on the 26th),
    2016-06-X2 (旬), 2016-W23, 2016-06-15, 2016-01-01..2016-03-31 (both days included).
    """
    try:
        kind, numbers = period_text.read(code)
        return _named(kind, numbers)
    except ValueError as error:
        raise ValueError(f"统计期“{code}”有误：{error}") from error


def _named(kind: Kind, numbers: list[int]) -> Period:
    year, *rest = numbers
    if kind is Kind.SPAN:
        return span(_date(*numbers[:3]), _date(*numbers[3:]))
    if kind is Kind.WEEK:
        return _week(_date(year).year, _within(rest[0], _weeks(year), "周"))
    if kind is Kind.TEN_DAYS:
        return _ten_days(year, _date(year, rest[0]).month, _within(rest[1], 3, "旬"))
    if kind is Kind.MONTH:
        return _report_month(_date(year, rest[0]), *rest[1:])
    if kind in (Kind.QUARTER, Kind.HALF_YEAR):
        months = _MONTHS[kind]
        place = _within(rest[0], 12 // months, "季度" if months == 3 else "半年")
        return period_of(kind, _date(year, place * months))
    return period_of(kind, _date(*numbers))


def _report_month(month_first: date, opens_on: int = 1) -> Period:
    _check_opening(Kind.MONTH, opens_on)
    day = month_first if opens_on >= LATE_OPENING else month_first.replace(day=opens_on)
    return period_of(Kind.MONTH, day, opens_on=opens_on)


def _months(kind: Kind, day: date, opens_on: int) -> Period:
    length = _MONTHS[kind]
    month = day.year * 12 + day.month - 1 - (day.day < opens_on)  # since the month of year 0
    begin = month // length * length
    first, until = (date(at // 12, at % 12 + 1, opens_on) for at in (begin, begin + length))
    return Period(kind, first, until, opens_on)


def _ten_days(year: int, month: int, place: int) -> Period:
    first = date(year, month, 10 * place - 9)
    until = first + 10 * _DAY if place < 3 else (first + 11 * _DAY).replace(day=1)
    return Period(Kind.TEN_DAYS, first, until)


def _weeks(iso_year: int) -> int:
    return date(iso_year, 12, 28).isocalendar().week  # 28 December is always in the last week


def _week(iso_year: int, week: int) -> Period:
    return period_of(Kind.WEEK, date.fromisocalendar(iso_year, week, 1))


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


def _check_opening(kind: Kind, opens_on: int) -> None:
    if opens_on != 1 and kind is not Kind.MONTH:
        raise ValueError("只有月可以另定起始日")
    _within(opens_on, 28, "起始日")


def _within(number: int, most: int, what: str) -> int:
    if not 1 <= number <= most:
        raise ValueError(f"{what}应为1到{most}，不能是{number}")
    return number


def _date(year: int, month: int = 1, day: int = 1) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"年份应为{_FIRST_YEAR}到{_LAST_YEAR}，不能是{year}")
    _within(month, 12, "月份")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有{year}年{month}月{day}日") from None
