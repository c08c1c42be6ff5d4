"""The bench of reports runs in a small city, where tallies, direct counting and SQL agree."""

import pytest

from orders.period import parse
from tests.bench import reports

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_bench_measures_what_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """It raises where SQL by hand, direct counting and tallies differ in a single number."""
    monkeypatch.setattr(reports, "YEAR", parse("2026-06-29..2026-06-30"))
    monkeypatch.setattr(reports, "PERIODS", {"month": parse("2026-06-29..2026-06-30")})
    monkeypatch.setattr(reports, "WARM", 1)
    figures = reports.rate(0.003)
    assert figures["reports.month_of_200_units_from_tallies_ms"] > 0
    assert figures["reports.month_by_hour_ms"] > 0
