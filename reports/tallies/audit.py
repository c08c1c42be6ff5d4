"""The nightly audit: days counted once more, beside what is kept, and their balance by unit; a
difference is a fault."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from orders.period import Kind, period_of, shanghai_day
from reports.balance import Terms, count_by_unit
from reports.models import Tally, TallyDay
from reports.tallies.fill import Row, count_day
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


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A unit whose balance of the day does not close: the facts of its orders contradict each
    other, and no recount mends that."""

    day: date
    unit_id: int
    terms: Terms


def audit(*, at: datetime) -> list[Difference | Unbalanced]:
    """Recount the last days and some older ones drawn at random (the same ones for the same
    moment); days that changed meanwhile are left to the refill. What differs, and what does not
    balance, is logged as an error; a day that differs is counted again."""
    collect(at=at)
    differing: list[Difference] = []
    unbalanced: list[Unbalanced] = []
    for day in _drawn(shanghai_day(at), Random(at.isoformat())):
        differing += audit_day(day, at=at)
        unbalanced += audit_balance(day, at=at)
    for one in differing:
        log.error("tallies differ on %s: %s %s", one.day, one.table, one.key)
    for odd in unbalanced:
        log.error("unit %s does not balance on %s: %s", odd.unit_id, odd.day, odd.terms)
    mark({one.day for one in differing}, at=at)
    return [*differing, *unbalanced]


def audit_balance(day: date, *, at: datetime) -> list[Unbalanced]:
    """The units whose balance of one day does not close."""
    counted = count_by_unit(period_of(Kind.DAY, day), as_of=at)
    return [Unbalanced(day, unit, terms) for unit, terms in counted.items() if terms.difference]


def audit_day(day: date, *, at: datetime) -> list[Difference]:
    """What one day's rows and a recount of it disagree on; nothing where the day is stale."""
    with transaction.atomic():
        state = TallyDay.objects.select_for_update().filter(day=day, stale_since=None).first()
        if state is None or state.layout != VERSION:
            return []
        counted = count_day(day, at=at)
        return [one for table in LAYOUTS for one in _differences(day, table, counted[table])]


def _differences(day: date, table: str, counted: Mapping[str, Row]) -> Iterator[Difference]:
    rows = Tally.objects.filter(table=table, grain=Tally.Grain.DAY, first=day)
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
