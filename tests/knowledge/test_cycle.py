"""When an article must be looked at again."""

from datetime import date

import pytest

from knowledge.cycle import due_after


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2024, 6, 3), 12, date(2025, 6, 3)),
        (date(2024, 6, 3), 6, date(2024, 12, 3)),
        (date(2024, 12, 31), 3, date(2025, 3, 31)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 12, 1), 24, date(2026, 12, 1)),
    ],
)
def test_it_is_due_on_the_same_day_of_a_later_month(day: date, months: int, due: date) -> None:
    assert due_after(day, months) == due
