"""What must be in the database before the hotline opens is asked for at start-up, by name."""

from datetime import date

import pytest

from orders.models import CalendarEdition, LimitRule, WorkWeek
from orders.readiness import reference_is_loaded


def found() -> list[str]:
    return sorted(str(message.id) for message in reference_is_loaded(databases=["default"]))


def test_nothing_is_missing_once_reference_data_is_there(rules: None) -> None:
    for year in {date.today().year, date.today().year + 1}:  # noqa: DTZ011
        CalendarEdition.objects.get_or_create(year=year, edition=1)
    assert found() == []


@pytest.mark.django_db
def test_an_empty_database_lacks_calendar_hours_and_limits() -> None:
    assert found() == ["orders.E011", "orders.E012", "orders.E013"]


def test_next_years_calendar_is_a_warning(rules: None) -> None:
    this_year = date.today().year  # noqa: DTZ011
    CalendarEdition.objects.get_or_create(year=this_year, edition=1)
    if not CalendarEdition.objects.filter(year=this_year + 1).exists():
        assert found() == ["orders.W011"]


def test_the_clock_without_a_limit_is_named(rules: None) -> None:
    LimitRule.objects.filter(clock="sign").delete()
    messages = reference_is_loaded(databases=["default"])
    assert "签收" in next(str(m.msg) for m in messages if m.id == "orders.E013")


@pytest.mark.django_db
def test_without_a_database_to_ask_nothing_is_said() -> None:
    WorkWeek.objects.all().delete()
    assert reference_is_loaded(databases=None) == []
