"""Going to the pages of bulletins as somebody, on the morning after June."""

from datetime import datetime
from typing import Any

import time_machine
from django.test import Client
from django.utils.html import strip_tags

from tests.factories import moment
from units.models import Staff

AT = moment("2024-07-01 09:00")


def as_(client: Client, staff: Staff) -> Client:
    client.force_login(staff)
    return client


def said(client: Client, path: str, status: int = 200, at: datetime = AT) -> str:
    """The words of the page."""
    with time_machine.travel(at):
        answer = client.get(path)
    assert answer.status_code == status
    return _words(answer.content)


def send(client: Client, path: str, status: int = 302, **data: Any) -> str:
    """Where the form leads, or the words of the page that comes back."""
    with time_machine.travel(AT):
        answer = client.post(path, data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.get("Location", "") or _words(answer.content)


def _words(page: bytes) -> str:
    return " ".join(strip_tags(page.decode()).split())
