"""Two rows that turn out to be one citizen: the telephone's rows go along."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from calls.joining import join
from calls.models import Block, Call, ReturnCall
from orders.clock.sweep import sweep
from orders.models import Citizen
from tests.calls.conftest import OTHER, Switch, at
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at(600), tick=False):
        yield


def missed(switch: Switch, cti_id: str, **said: Any) -> Citizen:
    switch.tell("newCall", cti_id, seconds=0, **said)
    switch.tell("hangup", cti_id, seconds=30, cause="cancel", **said)
    citizen = switch.call(cti_id).citizen
    assert citizen is not None
    return citizen


def test_calls_return_calls_and_blocks_follow_the_row_that_stays(
    switch: Switch, cast: Cast
) -> None:
    gone, kept = missed(switch, "c1", **{"from": OTHER}), missed(switch, "c2")
    sweep(at=at(100))
    for citizen in (gone, kept):
        Block.objects.create(
            citizen=citizen,
            at=at(0),
            by=cast.supervisor,
            until=at(0) + timedelta(days=1),
            reason="骚扰",
        )
    join(gone, kept)
    assert not Call.objects.filter(citizen=gone).exists()
    assert ReturnCall.objects.filter(citizen=kept, closed_at=None).count() == 1
    assert Block.objects.filter(citizen=kept, lifted_at=None).count() == 1
    switch.tell("rating", "c1", seconds=40, rating=5, **{"from": OTHER})
    assert switch.call("c1").citizen_id == kept.pk  # also when the facts are reckoned anew
