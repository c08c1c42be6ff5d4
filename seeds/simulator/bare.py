"""Tables that take a great many rows: bare of indexes and references, which are put back after.

Putting them back checks every row, as if it had been checked on its way in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from seeds.simulator.at_once import at_once

_REFERENCES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2
"""
# Those of primary keys and unique constraints stay: references from elsewhere stand on them.
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
        SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x')
    ) ORDER BY 1
"""
_MEMORY = "SET maintenance_work_mem = '128MB'"


@contextmanager
def bare(connection: BaseDatabaseWrapper, tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Inside, the models' tables have neither references nor indexes but those of their keys.

    Left in good order they have them again, checked, and are analysed; left by an error they stay
    bare: for a database that is thrown away then. Raises django.db.IntegrityError where a row
    breaks a rule.
    """
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        references, indexes = _found(cursor, _REFERENCES, names), _found(cursor, _INDEXES, names)
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        at_once(connection, [partial(_build, definition) for _, definition in indexes])
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        at_once(connection, [partial(_analyse, name) for name in names])


def _build(definition: str, cursor: CursorWrapper) -> None:
    cursor.execute(_MEMORY)
    cursor.execute(definition)


def _analyse(table: str, cursor: CursorWrapper) -> None:
    cursor.execute(f"ANALYZE {table}")


def _found(cursor: CursorWrapper, query: str, names: list[str]) -> list[tuple[str, ...]]:
    cursor.execute(query, [names])
    found: list[tuple[str, ...]] = cursor.fetchall()
    return found
