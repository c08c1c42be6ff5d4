"""The nightly audit: days counted once more, beside what is kept; a difference is a fault."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from orders.period import shanghai_day
from reports.models import Tally, TallyDay
from reports.tallies.fill import Grain, Row, count_day
from reports.tallies.layout import LAYOUTS, VERSION
from reports.tallies.stale import collect, mark

log = logging.getLogger(__name__)
RECENT, OLDER = 10, 10  # days: those just past, and as many drawn from all before


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that says something else than a recount does."""

    day: date
    table: str
    key: str
    kept: Row | None
    counted: Row | None


def audit(*, at: datetime) -> list[Difference]:
    """Recount the last days and some older ones drawn at random (the same ones for the same
    moment); days that changed meanwhile are left to the refill. What differs is logged as an error,
    and its day is counted again."""
    collect(at=at)
    found: list[Difference] = []
    for day in _drawn(shanghai_day(at), Random(at.isoformat())):
        found += audit_day(day, at=at)
    for one in found:
        log.error("tallies differ on %s: %s %s", one.day, one.table, one.key)
    mark({one.day for one in found}, at=at)
    return found


def audit_day(day: date, *, at: datetime) -> list[Difference]:
    """What one day's rows and a recount of it disagree on; nothing where the day is stale."""
    with transaction.atomic():
        state = TallyDay.objects.select_for_update().filter(day=day, stale_since=None).first()
        if state is None or state.layout != VERSION:
            return []
        counted = count_day(day, at=at)
        return [one for table in LAYOUTS for one in _differences(day, table, counted[table])]


def _differences(day: date, table: str, counted: Mapping[str, Row]) -> Iterator[Difference]:
    rows = Tally.objects.filter(table=table, grain=Grain.DAY, first=day)
    kept = {row.key: Row(row.counts, row.spreads) for row in rows}
    said = {key: row for key, row in counted.items() if any(row.counts) or row.spreads}
    for key in sorted(kept.keys() | said.keys()):
        if kept.get(key) != said.get(key):
            yield Difference(day, table, key, kept.get(key), said.get(key))


def _drawn(today: date, draw: Random) -> list[date]:
    recent = today - timedelta(days=RECENT)
    days = list(TallyDay.objects.filter(day__lt=today).values_list("day", flat=True))
    older = sorted(day for day in days if day < recent)
    return [day for day in days if day >= recent] + draw.sample(older, min(OLDER, len(older)))
