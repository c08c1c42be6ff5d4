"""What every test may ask for."""

import pytest
from pytest_django import Settings

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The made-up city of tests/cast.py, in the database."""
    return make_cast()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A real hash takes a third of a second, on purpose; a test has no secrets to guard."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
