"""The worktime bench runs, and agrees with its slow clock."""

import pytest

from tests.bench import worktime


def test_the_bench_gives_rates_for_each_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worktime, "CASES", 2_000)
    monkeypatch.setattr(worktime, "WALKED", 400)
    figures = worktime.measure()
    assert len(figures) == 6
    assert all(figure > 0 for figure in figures.values())


def test_the_cases_are_the_same_each_time() -> None:
    assert worktime.make_cases() == worktime.make_cases()
