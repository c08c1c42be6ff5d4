"""What every test may ask for; the suite runs on a real PostgreSQL and a real Valkey."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings
from servestatic.middleware import ServeStaticMiddleware

from hotline import servers
from hotline.migrated_database import kept
from orders.numbering import allocator
from tests.cast import Cast, make_cast
from tests.factories import Walk
from tests.rules import make_rules

pytest_plugins = ["tests.browser"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests go first, so that no worker is left alone with one at the end."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


# A busy machine is slow, not wrong: no test fails for a single case's time.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    """The embedded servers where DATABASE_URL or REDIS_URL is not set; the last user stops them."""
    with servers.up():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    _servers: None,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """A worker's database begins as a copy of one that is migrated, which a run leaves for the
    next; Django then migrates it on, as it does every test database."""
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        connection.settings_dict["TEST"]["TEMPLATE"] = kept(cursor)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Every client makes the middleware anew, and with it the list of 250 static files; a process
    serves one client after another from the first one's list, as a server does."""
    list_them = ServeStaticMiddleware.add_files_from_finders
    listed: dict[str, tuple[dict[str, Any], list[Any]]] = {}

    def listed_once(middleware: ServeStaticMiddleware) -> None:
        prefix = middleware.static_prefix
        if prefix not in listed:
            list_them(middleware)
            listed[prefix] = (dict(middleware.files), list(middleware.directories))
        files, directories = listed[prefix]
        middleware.files.update(files)
        middleware.directories[:] = directories

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServeStaticMiddleware, "add_files_from_finders", listed_once)
        yield


@pytest.fixture(autouse=True)
def _empty_cache(_servers: None) -> None:
    """Each test starts with an empty cache; the settings give tests a database of their own."""
    cache.clear()


@pytest.fixture(autouse=True)
def _numbers_begin_anew(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits leaves emptied tables, the counter of order numbers among them: the
    numbers this process still holds would come a second time."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits or "transactional_db" in request.fixturenames:
        allocator.forget()


@pytest.fixture
def cast(db: None) -> Cast:
    """The made-up city of tests/cast.py, in the database."""
    return make_cast()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A real hash takes a third of a second, on purpose; a test has no secrets to guard."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def rules(db: None) -> None:
    """The small reference data of tests/rules.py, in the database."""
    make_rules()


@pytest.fixture
def walk(cast: Cast, rules: None) -> Walk:
    """A walk not yet begun; walk.receive() begins it."""
    return Walk(cast)
