"""Real workers and beats over a real broker: emptied and killed in the middle, nothing is lost or
doubled."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from redis import Redis

from hotline import servers
from hotline.servers import clean
from orders import rulebook
from orders.clock.looking import look
from orders.models import Event, Level, Order, Outbox
from tests.cast import make_cast
from tests.orders.clock.crowd import overdue_orders
from tests.rules import make_rules

pytestmark = pytest.mark.long

ORDERS = 1500
PATIENCE = 60.0  # seconds: a busy machine is slow, not wrong


class Crew:
    """Two workers and two beats that sweep every second, as processes that can be killed."""

    def __init__(self, redis_url: str, folder: Path) -> None:
        database = connection.settings_dict
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []
        self.environment = os.environ | {
            "DATABASE_URL": "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
                **database
            ),
            "REDIS_URL": redis_url,
            "CLOCK_SECONDS": "1",
            "PYTHONWARNINGS": "ignore",
        }
        self.environment.pop("PYTEST_VERSION", None)  # the crew is a hotline's, not a test's

    def start(self) -> None:
        for n in (1, 2):
            self._run("worker", "--concurrency", "1", "--hostname", f"crew{n}@%h")
            self._run("beat", "--pidfile", "", "--schedule", str(self.folder / f"beat{n}"))

    def kill(self) -> None:
        """kill -9 of every process and its children, all at once."""
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.running:
            process.wait()
        self.running.clear()

    def _run(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "celery", "--app", "hotline.celery", *arguments]
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            self.running.append(
                subprocess.Popen(
                    command, cwd=servers.ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                    stdout=log, stderr=log, start_new_session=True,
                )
            )  # fmt: skip


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Valkey of this test's own: emptying it hurts nobody else."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://not.asked.for/here")
    monkeypatch.delenv("REDIS_URL", raising=False)
    var = tmp_path / "var"
    with servers.up(var):
        yield servers.local_redis_url(var)
    clean.clean(var)


@pytest.fixture
def crew(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[Crew]:
    made = Crew(broker, tmp_path)
    yield made
    made.kill()


def until(true: Callable[[], bool], what: str, crew: Crew) -> None:
    patience = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > patience:
            logs = "\n".join(
                f"== {log.name}\n{log.read_text()[-2000:]}" for log in crew.folder.glob("*.log")
            )
            raise AssertionError(f"{what} did not happen\n{logs}")
        time.sleep(0.005)


def expected(orders: list[Any], at: datetime) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """Levels, notices and events that the clock owes these orders, decided in memory."""
    rules, levels, told, events = rulebook.current(), *(Counter[Any]() for _ in range(3))
    for order in orders:
        for decision, _ in look(order, rules, at):
            events[decision.event.verb] += 1
            for new in decision.adds:
                if new.table == "level":
                    levels[order.id, new.values["subject"], new.values["rule_id"]] += 1
            for notice in decision.notices:
                if not notice.kind.startswith("level."):
                    continue
                told[order.id, notice.kind, notice.to_kind, notice.to_id] += 1
    return levels, told, events


def test_two_workers_two_beats_an_emptied_redis_and_kill_9_lose_and_double_nothing(
    crew: Crew, broker: str
) -> None:
    cast = make_cast()
    make_rules()
    orders = overdue_orders(ORDERS, cast.urban)
    levels, told, events = expected(orders, datetime.now(UTC))
    connection.close()

    crew.start()
    until(Level.objects.exists, "the first batch", crew)
    Redis.from_url(broker).flushall()
    crew.kill()
    reached = Level.objects.count()
    assert 0 < reached < sum(levels.values()), "killed too early or too late to mean anything"
    crew.start()
    until(
        lambda: Order.objects.filter(next_due_at__lte=datetime.now(UTC)).count() < 500, "more", crew
    )
    Redis.from_url(broker).flushall()
    until(
        lambda: not Order.objects.filter(next_due_at__lte=datetime.now(UTC)).exists(),
        "the end",
        crew,
    )
    time.sleep(2.5)  # and a sweep or two more, which must find nothing

    assert Counter(Level.objects.values_list("order_id", "subject", "rule_id")) == levels
    wanted = Outbox.objects.filter(kind__startswith="level.")
    assert Counter(wanted.values_list("order_id", "kind", "to_kind", "to_id")) == told
    by_clock = Event.objects.filter(by_kind="system")
    assert Counter(by_clock.values_list("verb", flat=True)) == events
