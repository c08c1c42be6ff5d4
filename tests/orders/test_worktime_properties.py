"""Working time against a brute-force clock that looks at every minute, DST zones included."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from orders.worktime import Calendar

# Answers are turned to UTC before they are compared: between zones Python holds an hour that
# summer time repeats to be unequal to everything.
MINUTE = timedelta(minutes=1)
OFFICE = [("08:30", "12:00"), ("13:30", "17:30")]
NIGHTS = [("00:00", "02:30"), ("22:15", "24:00")]
SHORT = [("10:00", "11:05")]
ROUND_THE_CLOCK = [("00:00", "24:00")]

Pause = tuple[datetime, datetime]
Clock = Callable[[datetime], bool]


class Setting:
    """A calendar beside its oracle: the same facts, asked minute by minute of the local clock."""

    def __init__(
        self,
        zone: str,
        week: dict[int, list[tuple[str, str]]],
        holidays: tuple[date, ...],
        workdays: tuple[date, ...],
        workday_hours: list[tuple[str, str]],
        first: datetime,
    ) -> None:
        self.zone, self.first = ZoneInfo(zone), first
        self.week, self.holidays = week, holidays
        self.workdays, self.workday_hours = workdays, workday_hours
        self.calendar = Calendar(
            zone=zone,
            week=week,
            holidays=holidays,
            workdays=workdays,
            workday_hours=workday_hours,
        )

    def frames(self, day: date) -> list[tuple[str, str]]:
        if day in self.holidays:
            return []
        return self.workday_hours if day in self.workdays else self.week.get(day.weekday(), [])

    def open_at(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        shown = f"{local:%H:%M}"
        return any(start <= shown < end for start, end in self.frames(local.date()))


SETTINGS = {
    "shanghai office": Setting(
        "Asia/Shanghai",
        dict.fromkeys(range(5), OFFICE),
        (date(2024, 6, 10), date(2024, 6, 11)),
        (date(2024, 6, 8), date(2024, 6, 16)),
        OFFICE,
        datetime(2024, 6, 5, tzinfo=UTC),
    ),
    "shanghai nights over new year": Setting(
        "Asia/Shanghai",
        {0: NIGHTS, 2: SHORT, 3: NIGHTS, 6: OFFICE},
        (date(2024, 1, 1),),
        (date(2023, 12, 30),),
        SHORT,
        datetime(2023, 12, 28, tzinfo=UTC),
    ),
    "berlin spring, a frame in the missing hour": Setting(
        "Europe/Berlin",
        {5: OFFICE, 6: [("01:30", "02:30"), ("02:30", "02:45"), ("20:00", "24:00")], 0: NIGHTS},
        (date(2024, 4, 1),),
        (date(2024, 4, 3),),
        SHORT,
        datetime(2024, 3, 29, tzinfo=UTC),
    ),
    "berlin autumn, round the clock": Setting(
        "Europe/Berlin",
        dict.fromkeys(range(7), ROUND_THE_CLOCK),
        (date(2024, 10, 29),),
        (),
        [],
        datetime(2024, 10, 26, tzinfo=UTC),
    ),
}

settings_by_name = st.sampled_from(sorted(SETTINGS)).map(SETTINGS.__getitem__)
minutes_in = st.integers(0, 6 * 24 * 60)
spans = st.lists(st.tuples(minutes_in, st.integers(0, 40 * 60)), max_size=4)


def _pauses(setting: Setting, drawn: list[tuple[int, int]]) -> list[Pause]:
    begins = [(setting.first + at * MINUTE, length) for at, length in drawn]
    return [(begin, begin + length * MINUTE) for begin, length in begins]


def _paused(moment: datetime, pauses: Iterable[Pause]) -> bool:
    return any(begin <= moment < end for begin, end in pauses)


def _run(start: datetime, minutes: int, runs: Clock) -> datetime:
    """Count the minutes that run; none at all waits for the first that does."""
    at = start
    if not minutes:
        while not runs(at):
            at += MINUTE
        return at
    while minutes:
        minutes -= runs(at)
        at += MINUTE
    return at


def _count(start: datetime, end: datetime, runs: Clock) -> int:
    return sum(runs(start + step * MINUTE) for step in range((end - start) // MINUTE))


@settings(deadline=None)
@given(settings_by_name, minutes_in, st.integers(0, 2000), spans)
def test_working_time_is_what_a_clock_would_count_minute_by_minute(
    setting: Setting, at: int, minutes: int, drawn: list[tuple[int, int]]
) -> None:
    start, pauses = setting.first + at * MINUTE, _pauses(setting, drawn)
    expected = _run(start, minutes, lambda m: setting.open_at(m) and not _paused(m, pauses))
    due = setting.calendar.add_working_time(start, minutes * MINUTE, pauses).astimezone(UTC)
    assert due == expected
    between = setting.calendar.working_time_between(start, due, pauses)
    assert between == minutes * MINUTE


@settings(deadline=None)
@given(settings_by_name, minutes_in, st.integers(0, 3000), spans)
def test_clock_time_is_every_minute_outside_the_pauses(
    setting: Setting, at: int, minutes: int, drawn: list[tuple[int, int]]
) -> None:
    start, pauses = setting.first + at * MINUTE, _pauses(setting, drawn)
    expected = _run(start, minutes, lambda m: not _paused(m, pauses))
    due = setting.calendar.add_clock_time(start, minutes * MINUTE, pauses).astimezone(UTC)
    assert due == expected


@settings(deadline=None)
@given(settings_by_name, minutes_in, st.integers(0, 12 * 24 * 60), spans)
def test_working_time_between_counts_the_open_minutes(
    setting: Setting, at: int, minutes: int, drawn: list[tuple[int, int]]
) -> None:
    start, pauses = setting.first + at * MINUTE, _pauses(setting, drawn)
    end = start + minutes * MINUTE
    expected = _count(start, end, lambda m: setting.open_at(m) and not _paused(m, pauses))
    assert setting.calendar.working_time_between(start, end, pauses) == expected * MINUTE


@settings(deadline=None)
@given(settings_by_name, minutes_in, st.integers(1, 5), spans)
def test_working_days_end_with_the_nth_day_and_pauses_move_them_on(
    setting: Setting, at: int, n: int, drawn: list[tuple[int, int]]
) -> None:
    start, pauses = setting.first + at * MINUTE, _pauses(setting, drawn)
    expected = _last_minute_of_day(setting, start, n)
    covered = _count(start, expected, lambda m: setting.open_at(m) and _paused(m, pauses))
    if covered:
        expected = _run(expected, covered, lambda m: setting.open_at(m) and not _paused(m, pauses))
    due = setting.calendar.add_working_days(start, n, pauses).astimezone(UTC)
    assert due == expected


def _last_minute_of_day(setting: Setting, start: datetime, n: int) -> datetime:
    """The end of the last open minute of the nth day after start's that has open minutes."""
    day, at = start.astimezone(setting.zone).date(), start
    worked: list[date] = []
    end = start
    while len(worked) <= n:
        local = at.astimezone(setting.zone).date()
        if local > day and setting.open_at(at):
            if local not in worked:
                worked.append(local)
            if len(worked) == n:
                end = at + MINUTE
        at += MINUTE
    return end


