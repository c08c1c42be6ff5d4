"""What kind of day a day is, as far as demands go: ordinary for its weekday, holiday, made up.

The one calendar says which days are worked (orders/rulebook); where it says nothing, a day is what
its weekday is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from orders.rulebook import NoCalendar, current, frames_in_force
from orders.worktime import Calendar, CalendarRangeError

_WEEK = frozenset(range(5))  # Monday to Friday, where no calendar says so


class DayKind(Enum):
    ORDINARY = "ordinary"  # worked, or not, as its weekday is
    HOLIDAY = "holiday"  # not worked, on a weekday that is
    MADE_UP = "made_up"  # worked in exchange for a holiday


@dataclass(frozen=True, slots=True)
class Days:
    """calendar: None where there is none; usual: the weekdays (0 Monday) that are worked."""

    calendar: Calendar | None = None
    usual: frozenset[int] = _WEEK

    def worked(self, day: date) -> bool:
        """Whether it is a working day."""
        try:
            if self.calendar is not None:
                return self.calendar.is_working_day(day)
        except CalendarRangeError:
            pass
        return day.weekday() in self.usual

    def kind(self, day: date) -> DayKind:
        """Its kind."""
        worked = self.worked(day)
        if worked == (day.weekday() in self.usual):
            return DayKind.ORDINARY
        return DayKind.MADE_UP if worked else DayKind.HOLIDAY

    def like(self, day: date) -> Callable[[date], bool]:
        """Which days it can be held against: an ordinary one against ordinary ones of its weekday,
        a holiday against all days of rest, one made up against all working days."""
        if self.kind(day) is DayKind.ORDINARY:
            return lambda other: (
                other.weekday() == day.weekday() and self.kind(other) is DayKind.ORDINARY
            )
        worked = self.worked(day)
        return lambda other: self.worked(other) == worked


def known_days() -> Days:
    """The days as the calendar in force has them."""
    try:
        frames = frames_in_force()
        return Days(current().calendar, frozenset(int(day) for day in frames if frames[day]))
    except (NoCalendar, IndexError):
        return Days()
