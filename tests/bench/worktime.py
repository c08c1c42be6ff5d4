"""How fast working time is, in operations a second, beside a clock that walks day by day."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from time import perf_counter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from orders.worktime import Calendar
from seeds.calendars import load_years, working_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2016, 1, 1), date(2026, 12, 31)
FRAMES = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
CASES = 20_000
WALKED = 1_000  # the slow clock gets the first cases only; rates are of the same inputs


class Case(NamedTuple):
    """One assignment: its start, its limits, its pauses, and the moment it was completed."""

    start: datetime
    days: int
    work: timedelta
    pauses: list[tuple[datetime, datetime]]
    completed: datetime


class WalkingClock:
    """The same answers the plain way: day after day, frame after frame; pauses must not overlap."""

    def __init__(self, calendar: Calendar) -> None:
        days = range((LAST - FIRST).days + 1)
        dates = [FIRST + timedelta(days=step) for step in days]
        self.working = {day for day in dates if calendar.is_working_day(day)}

    def pieces(self, case: Case, day: date) -> list[tuple[datetime, datetime]]:
        """What the day has of running time from the case's start on, in order."""
        pieces = [
            (
                max(datetime.combine(day, opens, SHANGHAI), case.start),
                datetime.combine(day, closes, SHANGHAI),
            )
            for opens, closes in FRAMES
            if day in self.working
        ]
        for begin, end in case.pauses:
            pieces = [
                piece
                for left, right in pieces
                for piece in ((left, min(right, begin)), (max(left, end), right))
            ]
        return [(left, right) for left, right in pieces if left < right]

    def add_working_days(self, case: Case) -> datetime:
        """As Calendar.add_working_days without pauses."""
        day, left = case.start.date(), case.days
        while left:
            day += timedelta(days=1)
            left -= day in self.working
        return datetime.combine(day, FRAMES[-1][1], SHANGHAI)

    def add_working_time(self, case: Case) -> datetime:
        """As Calendar.add_working_time for a positive length."""
        day, left = case.start.date(), case.work
        while True:
            for begin, end in self.pieces(case, day):
                if left <= end - begin:
                    return begin + left
                left -= end - begin
            day += timedelta(days=1)

    def working_time_between(self, case: Case) -> timedelta:
        """As Calendar.working_time_between."""
        day, total = case.start.date(), timedelta(0)
        while day <= case.completed.date():
            for begin, end in self.pieces(case, day):
                total += max(timedelta(0), min(end, case.completed) - begin)
            day += timedelta(days=1)
        return total


def make_cases(seed: int = 12345) -> list[Case]:
    """The same assignments each time: limits of 1 to 15 days, none to three pauses."""
    draw = random.Random(seed)
    cases = []
    for _ in range(CASES):
        start = datetime(2016, 1, 4, tzinfo=SHANGHAI)
        start += timedelta(minutes=draw.randrange(10 * 365 * 24 * 60))
        pauses, at = [], start
        for _ in range(draw.randrange(4)):
            begin = at + timedelta(minutes=draw.randrange(1, 2 * 24 * 60))
            at = begin + timedelta(minutes=draw.randrange(1, 3 * 24 * 60))
            pauses.append((begin, at))
        work = timedelta(minutes=draw.randrange(1, 15 * 450))
        completed = start + timedelta(minutes=draw.randrange(1, 30 * 24 * 60))
        cases.append(Case(start, draw.choice((1, 2, 3, 5, 7, 15)), work, pauses, completed))
    return cases


def measure() -> dict[str, float]:
    """Operations a second, and how many times faster than the walking clock on the same cases.

    Raises AssertionError when the two disagree: a fast wrong answer is no figure.
    """
    calendar = working_calendar(load_years(), FIRST, LAST)
    walking, cases = WalkingClock(calendar), make_cases()
    pairs: dict[str, tuple[Callable[[Case], object], Callable[[Case], object]]] = {
        "add_working_days": (
            lambda case: calendar.add_working_days(case.start, case.days),
            walking.add_working_days,
        ),
        "add_working_time": (
            lambda case: calendar.add_working_time(case.start, case.work, case.pauses),
            walking.add_working_time,
        ),
        "working_time_between": (
            lambda case: calendar.working_time_between(case.start, case.completed, case.pauses),
            walking.working_time_between,
        ),
    }
    figures: dict[str, float] = {}
    for name, (indexed, walked) in pairs.items():
        assert _answers(indexed, cases[:WALKED]) == _answers(walked, cases[:WALKED]), name
        figures[f"worktime.{name}_per_second"] = _rate(indexed, cases)
        figures[f"worktime.{name}_times_walking"] = _rate(indexed, cases[:WALKED]) / _rate(
            walked, cases[:WALKED]
        )
    return figures


def _answers(operation: Callable[[Case], object], cases: Sequence[Case]) -> list[object]:
    return [operation(case) for case in cases]


def _rate(operation: Callable[[Case], object], cases: Sequence[Case], rounds: int = 3) -> float:
    """Operations a second in the best of a few rounds, so that a busy machine disturbs less."""
    best = float("inf")
    for _ in range(rounds):
        begun = perf_counter()
        for case in cases:
            operation(case)
        best = min(best, perf_counter() - begun)
    return len(cases) / best
