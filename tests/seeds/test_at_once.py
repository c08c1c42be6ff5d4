"""Several statements at once go to the database that is the default one here, not to another."""

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from hotline.scenario_database import as_default
from seeds.simulator.at_once import at_once


def name_of(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT current_database()")
    return str(cursor.fetchone()[0])


def test_jobs_reach_the_default_database_of_the_thread_that_asks(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), as_default("template1"):
        assert at_once(connection, [name_of] * 3) == ["template1"] * 3


@pytest.mark.django_db(transaction=True)
def test_the_first_error_is_raised_when_all_have_ended() -> None:
    ended: list[int] = []

    def fails(cursor: CursorWrapper) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        at_once(connection, [fails, lambda cursor: ended.append(1)])
    assert ended == [1]
