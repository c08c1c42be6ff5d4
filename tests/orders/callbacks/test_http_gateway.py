"""A gateway behind an address: what it is sent, and which answers count as taken."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from orders.callbacks.gateway import Call, GatewayAway, connected
from orders.callbacks.http_gateway import HttpGateway
from tests.factories import MONDAY
from tests.orders.notices.conftest import FakeGateway

CALL = Call(UUID(int=7), "+8613800000001", MONDAY, MONDAY + timedelta(minutes=15))


def test_a_call_is_sent_with_its_key_and_the_number_comes_back(answering: FakeGateway) -> None:
    assert HttpGateway(answering.url, "a-secret").place(CALL) == "r-1"
    (said,), (headers,) = answering.asked, answering.headers
    assert said == {
        "to": "+8613800000001",
        "reference": str(UUID(int=7)),
        "until": "2024-06-03T09:15:00+08:00",
    }
    assert headers["Authorization"] == "Bearer a-secret"
    assert headers["Idempotency-Key"] == str(UUID(int=7))


BAD = [
    (500, "{}"), (404, '{"id": "x"}'), (302, ""), (200, ""), (200, "[]"), (200, "null"),
    (200, '{"id": 7}'), (200, '{"id": " "}'), (200, '{"id": "x"'), (200, "\ud7ff"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body"), BAD)
def test_any_other_answer_is_no_taking(answering: FakeGateway, status: int, body: str) -> None:
    answering.answers = [(status, body)]
    with pytest.raises(GatewayAway):
        HttpGateway(answering.url, "a-secret").place(CALL)


def test_a_gateway_that_does_not_answer_is_away(answering: FakeGateway) -> None:
    answering.slow = 0.4
    with pytest.raises(GatewayAway):
        HttpGateway(answering.url, "a-secret", timeout=0.1).place(CALL)
    with pytest.raises(GatewayAway):
        HttpGateway("http://127.0.0.1:1/", "a-secret").place(CALL)


def test_a_secret_shows_in_no_repr() -> None:
    assert "a-secret" not in repr(HttpGateway("http://127.0.0.1:1/", "a-secret"))


def test_what_the_settings_name_is_connected(settings: Settings) -> None:
    settings.CALLBACK_URL, settings.CALLBACK_KEY = "https://calls.example/place", "k"
    assert isinstance(connected(), HttpGateway)
    settings.CALLBACK_URL = ""
    settings.CALLBACKS_SIMULATED = False
    assert connected() is None
