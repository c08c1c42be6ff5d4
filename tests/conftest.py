"""What every test may ask for."""

import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The made-up city of tests/cast.py, in the database."""
    return make_cast()
