"""When an article must be looked at again: pure, standard library only."""

from calendar import monthrange
from datetime import date


def due_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month (31 August and 6: the last of
    February)."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
