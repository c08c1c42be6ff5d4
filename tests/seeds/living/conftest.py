"""The demo's county with its people, as the living city finds it."""

import pytest

from seeds.load import load
from seeds.simulator.city import City, read_city
from seeds.simulator.people import staff_desk
from tests.factories import moment
from units.models import Unit, UnitKind

START = moment("2026-10-05 00:00")


@pytest.fixture
def city(db: None) -> City:
    load()
    staff_desk(Unit.objects.get(kind=UnitKind.HOTLINE), 3)
    return read_city(START.date())
