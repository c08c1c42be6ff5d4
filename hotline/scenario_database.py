"""Each scenario has a database of its own beside the hotline's, reached as the default one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InvalidCatalogName

READ_ONLY = "-c default_transaction_read_only=on"


class NoScenarioDatabase(LookupError):
    """The scenario was never replayed here; the words say how to."""


def database_name(scenario: str) -> str:
    """hotline_yongshun_2014 for yongshun-2014."""
    return f"hotline_{scenario.replace('-', '_')}"


@contextmanager
def as_default(name: str, *, server_options: str = "") -> Iterator[BaseDatabaseWrapper]:
    """Inside, the database of that name is this thread's default one, by a connection of its own.

    server_options: as the server takes them at a session's start, e.g. READ_ONLY.
    """
    before = connections["default"]
    other = before.copy()
    options = {k: v for k, v in other.settings_dict["OPTIONS"].items() if k != "pool"}
    options["options"] = f"{options.get('options', '')} {server_options}".strip()
    other.settings_dict |= {"NAME": name, "OPTIONS": options}
    connections["default"] = other
    try:
        yield other
    finally:
        connections["default"] = before
        other.close()


@contextmanager
def read_as_default(scenario: str) -> Iterator[None]:
    """Inside, this thread's default database is the scenario's, and every transaction only reads.

    Raises NoScenarioDatabase where there is none.
    """
    name = database_name(scenario)
    with as_default(name, server_options=READ_ONLY) as reader:
        try:
            reader.ensure_connection()
        except OperationalError as error:
            if not _is_missing(error, name):
                raise
            raise NoScenarioDatabase(
                f"没有场景“{scenario}”的数据库（{name}），先运行 python manage.py replay {scenario}"
            ) from None
        yield


def _is_missing(error: OperationalError, name: str) -> bool:
    cause = error.__cause__
    return isinstance(cause, InvalidCatalogName) or f'database "{name}" does not exist' in str(
        error
    )
