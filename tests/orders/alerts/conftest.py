"""Alert rules and demands that come in one after the other."""

from datetime import timedelta
from typing import Any

import pytest

from orders.models import AlertRule
from tests.factories import MONDAY, Walk

LAMPS = {"by": "place", "area": "district", "level": 2, "source": "三件即报"}


def make_rule(code: str = "place", n: int = 3, minutes: int = 60, **columns: Any) -> AlertRule:
    values = {**LAMPS, "name": "同类诉求集中", "n": n, "window_minutes": minutes, **columns}
    return AlertRule.objects.create(code=code, **values)


@pytest.fixture
def rule(rules: None) -> AlertRule:
    return make_rule()


def come(walk: Walk, *minutes: float, **changes: Any) -> list[int]:
    """Demands received so many minutes after Monday nine o'clock; the answer is their ids."""
    ids = []
    for minute in minutes:
        one = Walk(walk.cast, MONDAY + timedelta(minutes=minute)).receive(**changes)
        ids.append(one.order_id)
    return ids
