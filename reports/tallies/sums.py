"""Adding rows of a tally table up in the database: over stretches of time, by groups of keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from json import loads
from typing import Any

from django.db import connection

from reports.counting import Merged
from reports.models import Tally
from reports.tallies.layout import SEPARATOR, Layout

Stretch = tuple[str, date]  # grain and first day
_TABLE = Tally._meta.db_table


@dataclass(slots=True)
class Sum:
    """What a group adds up to: a count of each place that was asked for, and histograms."""

    counts: Sequence[int]
    spreads: dict[str, dict[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of a table. where: the place of a dimension in the key, and the values there may be."""

    layout: Layout
    stretches: Sequence[Stretch]
    where: Sequence[tuple[int, Sequence[str]]] = ()

    def condition(self) -> tuple[str, list[Any]]:
        """In SQL, with its parameters."""
        days: dict[str, list[date]] = {}
        for grain, first in self.stretches:
            days.setdefault(grain, []).append(first)
        any_of = " OR ".join("(grain = %s AND first = ANY(%s))" for _ in days)
        words = f'"table" = %s AND ({any_of})'
        values: list[Any] = [self.layout.table]
        values += [one for pair in days.items() for one in pair]
        for place, allowed in self.where:
            words += f" AND {_part(place)} = ANY(%s)"
            values.append(list(allowed))
        return words, values


def by_part(
    asked: Asked, place: int, *, latest: date, counts: Sequence[int], spreads: Iterable[str]
) -> dict[Any, Sum]:
    """By the text at that place of the key; -1: all in one, under None. counts: the places of the
    row that are wanted, a stock's as of the stretch that begins on the day `latest` alone."""
    group = "NULL" if place < 0 else _part(place)
    return _over_time(asked, group, latest=latest, counts=counts, spreads=spreads)


def by_key(asked: Asked, *, latest: date) -> dict[str, Sum]:
    """Whole rows by their whole key, a stock's places as by_part has them."""
    spreads = {one.spread for one in asked.layout.places.values() if one.spread}
    counts = range(asked.layout.width)
    return _over_time(asked, "key", latest=latest, counts=counts, spreads=spreads)


def by_day(asked: Asked, *, counts: Sequence[int], spreads: Iterable[str]) -> dict[Any, Sum]:
    """By the first day of each stretch, a stock as of each one's end."""
    return _add_up(asked, "first", [f"sum(counts[{one + 1}])" for one in counts], [], spreads)


def merge(found: Mapping[Any, Sum], merged: Merged) -> dict[Any, Sum]:
    """Groups that count for another are added to it; one that is not in merged counts nowhere."""
    if merged is None:
        return dict(found)
    whole: dict[Any, Sum] = {}
    for group, some in found.items():
        if group not in merged:
            continue
        known = whole.get(merged[group])
        if known is None:
            whole[merged[group]] = some
            continue
        known.counts = [a + b for a, b in zip(known.counts, some.counts, strict=True)]
        for name, histogram in some.spreads.items():
            _enter(known.spreads.setdefault(name, {}), histogram)
    return whole


def _enter(known: dict[int, int], histogram: Mapping[Any, int]) -> None:
    """Add a histogram to what is known; its buckets may be written as texts."""
    buckets = zip(map(int, histogram), histogram.values(), strict=True)
    if not known:
        known.update(buckets)
        return
    for bucket, n in buckets:
        known[bucket] = known.get(bucket, 0) + n


def _over_time(
    asked: Asked, group: str, *, latest: date, counts: Sequence[int], spreads: Iterable[str]
) -> dict[Any, Sum]:
    stocks = asked.layout.stocks
    columns = [
        f"sum(counts[{one + 1}])" + (" FILTER (WHERE first = %s)" if one in stocks else "")
        for one in counts
    ]
    values = [latest for one in counts if one in stocks]
    return _add_up(asked, group, columns, values, spreads)


def _part(place: int) -> str:
    return f"split_part(key, '{SEPARATOR}', {place + 1})"


def _add_up(
    asked: Asked, group: str, columns: Sequence[str], values: Sequence[Any], spreads: Iterable[str]
) -> dict[Any, Sum]:
    condition, given = asked.condition()
    sums = ", ".join(f"coalesce({one}, 0)::bigint" for one in columns)
    grouped = "" if group == "NULL" else "GROUP BY 1"
    query = f"SELECT {', '.join(filter(None, [group, sums]))} FROM {_TABLE} WHERE {condition}"
    with connection.cursor() as cursor:
        cursor.execute(f"{query} {grouped}", [*values, *given])
        found = {of: Sum(counts) for of, *counts in cursor.fetchall()}
        if names := set(spreads):
            # Whole, since a year's have hundreds of buckets each: taking them apart here is quicker
            # than as rows of the database.
            cursor.execute(
                f"SELECT {group}, spreads::text FROM {_TABLE}"
                f" WHERE {condition} AND spreads <> '{{}}'",
                given,
            )
            for of, text in cursor.fetchall():
                for name, histogram in loads(text).items():
                    if name in names:
                        _enter(found[of].spreads.setdefault(name, {}), histogram)
    return found
