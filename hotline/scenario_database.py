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
        raise NoScenarioDatabase(
            f"没有场景“{scenario}”的数据库（{alias}），先运行 python manage.py replay {scenario}"
        ) from None
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def _is_missing(error: OperationalError, name: str) -> bool:
    cause = error.__cause__
    return isinstance(cause, InvalidCatalogName) or f'database "{name}" does not exist' in str(
        error
    )
