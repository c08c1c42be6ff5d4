"""Every verb walked in a real browser at a desk, by the people whose work it is."""

import pytest

from orders.states import OrderState, Verb
from orders.transitions import BY_PEOPLE
from tests.browser import DESK
from tests.orders.conftest import Start, done, walked
from tests.orders.ways import DEMAND, STRAIGHT, WAYS

pytestmark = pytest.mark.long


def test_every_verb_stands_in_one_of_the_walks() -> None:
    verbs = {step.verb for steps in WAYS.values() for step in steps}
    assert verbs == BY_PEOPLE


@pytest.mark.parametrize("way", WAYS)
def test_an_order_is_walked_at_a_desk(way: str, start: Start) -> None:
    walked(way, start(DESK))


def test_a_new_demand_is_received_and_dispatched(start: Start) -> None:
    walker = start(DESK)
    walker.receive("operator", DEMAND)
    walker.walk(STRAIGHT[0])
    assert done(walker) == ([Verb.RECEIVE, Verb.DISPATCH], OrderState.DISPATCHED)


def test_from_the_first_call_to_the_archive_without_scripts(start: Start) -> None:
    walker = start(DESK, scripts=False)
    walker.receive("operator", DEMAND)
    walker.walk(*STRAIGHT)
    verbs, state = done(walker)
    assert verbs == [Verb.RECEIVE, *(step.verb for step in STRAIGHT)]
    assert state == OrderState.ARCHIVED
