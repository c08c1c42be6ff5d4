"""A small knowledge base for each test."""

import pytest

from tests.cast import Cast
from tests.knowledge.shelf import Shelf, make_shelf


@pytest.fixture
def shelf(cast: Cast, rules: None) -> Shelf:
    return make_shelf(cast)
