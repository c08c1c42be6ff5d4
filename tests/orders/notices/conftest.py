"""The deliverer on a machine where messages go to a file, and a gateway that answers as told."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from orders.citizens import citizen_for
from orders.models import Citizen, Delivery, NoticePreference
from tests.factories import MONDAY, Walk

PHONE = "13800000001"


@pytest.fixture(autouse=True)
def messages_file(settings: Settings, tmp_path: Path) -> Path:
    """Where messages go here."""
    settings.MESSAGES_FILE = str(tmp_path / "messages.jsonl")
    return tmp_path / "messages.jsonl"


def messages(path: Path) -> list[dict[str, Any]]:
    """What has been written to the file, in order."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def citizen(db: None) -> Citizen:
    """Somebody with a mobile number."""
    return citizen_for(PHONE, "市民甲", "先生", at=MONDAY)


@pytest.fixture
def received(walk: Walk, citizen: Citizen) -> Walk:
    return walk.receive(citizen_id=citizen.pk)


@dataclass
class FakeGateway:
    """A real HTTP server; each answer is (status, body), the last one repeats."""

    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, '{"id": "r-1"}')])
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    slow: float = 0.0
    url: str = ""

    def answer(self) -> tuple[int, str]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def gateway() -> Iterator[FakeGateway]:
    fake = FakeGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.asked.append(json.loads(body))
            fake.headers.append(dict(self.headers))
            time.sleep(fake.slow)
            status, said = fake.answer()
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", fake.url)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *args: Any) -> None:
            """Says nothing on the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield fake
    server.shutdown()
    server.server_close()
    thread.join()


def by(medium: str) -> list[Delivery]:
    """What is to go out by it, or has, in order."""
    return list(Delivery.objects.filter(medium=medium).order_by("pk"))


def connect(settings: Settings, gateway: FakeGateway) -> FakeGateway:
    """SMS go to the gateway from now on."""
    settings.SMS_URL, settings.SMS_KEY = gateway.url, "a-key"
    return gateway


def prefer_mail(walk: Walk) -> None:
    """The clerk wants to hear of work by e-mail."""
    NoticePreference.objects.create(
        staff=walk.cast.unit_clerk, email="clerk@example.cn", email_groups=["work"]
    )
