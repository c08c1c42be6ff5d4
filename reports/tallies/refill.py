"""Keeping tallies fresh: today and every day that is new or stale, the newest first, step by step.

Each day is a step of its own transaction, so that what is cut off goes on where it was; longer
stretches follow once the days of a run are counted. Two who refill at once do no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic

from orders.period import Kind, period_of, shanghai_day
from reports.coverage import recorded_since
from reports.models import TallyDay
from reports.tallies.fill import fill
from reports.tallies.layout import VERSION
from reports.tallies.stale import collect

SECONDS = 120.0  # of one run; the next goes on
STEP = 7  # days between which months are brought up


@dataclass(frozen=True, slots=True)
class Refilled:
    """changes: how many were read; days: how many were counted; left: how many still wait."""

    changes: int
    days: int
    left: int


def refill(*, at: datetime, seconds: float = SECONDS) -> Refilled:
    """Read the changes, then count what waits, until the time is up."""
    changes, begun = collect(at=at), monotonic()
    waiting = list(due_days(shanghai_day(at)))
    done = 0
    while done < len(waiting) and (not done or monotonic() - begun < seconds):
        fill(waiting[done : done + STEP], at=at)
        done += len(waiting[done : done + STEP])
    return Refilled(changes, done, len(waiting) - done)


def due_days(today: date) -> Iterator[date]:
    """Today, then the days that are stale, of another layout, or were never counted."""
    first = recorded_since()
    if first is None or first > today:
        return
    counted = TallyDay.objects.filter(layout=VERSION, stale_since__isnull=True, day__lt=today)
    # A day is fresh that was counted once it was over: until then its limits could still pass.
    fresh = {
        day
        for day, filled_at in counted.values_list("day", "filled_at")
        if filled_at and filled_at >= period_of(Kind.DAY, day).end
    }
    day = today
    while day >= first:
        if day not in fresh:
            yield day
        day -= timedelta(days=1)
