"""A citizen with a number, a gateway that remembers, and a clock that is wound by hand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from orders.callbacks import gateway
from orders.callbacks.gateway import Call, GatewayAway
from orders.callbacks.results import Outcome, Told, take
from orders.citizens import citizen_for
from orders.clock.sweep import sweep
from orders.models import CallbackAttempt, CallbackTask, PlacedCallback
from orders.states import OrderState
from tests.factories import Walk
from tests.orders.notices import conftest as notices

PHONE = "13800000001"
answering = notices.gateway  # a real HTTP server that answers as told


@dataclass
class Line:
    """A gateway that remembers its calls; away: it does not answer."""

    calls: list[Call] = field(default_factory=list)
    away: bool = False

    def place(self, call: Call) -> str:
        if self.away:
            raise GatewayAway("test")
        self.calls.append(call)
        return f"line-{call.key}"


@dataclass
class Calling:
    """An order whose citizen is being called back."""

    walk: Walk
    line: Line

    @property
    def task(self) -> CallbackTask:
        """The own citizen's latest task."""
        tasks = CallbackTask.objects.filter(order_id=self.walk.order_id, merged_order=None)
        return tasks.latest("id")

    @property
    def out(self) -> PlacedCallback:
        return PlacedCallback.objects.get(task=self.task, ended_at=None)

    def attempts(self) -> list[tuple[str, str]]:
        rows = CallbackAttempt.objects.filter(task=self.task).order_by("n")
        return list(rows.values_list("way", "result"))

    def go_out(self) -> PlacedCallback:
        """The clock comes by when the next attempt is due."""
        moment = self.task.next_attempt_at
        assert moment is not None
        sweep(at=moment)
        self.walk.at = moment
        return self.out

    def told(
        self, result: str, *, after: float = 1, key: UUID | None = None, **said: Any
    ) -> Outcome:
        """The gateway reports, so many minutes after the last moment."""
        self.walk.at += timedelta(minutes=after)
        return take(Told(key or self.out.key, result, **said), at=self.walk.at)

    def at_timeout(self) -> datetime:
        self.walk.at = self.out.times_out_at
        sweep(at=self.walk.at)
        return self.walk.at

    def all_machines_tried(self) -> None:
        while self.task.phase == "smart":
            self.go_out()
            self.at_timeout()


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """The gateway that is connected."""
    made = Line()
    monkeypatch.setattr(gateway, "_connected", [lambda: made])
    return made


@pytest.fixture
def calling(walk: Walk, line: Line) -> Calling:
    """Completed and accepted; nobody has been asked yet."""
    walk.receive(citizen_id=citizen_for(PHONE, at=walk.at).pk).to(OrderState.CALLING_BACK)
    return Calling(walk, line)
