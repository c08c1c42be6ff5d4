"""A word that comes later than the day it is about is noted, so that the day is counted again."""

from datetime import date, timedelta

import pytest
import time_machine

from calls.changes import touch
from calls.models import CallChange, Seat
from calls.seating import take_break
from tests.calls.conftest import Switch
from tests.cast import Cast
from tests.factories import MONDAY
from units.actor import actor_of

pytestmark = pytest.mark.django_db


def days() -> list[list[date]]:
    return list(CallChange.objects.order_by("id").values_list("days", flat=True))


def test_a_call_told_of_after_midnight_names_its_day(switch: Switch) -> None:
    with time_machine.travel(MONDAY + timedelta(hours=20), tick=False):
        switch.tell("newCall", seconds=0)
        assert days() == [[date(2024, 6, 3)]]
        switch.tell("newCall", seconds=0)
        assert len(days()) == 1, "told again it changes nothing"


def test_what_happens_today_needs_no_note() -> None:
    touch([MONDAY, MONDAY + timedelta(hours=2), None], at=MONDAY + timedelta(hours=3))
    assert days() == []
    touch([MONDAY, MONDAY], at=MONDAY + timedelta(days=1))
    assert days() == [[date(2024, 6, 3)]]


def test_a_state_that_ends_after_midnight_names_the_day_it_began(cast: Cast, seat: Seat) -> None:
    take_break("rest", by=actor_of(cast.operator), at=MONDAY + timedelta(hours=20))
    assert days() == [[date(2024, 6, 3)]]
