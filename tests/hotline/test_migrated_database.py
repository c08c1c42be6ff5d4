"""Databases begin as copies of one that is migrated and kept for its very migrations."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from hotline.migrated_database import digest_of, drop_others, folders, kept, make_migrated
from hotline.scenario_database import as_default
from units.models import Staff

NAMED = "SELECT oid FROM pg_database WHERE datname = %s"


@pytest.fixture
def cursor(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[CursorWrapper]:
    """Outside any transaction, by a connection of its own."""
    with django_db_blocker.unblock():
        own = connection.copy()
        try:
            own.set_autocommit(True)
            with own.cursor() as cursor:
                yield cursor
        finally:
            own.close()


def named(cursor: CursorWrapper, name: str) -> object:
    cursor.execute(NAMED, [name])
    return cursor.fetchone()


def used_by_anybody(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT FROM pg_stat_activity WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def test_a_new_database_is_migrated_whole_and_empty(cursor: CursorWrapper) -> None:
    name = f"copied_{connection.settings_dict['NAME']}"
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    try:
        make_migrated(cursor, name)
        with as_default(name) as copied:
            executor = MigrationExecutor(copied)
            assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
            call_command("makemigrations", check=True, dry_run=True, verbosity=0)
            assert not Staff.objects.exists()
    finally:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_what_is_kept_is_made_once(cursor: CursorWrapper) -> None:
    first = kept(cursor)
    was = named(cursor, first)
    assert was is not None
    assert (kept(cursor), named(cursor, first)) == (first, was)


def test_other_migrations_have_another(tmp_path: Path) -> None:
    app = tmp_path / "app" / "migrations"
    app.mkdir(parents=True)
    seen = {digest_of([app])}
    for name, text in (("0001_a.py", "A"), ("0001_a.py", "B"), ("0002_b.py", "A")):
        (app / name).write_text(text)
        seen.add(digest_of([app]))
    assert len(seen) == 4
    assert digest_of([*folders(), app]) != digest_of(folders())


def test_what_was_kept_for_earlier_migrations_goes_unless_somebody_uses_it(
    cursor: CursorWrapper,
) -> None:
    place = f"migrated_{connection.settings_dict['NAME']}"
    now, old, used = (f"{place}_{name}" for name in ("now", "old", "used"))
    try:
        for name in (now, old, used):
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        with as_default(used) as user:
            user.ensure_connection()
            drop_others(cursor, now)
            assert named(cursor, now)
            assert not named(cursor, old)
            assert named(cursor, used)
        while used_by_anybody(cursor, used):  # who hangs up is gone a moment later
            sleep(0.01)
        drop_others(cursor, now)
        assert not named(cursor, used)
    finally:
        for name in (now, old, used):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
