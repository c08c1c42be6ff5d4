"""After a verb the hotline says what moved: topics and an id, after the commit, and never data."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import transaction
from pytest_django import Settings
from redis import Redis

from orders import publishing
from orders.states import OrderState, Verb
from tests.factories import Walk


class Ear:
    """Hears what is published, in order."""

    def __init__(self) -> None:
        self.pubsub = Redis.from_url(live_settings.REDIS_URL).pubsub()
        self.pubsub.subscribe(publishing.channel())
        assert self.pubsub.get_message(timeout=5)  # Redis has taken the subscription

    def hears(self) -> list[dict[str, Any]]:
        found = []
        while message := self.pubsub.get_message(timeout=0.3):
            found.append(json.loads(message["data"]))
        return found


@pytest.fixture
def walk(transactional_db: None, walk: Walk) -> Walk:
    return walk


@pytest.fixture
def ear(walk: Walk) -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.pubsub.close()


@pytest.fixture(autouse=True)
def rested() -> Iterator[None]:
    publishing._resting["until"] = 0.0
    yield
    publishing._resting["until"] = 0.0


def test_a_verb_tells_the_order_the_hotline_and_the_units_that_hold_it(
    walk: Walk, ear: Ear
) -> None:
    walk.receive_from_citizen().dispatch()
    received, dispatched = ear.hears()
    number = walk.order.number
    assert received == {"id": walk.order_id, "topics": [f"order:{number}", "orders"]}
    path = walk.cast.urban.path
    assert dispatched == {
        "id": walk.order_id,
        "topics": [f"order:{number}", "orders", f"unit:{path}"],
    }


def test_a_unit_that_loses_the_order_still_hears_of_it(walk: Walk, ear: Ear) -> None:
    walk.receive_from_citizen().dispatch()
    ear.hears()
    walk.do(Verb.RECALL, "dispatcher", text="派错了", assignment_id=walk.lead.id)
    (told,) = ear.hears()
    assert f"unit:{walk.cast.urban.path}" in told["topics"]


def test_what_is_rolled_back_is_never_told(walk: Walk, ear: Ear) -> None:
    with transaction.atomic():
        walk.receive_from_citizen()
        transaction.set_rollback(True)
    assert ear.hears() == []


def test_a_redis_that_is_away_breaks_no_verb(walk: Walk, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    walk.receive_from_citizen().to(OrderState.ARCHIVED)
    assert walk.order.state == OrderState.ARCHIVED
