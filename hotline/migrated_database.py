"""One migrated, otherwise empty database is kept on the server: others begin as its copies.

Migrating from nothing takes half a minute of the processor, a copy a second. The kept one bears the
digest of the migrations in its name, so that other migrations have another.
"""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper
from psycopg.errors import DuplicateDatabase, ObjectInUse

from hotline.scenario_database import as_default


def make_migrated(cursor: CursorWrapper, name: str) -> None:
    """A new migrated database of this name, empty but for what migrating itself writes. The cursor
    is outside any transaction; a database of that name must not exist."""
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{kept(cursor)}"')


def kept(cursor: CursorWrapper) -> str:
    """The name of the database to copy, made now where there is none of these migrations. Who asks
    meanwhile on the same database waits for it. The cursor is outside any transaction."""
    name = f"{_place()}{digest_of(folders())}"
    cursor.execute("SET lock_timeout = 0")
    cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
    try:
        if not exists(cursor, name):
            _make(cursor, name)
            drop_others(cursor, name)
    finally:
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
        cursor.execute("RESET lock_timeout")
    return name


def exists(cursor: CursorWrapper, name: str) -> bool:
    """Whether the server has a database of this name."""
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def folders() -> list[Path]:
    """Where the migrations of all apps lie."""
    return [Path(app.path) / "migrations" for app in apps.get_app_configs()]


def digest_of(places: Iterable[Path]) -> str:
    """Differs where any migration differs, or its name."""
    found = sha256()
    for place in places:
        for file in sorted(place.glob("*.py")):
            found.update(f"{place.parent.name}/{file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def drop_others(cursor: CursorWrapper, name: str) -> None:
    """What was kept for earlier migrations of this copy of the software, where nobody uses it."""
    cursor.execute(
        "SELECT datname FROM pg_database d WHERE starts_with(datname, %s) AND datname <> %s"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)",
        [name.rpartition("_")[0] + "_", name],
    )
    for (other,) in cursor.fetchall():
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{other}"')
        except DatabaseError as error:
            if not isinstance(error.__cause__, ObjectInUse):  # somebody came just now
                raise


def _place() -> str:
    """How the names begin of what this copy of the software keeps."""
    return f"migrated_{sha256(str(Path(__file__).parent).encode()).hexdigest()[:8]}_"


def _make(cursor: CursorWrapper, name: str) -> None:
    """It takes its name when it is whole; who was quicker elsewhere made the same."""
    new = f"{name}_{os.getpid()}"
    cursor.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
    cursor.execute(f"CREATE DATABASE \"{new}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        with as_default(new):
            call_command("migrate", interactive=False, verbosity=0)
        cursor.execute(f'ALTER DATABASE "{new}" RENAME TO "{name}"')
    except DatabaseError as error:
        if not isinstance(error.__cause__, DuplicateDatabase):
            raise
    finally:
        cursor.execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
