"""What a day is: by the calendar in force, and by its weekday where that says nothing."""

from datetime import date

import pytest

from orders.models import WorkWeek
from reports.analysis.day_kinds import DayKind, Days, known_days


def test_days_are_of_a_kind_by_the_calendar_and_by_their_weekday_without() -> None:
    monday, saturday = date(2024, 6, 3), date(2024, 6, 8)
    assert [Days().kind(day) for day in (monday, saturday)] == [DayKind.ORDINARY] * 2
    assert [Days().worked(day) for day in (monday, saturday)] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-06-10", DayKind.HOLIDAY),  # a Monday
        ("2024-05-11", DayKind.MADE_UP),  # a Saturday
        ("2024-05-04", DayKind.ORDINARY),  # a Saturday within holidays is a day of rest as ever
        ("2024-06-11", DayKind.ORDINARY),
        ("2040-06-11", DayKind.ORDINARY),  # no calendar reaches so far
    ],
)
def test_the_calendar_in_force_says_what_a_day_is(rules: None, day: str, kind: DayKind) -> None:
    assert known_days().kind(date.fromisoformat(day)) is kind


@pytest.mark.django_db
def test_without_a_calendar_a_day_is_what_its_weekday_is() -> None:
    assert known_days() == Days()
    WorkWeek.objects.create(valid_from=date(2014, 1, 1), frames={"0": [["08:30", "17:30"]]})
    assert known_days() == Days()
