"""A second quarter in which one bureau signed nothing and another did its work."""

from datetime import timedelta

import pytest

from orders.clock.sweep import sweep
from orders.states import Verb
from tests.cast import Cast
from tests.factories import MONDAY, Walk, moment
from tests.rules import make_thresholds

AT = moment("2024-07-01 06:30")


@pytest.fixture
def quarter(cast: Cast, rules: None) -> list[Walk]:
    """urban: 2 of 3 silent; market: 2 done in time; housing: 1 due and silent."""
    make_thresholds(silent_yellow=5, silent_red=9)
    walks = []
    for day, unit, clerk in (
        (0, "urban", ""), (1, "urban", ""), (2, "urban", "unit_clerk"),
        (0, "market", "market_clerk"), (1, "market", "market_clerk"), (0, "housing", ""),
    ):  # fmt: skip
        walk = Walk(cast, MONDAY + timedelta(days=day)).receive()
        walk.dispatch(getattr(cast, unit))
        if clerk:
            walk.do(Verb.SIGN, clerk)
            walk.do(Verb.COMPLETE, clerk, text="好了", uncontacted="匿名")
            walk.do(Verb.ACCEPT, "reviewer")
        walks.append(walk)
    sweep(at=AT - timedelta(days=1))
    return walks
