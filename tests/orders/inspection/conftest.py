"""A June with completed orders of two units, one of them reworked."""

from datetime import timedelta

import pytest

from orders.states import Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.rules import make_thresholds

CLERK = {"urban": "unit_clerk", "market": "market_clerk", "housing": "other_clerk"}


def completed(cast: Cast, unit: str, day: int) -> Walk:
    walk = Walk(cast, MONDAY + timedelta(days=day)).receive(title=f"{unit}第{day}天")
    walk.dispatch(getattr(cast, unit)).do(Verb.SIGN, CLERK[unit])
    walk.do(Verb.COMPLETE, CLERK[unit], text="已修好", uncontacted="匿名")
    return walk.do(Verb.ACCEPT, "reviewer")


@pytest.fixture
def june(cast: Cast, rules: None) -> list[Walk]:
    make_thresholds(sample_percent=30, sample_least=2)
    walks = [completed(cast, "urban", day) for day in range(10)]
    return [*walks, completed(cast, "market", 1)]
