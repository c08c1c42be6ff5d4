"""Which frames a day has, and a year's frames as sorted moments that bisect can search.

Moments are whole microseconds since 1970 in UTC, so that every difference is elapsed time, summer
time or not. Frames are minutes of the wall clock: (510, 720) is 08:30-12:00.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise

Frames = tuple[tuple[int, int], ...]
HoursOfDay = Iterable[Sequence[str]]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
FULL_DAY = 24 * 60


def micros(moment: datetime) -> int:
    """The aware moment in microseconds since 1970, UTC; ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError(f"naive datetime {moment.isoformat()}: a time zone is needed")
    return (moment - EPOCH) // MICROSECOND


def first_moment(day: date, minute: int, zone: tzinfo) -> int:
    """The first moment at which the zone's wall clock shows that minute of the day, or a later one.

    So a minute that occurs twice counts from its first time, and one that the change to summer time
    leaves out is the moment of the change. Frames that touch on the clock therefore touch in time.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    moment, folded = micros(wall), micros(wall.replace(fold=1))
    if folded >= moment:
        return moment
    before, after = folded, moment  # the wall clock jumps over this minute between these two
    shown = wall.replace(tzinfo=None)
    while after - before > SECOND:
        middle = (before + after) // 2 // SECOND * SECOND
        clock = (EPOCH + timedelta(microseconds=middle)).astimezone(zone)
        before, after = (before, middle) if clock.replace(tzinfo=None) >= shown else (middle, after)
    return after


def _minute(text: str) -> int:
    hour, colon, minute = text.partition(":")
    digits = (hour + minute).isascii() and (hour + minute).isdigit()
    if not (colon and digits and len(hour) == len(minute) == 2 and int(minute) < 60):
        raise ValueError(f'"{text}" is not a time of day such as "08:30"')
    if (total := int(hour) * 60 + int(minute)) > FULL_DAY:
        raise ValueError(f'"{text}" is after "24:00"')
    return total


def parse_frames(hours: HoursOfDay) -> Frames:
    """Pairs of "HH:MM" as sorted frames; ValueError for bad times, overlaps, an early end."""
    frames = sorted((_minute(start), _minute(end)) for start, end in hours)
    if any(end <= start for start, end in frames):
        raise ValueError(f"a frame must end after it starts: {hours!r}")
    if any(later[0] < earlier[1] for earlier, later in pairwise(frames)):
        raise ValueError(f"frames overlap: {hours!r}")
    return tuple(frames)


class Pattern:
    """The week's frames with the holidays taken out and the make-up workdays put in."""

    __slots__ = ("_special", "_week")

    def __init__(
        self,
        week: Mapping[int, HoursOfDay],
        holidays: Iterable[date],
        workdays: Iterable[date],
        workday_hours: HoursOfDay | None,
    ) -> None:
        if not set(week) <= set(range(7)):
            raise ValueError(f"days of the week are 0 (Monday) to 6 (Sunday), not {sorted(week)}")
        self._week = tuple(parse_frames(week.get(day, ())) for day in range(7))
        if not any(self._week):
            raise ValueError("the week has no working time")
        closed, made_up = frozenset(holidays), frozenset(workdays)
        if odd := [day for day in closed | made_up if type(day) is not date]:
            raise ValueError(f"holidays and workdays are dates, not {odd[0]!r}")
        if both := closed & made_up:
            raise ValueError(f"{min(both)} is both a holiday and a make-up workday")
        hours = self._week[0] if workday_hours is None else parse_frames(workday_hours)
        if made_up and not hours:
            raise ValueError("make-up workdays have no hours: give workday_hours or Monday's")
        self._special: dict[date, Frames] = dict.fromkeys(closed, ())
        self._special.update(dict.fromkeys(made_up, hours))

    def frames(self, day: date) -> Frames:
        """The day's frames in minutes of the wall clock; none when it is not a working day."""
        special = self._special.get(day)
        return self._week[day.weekday()] if special is None else special


@dataclass(frozen=True, slots=True)
class YearIndex:
    """One local year's frames as parallel sorted lists; read-only once built."""

    starts: list[int]
    ends: list[int]
    done: list[int]  # working time before each frame, and the whole year's as the last
    days: list[int]  # ordinals of the working days
    day_ends: list[int]  # the end of each working day's last frame

    @classmethod
    def build(cls, pattern: Pattern, zone: tzinfo, first: date, last: date) -> "YearIndex":
        """Index the days first to last, both included; none when last is before first."""
        index = cls([], [], [0], [], [])
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            index._append(date.fromordinal(ordinal), pattern, zone)
        return index

    def _append(self, day: date, pattern: Pattern, zone: tzinfo) -> None:
        worked = False
        for opens, closes in pattern.frames(day):
            start, end = first_moment(day, opens, zone), first_moment(day, closes, zone)
            if end > start:  # a frame inside the hour that summer time leaves out is empty
                worked = True
                self.starts.append(start)
                self.ends.append(end)
                self.done.append(self.done[-1] + end - start)
        if worked:
            self.days.append(day.toordinal())
            self.day_ends.append(self.ends[-1])

    @property
    def total(self) -> int:
        """The whole year's working time."""
        return self.done[-1]

    def worked_until(self, moment: int) -> int:
        """Working time from the year's beginning to the moment."""
        frame = bisect_right(self.starts, moment) - 1
        if frame < 0:
            return 0
        return self.done[frame] + min(moment, self.ends[frame]) - self.starts[frame]

    def moment_of(self, work: int) -> int:
        """The first moment by which that much is worked; needs 0 < work <= total."""
        frame = bisect_left(self.done, work) - 1
        return self.starts[frame] + work - self.done[frame]

    def next_open(self, moment: int) -> int | None:
        """The moment itself inside a frame (its end excluded), else the next frame's start."""
        frame = bisect_right(self.ends, moment)
        return max(moment, self.starts[frame]) if frame < len(self.starts) else None
