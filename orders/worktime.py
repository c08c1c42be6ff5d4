"""Calendar arithmetic: when a limit in working time, working days or clock time falls due.

Everything works on moments in UTC (see workdays.py) and answers in the calendar's zone. A pause is
a half-open (start, end) pair; pauses may overlap: what counts is their union from the start on.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orders.workdays import EPOCH, MICROSECOND, HoursOfDay, Pattern, YearIndex, first_moment, micros

Pauses = Iterable[tuple[datetime, datetime]]
Spans = list[tuple[int, int]]

# Without `known` the calendar reaches as far as datetimes do, with room for any zone's offset.
_EVER = (date(1, 1, 2), date(9999, 12, 30))


class CalendarRangeError(ValueError):
    """A moment or day lies outside the days that the calendar knows."""


class Calendar:
    """The working time of one place: a week of frames, holidays, make-up workdays.

    Immutable, compared and hashed by identity, and safe to share between threads: the years are
    indexed when first asked for, and two threads that index the same year store equal values.

    `zone` is a tzinfo or an IANA name. `week` maps Monday=0..Sunday=6 to frames such as
    [("08:30", "12:00"), ("13:30", "17:30")]; an end may be "24:00", a missing day has none.
    `workdays` are make-up workdays: they take `workday_hours`, or Monday's frames. `known` is the
    first and the last date whose holidays are known; None means all.

    ValueError: an unknown zone, a bad or overlapping frame, a week without working time, a date in
    both lists, make-up workdays without hours, a `known` that ends before it begins.
    """

    __slots__ = ("__weakref__", "_begin", "_end", "_pattern", "_years", "known", "zone")

    zone: Final[tzinfo]
    known: Final[tuple[date, date] | None]

    def __init__(
        self,
        *,
        zone: tzinfo | str,
        week: Mapping[int, HoursOfDay],
        holidays: Iterable[date] = (),
        workdays: Iterable[date] = (),
        workday_hours: HoursOfDay | None = None,
        known: tuple[date, date] | None = None,
    ) -> None:
        if known is not None and known[1] < known[0]:
            raise ValueError(f"the known days end ({known[1]}) before they begin ({known[0]})")
        self.zone = _zone(zone)
        self.known = None if known is None else (known[0], known[1])
        self._pattern = Pattern(week, holidays, workdays, workday_hours)
        first, last = self._reach
        self._begin = first_moment(first, 0, self.zone)
        self._end = first_moment(last + timedelta(days=1), 0, self.zone)
        self._years: dict[int, YearIndex] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether the day has working time; CalendarRangeError outside the known days."""
        if isinstance(day, datetime):
            raise TypeError(f"is_working_day takes a date, not the moment {day.isoformat()}")
        first, last = self._reach
        if not first <= day <= last:
            raise self._beyond(day)
        return bool(self._pattern.frames(day))

    def add_working_time(self, start: datetime, delta: timedelta, pauses: Pauses = ()) -> datetime:
        """The moment by which `delta` of working time outside the pauses has passed since start.

        A duration that ends exactly at a frame's end is due there. A delta of 0 gives the first
        moment from start on at which the clock runs: start itself, or the next frame's start.
        ValueError: naive datetimes, a negative delta, a pause that ends before it starts;
        CalendarRangeError: start or answer outside the known days.
        """
        begin, work = self._known_start(start), _length(delta)
        return self._moment(self._advance(begin, work, _union(pauses, begin)))

    def add_working_days(self, start: datetime, n: int, pauses: Pauses = ()) -> datetime:
        """The end of the last frame of the nth working day after start's day, which never counts.

        Pauses move it on by the working time that they cover between start and that end, and
        further where the moved part meets a pause. n < 1: ValueError; else as above.
        """
        if n < 1:
            raise ValueError(f"the number of working days must be at least 1, not {n}")
        begin = self._known_start(start)
        due = self._end_of_working_day(start.astimezone(self.zone).date(), n)
        spans = _union(pauses, begin)
        covered = self._covered(spans, due)
        if covered:
            due = self._advance(due, covered, [(max(a, due), b) for a, b in spans if b > due])
        return self._moment(due)

    def add_clock_time(self, start: datetime, delta: timedelta, pauses: Pauses = ()) -> datetime:
        """The moment by which `delta` outside the pauses has passed, nights and holidays included.

        It needs no calendar, so the known days do not bound it. A delta of 0 gives start, or the
        end of the pause that start lies in. ValueError as in add_working_time.
        """
        begin, length = micros(start), _length(delta)
        at, left = _pass_pauses(begin, length, _union(pauses, begin), lambda a, b: b - a)
        return self._moment(at + left)

    def working_time_between(
        self, start: datetime, end: datetime, pauses: Pauses = ()
    ) -> timedelta:
        """The working time from start to end outside the pauses.

        ValueError: naive datetimes, an end before start; CalendarRangeError: either of them outside
        the known days (the midnight that ends the last known day is a good end).
        """
        begin, stop = micros(start), micros(end)
        if stop < begin:
            raise ValueError(f"end {end.isoformat()} is before start {start.isoformat()}")
        self._known_start(start)
        if stop > self._end:
            raise self._beyond(end)
        work = self._worked(begin, stop) - self._covered(_union(pauses, begin), stop)
        return work * MICROSECOND

    @property
    def _reach(self) -> tuple[date, date]:
        return self.known or _EVER

    def _beyond(self, what: date) -> CalendarRangeError:
        first, last = self._reach
        return CalendarRangeError(f"{what.isoformat()} is outside the known days {first}..{last}")

    def _known_start(self, start: datetime) -> int:
        begin = micros(start)
        if not self._begin <= begin < self._end:
            raise self._beyond(start)
        return begin

    def _moment(self, at: int) -> datetime:
        try:
            return (EPOCH + at * MICROSECOND).astimezone(self.zone)
        except OverflowError:
            raise CalendarRangeError("the moment is after the last year that dates have") from None

    def _year(self, year: int) -> YearIndex:
        index = self._years.get(year)
        if index is None:
            first, last = self._reach
            first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            index = YearIndex.build(self._pattern, self.zone, first, last)
            self._years[year] = index
        return index

    def _next_year(self, year: int) -> tuple[int, YearIndex]:
        last = self._reach[1]
        if year >= last.year:
            raise CalendarRangeError(f"the answer lies after the last known day {last}")
        return year + 1, self._year(year + 1)

    def _worked(self, begin: int, stop: int) -> int:
        """Working time from begin to stop, as far as the days are known."""
        stop = min(stop, self._end)
        if begin >= stop:
            return 0
        first, last = self._moment(begin).year, self._moment(stop).year
        work = self._year(last).worked_until(stop) - self._year(first).worked_until(begin)
        return work + sum(self._year(year).total for year in range(first, last))

    def _covered(self, spans: Spans, stop: int) -> int:
        return sum(self._worked(begin, min(end, stop)) for begin, end in spans)

    def _advance(self, begin: int, work: int, spans: Spans) -> int:
        at, left = _pass_pauses(begin, work, spans, self._worked)
        if left > self._end - at:  # working time never outruns the clock
            raise CalendarRangeError(f"the answer lies after the last known day {self._reach[1]}")
        year = self._moment(at).year
        index = self._year(year)
        if not left:
            while (opened := index.next_open(at)) is None:
                year, index = self._next_year(year)
            return opened
        left += index.worked_until(at)
        while left > index.total:
            left -= index.total
            year, index = self._next_year(year)
        return index.moment_of(left)

    def _end_of_working_day(self, day: date, n: int) -> int:
        if n > self._reach[1].toordinal() - day.toordinal():
            raise CalendarRangeError(f"the answer lies after the last known day {self._reach[1]}")
        year, index = day.year, self._year(day.year)
        place = bisect_right(index.days, day.toordinal()) + n - 1
        while place >= len(index.days):
            place -= len(index.days)
            year, index = self._next_year(year)
        return index.day_ends[place]


def _zone(zone: tzinfo | str) -> tzinfo:
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f'"{zone}" is not a time zone') from None


def _length(delta: timedelta) -> int:
    if delta < timedelta(0):
        raise ValueError(f"a limit cannot be negative: {delta}")
    return delta // MICROSECOND


def _union(pauses: Pauses, start: int) -> Spans:
    """The pauses from start on, sorted, joined where they meet or overlap, empty ones dropped."""
    spans: Spans = []
    if not pauses:
        return spans
    for begin, end in sorted((micros(begin), micros(end)) for begin, end in pauses):
        if end < begin:
            raise ValueError("a pause ends before it starts")
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif end > max(begin, start):
            spans.append((max(begin, start), end))
    return spans


def _pass_pauses(
    at: int, left: int, spans: Spans, running: Callable[[int, int], int]
) -> tuple[int, int]:
    """Where the last pause that matters ends, and what is then left of the duration.

    `running(a, b)` is how far the clock runs between two moments. A duration that ends exactly
    where a pause begins ends there; none at all waits until the clock runs.
    """
    for begin, end in spans:
        room = running(at, begin)
        if room and left <= room:
            break
        at, left = end, left - room
    return at, left
