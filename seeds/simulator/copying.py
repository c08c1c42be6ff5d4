"""From memory into PostgreSQL by COPY, whole or not at all; and a digest of what then stands there.

A COPY passes no trigger of the states table (those guard changes, not new rows); every check,
unique index and reference holds.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from calls.models import Call, CallPurpose
from orders.lifecycle.rows import Columns, columns_of, search_words
from orders.models import DayCounter
from orders.search import vector_literal
from seeds.simulator.at_once import at_once
from seeds.simulator.memory import BOOKS, LEDGER, MODELS, World

_SEQUENCE, _CALLS_SEQUENCE = "orders_ledger_seq", "calls_ledger_seq"
ALL: Mapping[str, type[models.Model]] = {
    **MODELS, **BOOKS, "call": Call, "purpose": CallPurpose
}  # fmt: skip
# Made in memory although the database could: the same seed gives the same rows.
_OWN: Mapping[str, tuple[str, ...]] = {"order": ("public_id",), **dict.fromkeys(BOOKS, ("id",))}
# When a row was written, and in which transaction, differs from one replay to the next.
_OF_THE_WRITING = ("recorded_at", "xid")
# A number once given is never given again, whatever the world knew of it.
_RAISE = f"""
    INSERT INTO {DayCounter._meta.db_table} AS known (day, last) VALUES (%s, %s)
    ON CONFLICT (day) DO UPDATE SET last = GREATEST(known.last, EXCLUDED.last)
"""
_words_of = lru_cache(maxsize=50_000)(vector_literal)  # replayed texts repeat


def first_ids(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Where the tables' counters go on, for a World that joins rows already there. Nobody else may
    add rows until that World is copied out."""
    with connection.cursor() as cursor:
        found = {}
        for table, sequence in _sequences(connection).items():
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
            last, called = cursor.fetchone()
            found[table] = last + called
    return found


def numbers_given(connection: BaseDatabaseWrapper) -> dict[date, int]:
    """The last order number of each day, for a World that joins orders already there."""
    return dict(DayCounter.objects.using(connection.alias).values_list("day", "last"))


def copy_out(world: World, connection: BaseDatabaseWrapper) -> None:
    """Write all rows and books of a world in one transaction and move the counters behind them.

    Raises django.db.IntegrityError where a row breaks a rule of the database.
    """
    with transaction.atomic(using=connection.alias):
        copy_rows(world, connection)
        filled = {table for table in world.rows if world.rows[table]} | {LEDGER}
        # Of the others somebody else may have added rows.
        move_counters(connection, {table: world.next_ids[table] for table in filled})


def copy_rows(world: World, connection: BaseDatabaseWrapper) -> int:
    """Write all rows and books of a world; the answer is how many. Counters stay as they are."""
    written = 0
    with connection.cursor() as cursor:
        for table, model in (MODELS | BOOKS).items():
            rows = world.books[table] if table in BOOKS else world.rows[table].values()
            if not rows:
                continue
            names, line = _line(table, model)
            columns = ", ".join(f'"{name}"' for name in names)
            statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(line(row))
            written += len(rows)
        cursor.executemany(_RAISE, sorted(world.numbers.items()))
    return written


def move_counters(connection: BaseDatabaseWrapper, next_ids: Mapping[str, int]) -> None:
    """The counters of these tables, and of the books, go on at these ids."""
    sequences = _sequences(connection)
    with connection.cursor() as cursor:
        for table, following in next_ids.items():
            cursor.execute("SELECT setval(%s, %s, false)", [sequences[table], following])


def digest(connection: BaseDatabaseWrapper) -> str:
    """SHA-256 over all rows of demands, their books, citizens and calls, whatever their order."""
    tables = at_once(connection, [partial(_digest_of, model) for model in ALL.values()])
    return sha256("\n".join(tables).encode()).hexdigest()


def _digest_of(model: type[models.Model], cursor: CursorWrapper) -> str:
    """Of one table; the server sums up the rows' hashes, for millions of rows are slow to read."""
    names = [
        field.column
        for field in model._meta.local_concrete_fields
        if field.column not in _OF_THE_WRITING
    ]
    columns, table = ", ".join(f'"{name}"' for name in names), model._meta.db_table
    cursor.execute(f"""
        SELECT count(*), sum(hashtextextended(ROW({columns})::text, 0)::numeric) FROM {table}
    """)
    return f"{table} {columns} {cursor.fetchone()}"


def _sequences(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        found = {}
        for table, model in (MODELS | {"purpose": CallPurpose}).items():
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            found[table] = cursor.fetchone()[0]
    return {**found, LEDGER: _SEQUENCE, "call": _CALLS_SEQUENCE}


def _line(
    table: str, model: type[models.Model]
) -> tuple[tuple[str, ...], Callable[[Columns], list[Any]]]:
    """The columns of a table, and how a row becomes a line of them."""
    names = (*columns_of(model), *_OWN.get(table, ()))
    pick = itemgetter(*names)
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    written = [
        (place, write)
        for place, name in enumerate(names)
        if (write := _writer(fields[name])) is not None
    ]
    searched = names.index("tokens") if table == "text" else None

    def line(row: Columns) -> list[Any]:
        values = list(pick(row))
        for place, write in written:
            if values[place] is not None:
                values[place] = write(values[place])
        if searched is not None:
            values[searched] = _words_of(search_words(row))
        return values

    return names, line


def _writer(field: models.Field) -> Callable[[Any], str] | None:
    """How a value is said to COPY where psycopg alone would say it otherwise."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if isinstance(field, ArrayField):
        return lambda value: "{" + ",".join(map(str, value)) + "}"
    if isinstance(field, SearchVectorField):
        return None
    if isinstance(field, models.CharField | models.TextField):
        return str  # a choice is written by its value, not by its name
    return None
