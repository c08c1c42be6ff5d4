"""Writing a decision: the only place where the tables of a demand are changed.

Known rows first (an old lead must end before a new one begins), then new ones, then the event,
the change and the notices; all in the caller's transaction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from orders.lifecycle.decision import Decision, NewRow
from orders.lifecycle.rows import (
    TABLES,
    change_row,
    event_row,
    notice_row,
    resolve,
    search_words,
    table_of,
)
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Change, Event, Outbox
from orders.search import as_vector


def write(decision: Decision, facts: OrderFacts | None) -> dict[int, int]:
    """Write a decision on the snapshot it was made from (None for a new order). The answer maps
    the decision's negative ids to the ids given."""
    ids = _real_ids(decision.adds)
    for (table, pk), values in decision.sets.items():
        TABLES[table]._base_manager.filter(pk=pk).update(**resolve(values, ids))
    for table, model in TABLES.items():
        rows = [
            model(pk=ids[new.id], **resolve(_written(new), ids))
            for new in decision.adds
            if new.table == table
        ]
        if rows:
            model._base_manager.bulk_create(rows)
    Event.objects.bulk_create([Event(**event_row(decision, ids))])
    Change.objects.bulk_create([Change(**change_row(decision, facts, ids))])
    Outbox.objects.bulk_create(
        Outbox(**notice_row(decision, notice, ids)) for notice in decision.notices
    )
    return ids


def _written(new: NewRow) -> Mapping[str, Any]:
    if new.table != "text":
        return new.values
    return {**new.values, "tokens": as_vector(search_words(new.values))}


def _real_ids(adds: Iterable[NewRow]) -> dict[int, int]:
    """Ids for all new rows, from each table's own sequence, in one statement."""
    wanted = list(adds)
    if not wanted:
        return {}
    parts = " UNION ALL ".join(
        f"SELECT {new.id}, nextval(pg_get_serial_sequence('{table_of(new.table)}', 'id'))"
        for new in wanted
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return {int(key): int(value) for key, value in cursor.fetchall()}
