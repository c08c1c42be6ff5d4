"""Each scenario has a database of its own beside the hotline's, reached under its own alias."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connections
from psycopg.errors import InvalidCatalogName


class NoScenarioDatabase(LookupError):
    """The scenario was never replayed here; the words say how to."""


def database_name(scenario: str) -> str:
    """hotline_yongshun_2014 for yongshun-2014."""
    return f"hotline_{scenario.replace('-', '_')}"


@contextmanager
def open_database(scenario: str) -> Iterator[str]:
    """Inside, the alias of the scenario's database, on the server of the default one.

    Raises NoScenarioDatabase where there is none.
    """
    alias = database_name(scenario)
    connections.settings[alias] = {**connections.settings["default"], "NAME": alias}
    try:
        connections[alias].ensure_connection()
        yield alias
    except OperationalError as error:
        if not _is_missing(error, alias):
            raise
        raise NoScenarioDatabase(_replay_first(scenario)) from None
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


@contextmanager
def read_as_default(scenario: str) -> Iterator[None]:
    """Inside, this thread's default database is the scenario's, and every transaction only reads.

    Raises NoScenarioDatabase where there is none.
    """
    name, before = database_name(scenario), connections["default"]
    reader = before.copy()
    options = {k: v for k, v in reader.settings_dict["OPTIONS"].items() if k != "pool"}
    options["options"] = f"{options.get('options', '')} -c default_transaction_read_only=on"
    reader.settings_dict |= {"NAME": name, "OPTIONS": options}
    try:
        reader.ensure_connection()
    except OperationalError as error:
        if not _is_missing(error, name):
            raise
        raise NoScenarioDatabase(_replay_first(scenario)) from None
    connections["default"] = reader
    try:
        yield
    finally:
        connections["default"] = before
        reader.close()


def _replay_first(scenario: str) -> str:
    return (
        f"没有场景“{scenario}”的数据库（{database_name(scenario)}），"
        f"先运行 python manage.py replay {scenario}"
    )


def _is_missing(error: OperationalError, name: str) -> bool:
    cause = error.__cause__
    return isinstance(cause, InvalidCatalogName) or f'database "{name}" does not exist' in str(
        error
    )
