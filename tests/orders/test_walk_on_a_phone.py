"""Every verb walked in a real browser on a phone, by the people whose work it is."""

import pytest

from orders.states import OrderState, Verb
from tests.browser import PHONE
from tests.orders.conftest import Start, done, walked
from tests.orders.ways import DEMAND, STRAIGHT, WAYS

pytestmark = pytest.mark.long


@pytest.mark.parametrize("way", WAYS)
def test_an_order_is_walked_on_a_phone(way: str, start: Start) -> None:
    walked(way, start(PHONE))


def test_a_new_demand_is_received_and_dispatched(start: Start) -> None:
    walker = start(PHONE)
    walker.receive("operator", DEMAND)
    walker.walk(STRAIGHT[0])
    assert done(walker) == ([Verb.RECEIVE, Verb.DISPATCH], OrderState.DISPATCHED)
