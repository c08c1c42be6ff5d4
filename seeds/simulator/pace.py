"""How long people take: parts of a limit, or minutes, in working time unless it is said by the
clock."""

import random
from datetime import datetime, timedelta

from orders.worktime import Calendar
from seeds.assumptions import Span

_SHORTEST = timedelta(minutes=30)  # of working time; below it a limit is walked by the clock


class Pace:
    """Draws moments after a moment; end: what must be over before it, where it must."""

    def __init__(self, calendar: Calendar, draw: random.Random, end: datetime | None) -> None:
        self.calendar = calendar
        self.draw = draw
        self.end = end

    def within(self, start: datetime, due: datetime | None, part: Span) -> datetime:
        """Some part of the way from start to due; two working days where nothing is due."""
        share = self.draw.uniform(*part)
        if due is None:
            due = self.calendar.add_working_days(start, 2)
        if due <= start:
            return self.later(start, (5, 60))
        work = self.calendar.working_time_between(start, due)
        if work < _SHORTEST:
            return self._before_end(start, start + (due - start) * share)
        return self._before_end(start, self.calendar.add_working_time(start, work * share))

    def later(self, start: datetime, minutes: Span) -> datetime:
        """So many working minutes later."""
        length = timedelta(minutes=self.draw.uniform(*minutes))
        return self._before_end(start, self.calendar.add_working_time(start, length))

    def soon(self, start: datetime, minutes: Span) -> datetime:
        """So many minutes later by the clock: the desk never closes."""
        length = timedelta(minutes=self.draw.uniform(*minutes))
        return self._before_end(start, start + length)

    def promised(self, start: datetime, days: tuple[int, int]) -> datetime:
        """So many working days later, low and high included: whoever has to rule on it does so
        before, however long the holidays between are."""
        return self.calendar.add_working_days(start, self.draw.randint(*days))

    def _before_end(self, start: datetime, at: datetime) -> datetime:
        """What would be over only after the end is done earlier: the year's last days are busy."""
        if self.end is not None and at >= self.end:
            at = start + (self.end - start) * self.draw.uniform(0.1, 0.4)
        return at.replace(microsecond=0) if at.replace(microsecond=0) > start else at
