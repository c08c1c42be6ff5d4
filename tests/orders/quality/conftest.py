"""The criteria of the reference data, and a reply that was accepted."""

import pytest

from orders.models import Reply
from orders.states import OrderState
from tests.factories import Walk
from tests.rules import make_criteria


@pytest.fixture
def criteria(rules: None) -> None:
    make_criteria()


@pytest.fixture
def replied(walk: Walk, criteria: None) -> Walk:
    return walk.receive_from_citizen().to(OrderState.REPLIED)


@pytest.fixture
def reply(replied: Walk) -> Reply:
    replied.to(OrderState.CALLING_BACK)
    return Reply.objects.get()
