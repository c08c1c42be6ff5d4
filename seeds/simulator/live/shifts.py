"""Who of the operators is at work when: three turns a day, one step further round every day, so
that everybody has all of them and nobody two within eight hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from orders.period import SHANGHAI

# From that hour of the day on: how many of six sit.
TURNS = ((0, 1), (8, 3), (16, 2))
_ROUND = sum(many for _, many in TURNS)
# The round of a day is read so: those of the day, then of the evening, then of the night. Who had
# the day has the night of the next date; after the night comes an evening, after it a day.
_ORDER = (8, 16, 0)
T = TypeVar("T")


def on_turn(people: Sequence[T], at: datetime) -> list[T]:
    """Those of the people who are at work at a moment; with fewer than a round all of them."""
    if len(people) < _ROUND:
        return list(people)
    local = at.astimezone(SHANGHAI)
    begins = max(hour for hour, _ in TURNS if hour <= local.hour)
    places = dict(TURNS)
    first = sum(places[hour] for hour in _ORDER[: _ORDER.index(begins)])
    mine = range(first, first + places[begins])
    day = local.date().toordinal()
    return [one for n, one in enumerate(people) if (n - day) % len(people) in mine]


def next_turn(at: datetime) -> datetime:
    """When the next turn begins."""
    local = at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = [*(hour for hour, _ in TURNS), 24]
    later = next(after for _, after in pairwise(hours) if after > local.hour)
    return midnight + timedelta(hours=later)
