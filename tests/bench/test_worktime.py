"""The worktime bench runs and agrees with its slow clock; a city's sweep takes seconds."""

from datetime import datetime
from time import perf_counter

import pytest

from seeds.calendars import load_years, working_calendar
from tests.bench import worktime


def test_the_bench_gives_rates_for_each_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worktime, "CASES", 2_000)
    monkeypatch.setattr(worktime, "WALKED", 400)
    figures = worktime.measure()
    assert len(figures) == 6
    assert all(figure > 0 for figure in figures.values())
    assert figures["worktime.add_working_time_times_walking"] > 1
    assert figures["worktime.working_time_between_times_walking"] > 1


def test_the_cases_are_the_same_each_time() -> None:
    assert worktime.make_cases() == worktime.make_cases()


def test_a_sweep_over_100_000_assignments_takes_seconds() -> None:
    calendar = working_calendar(load_years(), worktime.FIRST, worktime.LAST)
    cases = worktime.make_cases() * 5
    assert len(cases) == 100_000
    begun = perf_counter()
    for case in cases:
        assert isinstance(calendar.add_working_days(case.start, case.days), datetime)
        calendar.add_working_time(case.start, case.work, case.pauses)
    assert perf_counter() - begun < 30
