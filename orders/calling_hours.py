"""When a citizen may be called by a machine: pure, from the rule's row and the working calendar."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from orders.period import SHANGHAI
from orders.worktime import Calendar


@dataclass(frozen=True, slots=True)
class CallbackTerms:
    """One rule of calling back. kind "" is for every demand that has no rule of its own.

    ways: the automatic attempts in their order; first_after and spacing are working minutes,
    call_timeout and survey_open minutes of the clock; calls_from and calls_until are hours of a
    Shanghai working day, half-open. desk_tries: after so many vain attempts of the desk nobody is
    asked any more; raise_at_reworks: at that rework the supervisor is told; archive_after: so many
    working minutes after everybody was asked the order is archived by itself, None never.
    """

    code: str
    kind: str
    ways: tuple[str, ...]
    first_after: int
    spacing: int
    call_timeout: int
    survey_open: int
    calls_from: time
    calls_until: time
    desk_tries: int
    raise_at_reworks: int
    archive_after: int | None

    def first_attempt(self, calendar: Calendar, accepted_at: datetime) -> datetime | None:
        """When the first automatic attempt is made; None where the rule has none."""
        return self.attempt_after(calendar, accepted_at, 0, self.first_after)

    def attempt_after(
        self, calendar: Calendar, at: datetime, tried: int, minutes: int | None = None
    ) -> datetime | None:
        """When the next automatic attempt is made, so many having been tried by `at`; None when
        all have."""
        if tried >= len(self.ways):
            return None
        wait = self.spacing if minutes is None else minutes
        return self.callable_from(calendar, calendar.add_working_time(at, timedelta(minutes=wait)))

    def callable_from(self, calendar: Calendar, moment: datetime) -> datetime:
        """The moment itself where a citizen may be called then, else the next one."""
        local = moment.astimezone(SHANGHAI)
        day = local.date()
        if calendar.is_working_day(day) and local.time() < self.calls_until:
            begin = datetime.combine(day, self.calls_from, SHANGHAI)
            return max(local, begin)
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, self.calls_from, SHANGHAI)
