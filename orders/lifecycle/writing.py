"""Writing decisions: the only place where the tables of a demand are changed.

Known rows first (an old lead must end before a new one begins), then new ones, then the events,
the changes and the notices; all in the caller's transaction. Many decisions on different orders
are written in as many statements as one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from orders.lifecycle.decision import Decision, NewRow
from orders.lifecycle.rows import (
    TABLES,
    blank_row,
    change_row,
    event_row,
    notice_row,
    resolve,
    search_words,
    table_of,
)
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Change, Event, Outbox
from orders.search import vector_literal

Ids = dict[int, int]
Decided = tuple[Decision, OrderFacts | None]


def write(decision: Decision, facts: OrderFacts | None) -> Ids:
    """Write a decision on the snapshot it was made from (None for a new order). The answer maps
    the decision's negative ids to the ids given."""
    return write_all([(decision, facts)])[0]


def write_all(decided: Sequence[Decided]) -> list[Ids]:
    """Write decisions, each on the snapshot it was made from, in their order; where two of them
    set the same column of a row the later one counts. The answer is what write answers, of each."""
    given = _real_ids([decision.adds for decision, _ in decided])
    both = [(decision, facts, ids) for (decision, facts), ids in zip(decided, given, strict=True)]
    _set(decided, given)
    for table, model in TABLES.items():
        _insert(
            model,
            [
                {"id": ids[new.id], **resolve(_written(new), ids)}
                for decision, _, ids in both
                for new in decision.adds
                if new.table == table
            ],
        )
    _insert(Event, [event_row(decision, ids) for decision, _, ids in both])
    _insert(Change, [change_row(decision, facts, ids) for decision, facts, ids in both])
    _insert(
        Outbox,
        [
            notice_row(decision, notice, ids)
            for decision, _, ids in both
            for notice in decision.notices
        ],
    )
    return given


def _insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """One INSERT for all rows of a table; what nothing is said of takes the field's default, or
    the database's own. (Model instances and bulk_create take five times as long.)"""
    if not rows:
        return
    blank, table = _blank(model), model._meta.db_table
    columns = ", ".join(f'"{name}"' for name in blank if name != "id" or "id" in rows[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns})"
            f" SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
            [_json([{**blank, **row} for row in rows])],
        )


_blank = cache(blank_row)


def _set(decided: Sequence[Decided], given: Sequence[Ids]) -> None:
    """One UPDATE for all rows of a table that get the same columns."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for (decision, _), ids in zip(decided, given, strict=True):
        for key, values in decision.sets.items():
            rows.setdefault(key, {}).update(resolve(values, ids))
    alike: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for (table, pk), values in rows.items():
        if values:
            alike.setdefault((table, tuple(sorted(values))), []).append({"id": pk, **values})
    with connection.cursor() as cursor:
        for (table, columns), changed in alike.items():
            name = table_of(table)
            sets = ", ".join(f'"{column}" = v."{column}"' for column in columns)
            cursor.execute(
                f"UPDATE {name} t SET {sets}"
                f" FROM jsonb_populate_recordset(NULL::{name}, %s::jsonb) v WHERE t.id = v.id",
                [_json(changed)],
            )


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    """Moments with their microseconds and zone; decimals and enumerations as they are written."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _written(new: NewRow) -> Mapping[str, Any]:
    if new.table != "text":
        return new.values
    return {**new.values, "tokens": vector_literal(search_words(new.values))}


def _real_ids(adds: Sequence[Iterable[NewRow]]) -> list[Ids]:
    """Ids for all new rows, from each table's own sequence, in one statement."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for position, rows in enumerate(adds):
        for new in rows:
            wanted.setdefault(new.table, []).append((position, new.id))
    given: list[Ids] = [{} for _ in adds]
    if not wanted:
        return given
    waiting = {table: iter(rows) for table, rows in wanted.items()}
    parts = " UNION ALL ".join(
        f"SELECT '{table}', nextval(pg_get_serial_sequence('{table_of(table)}', 'id'))"
        f" FROM generate_series(1, {len(rows)})"
        for table, rows in wanted.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        for table, value in sorted(cursor.fetchall()):
            position, own = next(waiting[table])
            given[position][own] = int(value)
    return given