@settings(deadline=None)
@given(settings_by_name, minutes_in, st.integers(0, 10**10), st.integers(0, 10**10))
def test_two_pieces_of_working_time_are_as_long_as_one(
    setting: Setting, at: int, one: int, two: int
) -> None:
    start, calendar = setting.first + at * MINUTE, setting.calendar
    first, second = timedelta(microseconds=one + 1), timedelta(microseconds=two + 1)
    halfway = calendar.add_working_time(start, first)
    assert calendar.add_working_time(halfway, second) == calendar.add_working_time(
        start, first + second
    )


@settings(deadline=None)
@given(settings_by_name, minutes_in, st.integers(0, 2000), spans)
def test_the_order_and_the_overlap_of_pauses_do_not_matter(
    setting: Setting, at: int, minutes: int, drawn: list[tuple[int, int]]
) -> None:
    start, pauses = setting.first + at * MINUTE, _pauses(setting, drawn)
    told_twice = [*reversed(pauses), *pauses]
    calendar, delta = setting.calendar, minutes * MINUTE
    assert calendar.add_working_time(start, delta, pauses) == calendar.add_working_time(
        start, delta, told_twice
    )
    assert calendar.add_working_days(start, 2, pauses) == calendar.add_working_days(
        start, 2, told_twice
    )
