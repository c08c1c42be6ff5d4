"""The hand-counted June on pages, and somebody who may read them."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.cast import make_cast
from tests.reports.june import June
from tests.rules import make_rules

Page = Callable[..., str]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[June]:
    """Walked once a file; each test's own changes are taken back after it, these after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_rules()
        yield June(make_cast()).play()
        transaction.set_rollback(True)


@pytest.fixture
def june(played: June, db: None) -> June:
    return played


@pytest.fixture
def analyst(client: Client, june: June) -> Client:
    client.force_login(june.cast.analyst)
    return client


@pytest.fixture
def page(analyst: Client) -> Page:
    """The text of a page of that address, which answers as expected."""

    def read(address: str, status: int = 200) -> str:
        answer = analyst.get(address)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return read
