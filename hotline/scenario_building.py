"""A scenario's database is built beside the old one and takes its name only when it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from hotline.migrated_database import exists, make_migrated
from hotline.scenario_database import as_default, database_name


class CannotBuild(Exception):
    """No database can be made here, or somebody else is just making it."""


@contextmanager
def building(scenario: str) -> Iterator[BaseDatabaseWrapper]:
    """Inside, a new migrated database is the default one of this thread. Left in good order it
    takes the scenario's name and the old one is dropped; left by an error it is dropped itself, and
    what a killed process left behind is dropped at the next start. Raises CannotBuild.
    """
    name = database_name(scenario)
    with _maintenance(name) as cursor:
        new = f"{name}_new"
        _drop(cursor, new)
        try:
            make_migrated(cursor, new)
            with as_default(new) as connection:
                yield connection
            _rename(cursor, new, name)
        finally:
            _drop(cursor, new)


@contextmanager
def _maintenance(name: str) -> Iterator[CursorWrapper]:
    """A connection of its own to the hotline's database, outside any transaction, that alone
    builds this name."""
    own = connections["default"].copy()
    try:
        own.set_autocommit(True)
        with own.cursor() as cursor:
            cursor.execute(
                "SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles WHERE rolname = current_user"
            )
            allowed, user = cursor.fetchone()
            if not allowed:
                raise CannotBuild(
                    f"数据库用户 {user} 没有建库的权限：由管理员执行 ALTER ROLE {user} CREATEDB"
                )
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
            if not cursor.fetchone()[0]:
                raise CannotBuild(f"{name} 正在另一处重放，等它完成")
            yield cursor
    finally:
        own.close()


def _rename(cursor: CursorWrapper, new: str, name: str) -> None:
    """The new database takes the name in the moment the old one loses it."""
    old = f"{name}_old"
    _drop(cursor, old)
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                   [name])  # fmt: skip
    replaced = exists(cursor, name)
    cursor.execute("BEGIN")
    if replaced:
        cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{old}"')
    cursor.execute(f'ALTER DATABASE "{new}" RENAME TO "{name}"')
    cursor.execute("COMMIT")
    _drop(cursor, old)


def _drop(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
