"""A switch that tells of calls, and the seats it rings."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from calls.models import Call, CallReference, CtiSource, Line, Seat, SkillQueue
from calls.seating import ready, sign_on
from calls.tokens import issue
from orders.models import Channel
from orders.tables import read_file
from seeds.reference import FOLDER
from seeds.telephone import read_lines, read_queues
from tests.cast import Cast
from tests.factories import MONDAY
from units.actor import actor_of
from units.models import Staff

CITIZEN, OTHER = "13800000001", "13800000002"


@dataclass
class Switch:
    """Posts events to its own address; `at` goes with each unless told otherwise."""

    token: str
    source: CtiSource
    client: Client = field(default_factory=Client)

    def tell(self, event: str, call: str = "c1", **said: Any) -> Any:
        """The answer to one event, in JSON. seconds: its moment after MONDAY."""
        if (seconds := said.pop("seconds", None)) is not None:
            said["at"] = (MONDAY + timedelta(seconds=seconds)).isoformat()
        body = {"event": event, "callId": call, "direction": "in", "from": CITIZEN, "to": "12345"}
        return self.post(body | said)

    def post(self, body: Any, content_type: str = "application/json") -> Any:
        return self.client.post(f"/cti/{self.token}", body, content_type=content_type)

    def call(self, cti_id: str = "c1") -> Call:
        reference = CallReference.objects.get(source=self.source, cti_id=cti_id)
        return Call.objects.get(id=reference.call_id)


@pytest.fixture
def telephone(rules: None) -> None:
    """The lines and queues of the reference data."""
    connect_lines()


def connect_lines() -> None:
    """The lines and queues of the reference data, with channels for them."""
    known = set(Channel.objects.values_list("code", flat=True))
    lines = read_file(FOLDER / "lines.toml", FOLDER)
    wanted = {table.text("channel") for _, table in lines.each()} - known
    Channel.objects.bulk_create(Channel(code=code, name=code) for code in sorted(wanted))
    channels = {*known, *wanted}
    Line.objects.bulk_create(read_lines(read_file(FOLDER / "lines.toml", FOLDER), channels))
    SkillQueue.objects.bulk_create(read_queues(read_file(FOLDER / "queues.toml", FOLDER)))


@pytest.fixture
def switch(db: None, telephone: None) -> Switch:
    source, token = issue("云湖交换机", at=MONDAY)
    return Switch(token, source)


@pytest.fixture
def seat(cast: Cast, telephone: None) -> Seat:
    """Seat A01, extension 801, where the operator waits for calls since MONDAY."""
    return seat_of(cast.operator)


def seat_of(operator: Staff) -> Seat:
    """Where that person sits, ready."""
    Seat.objects.create(code="A01", extension="801")
    by = actor_of(operator)
    sign_on("A01", by=by, at=MONDAY - timedelta(minutes=1))
    return ready(by=by, at=MONDAY)


def at(seconds: float) -> datetime:
    return MONDAY + timedelta(seconds=seconds)
