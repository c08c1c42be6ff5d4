"""Which day the overview is of, and as of when: today up to this minute, or a whole day gone by."""

from dataclasses import dataclass
from datetime import date, datetime

from orders.period import SHANGHAI, Kind, Period, period_of, shanghai_day
from reports.asking import BadQuestion

_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Look:
    """as_of: the moment, Shanghai time; is_now: whether that is the present one, to which live
    queues and tallies speak."""

    day: date
    as_of: datetime
    is_now: bool

    @property
    def today(self) -> Period:
        """The day."""
        return period_of(Kind.DAY, self.day)

    @property
    def month(self) -> Period:
        """The month it is in."""
        return period_of(Kind.MONTH, self.day)

    @property
    def running(self) -> bool:
        """Whether the day is not over."""
        return self.as_of < self.today.end

    @property
    def until(self) -> str:
        """15:42 of a running day; "" of a whole one."""
        return f"{self.as_of:%H:%M}" if self.running else ""


def read_look(text: str, *, now: datetime, latest: date | None = None) -> Look:
    """The day of ?date=, without one the latest there is: today, or that of a year that was played
    (latest). Raises BadQuestion for what is no day, or one that has not come."""
    today = shanghai_day(now)
    last = today if latest is None else min(today, latest)
    day = _day(text, last)
    if day == today:
        return Look(day, now.astimezone(SHANGHAI).replace(second=0, microsecond=0), latest is None)
    return Look(day, period_of(Kind.DAY, day).end, False)


def _day(text: str, last: date) -> date:
    if not text:
        return last
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"日期：“{text}”不是日子，写成 2016-06-15", "date") from None
    if day > last:
        raise BadQuestion(f"日期：{day}还没有数，最近的一天是{last}", "date")
    if day.year <= _FIRST_YEAR:
        raise BadQuestion(f"日期：没有{day.year}年的数", "date")
    return day
