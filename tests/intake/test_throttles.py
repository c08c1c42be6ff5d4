"""Each door bears so many knocks and then asks to wait; without Redis everybody passes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client, RequestFactory
from redis import ConnectionError as RedisGone

from intake import throttle
from intake.codes import code_for
from intake.throttle import Rate, address_of, spend
from tests.cast import Cast
from tests.factories import Walk
from tests.intake.conftest import Platform

AT = datetime(2026, 7, 24, 7, 42, 10, tzinfo=UTC)
Few = Callable[..., None]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Few:
    """few(address=2): so many an hour and no more."""

    def allow(**times: int) -> None:
        for scope, count in times.items():
            monkeypatch.setitem(throttle.RATES, scope, Rate(count, 3600))

    return allow


def _told_to_wait(answer: Any) -> None:
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 3600


def test_a_window_holds_so_many_and_the_next_begins_anew() -> None:
    rate = Rate(2, 60)
    assert [spend("x", "a", at=AT, rate=rate) for _ in range(4)] == [None, None, 50, 50]
    assert spend("x", "b", at=AT, rate=rate) is None
    assert spend("y", "a", at=AT, rate=rate) is None
    assert spend("x", "a", at=AT + timedelta(seconds=50), rate=rate) is None


def test_a_credential_has_its_own_rate(platform: Platform, city: Cast) -> None:
    platform.credential.rate = 2
    platform.credential.save()
    answers = [platform.send() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    _told_to_wait(answers[-1])
    assert answers[-1].json()["code"] == "throttled"
    assert answers[-1]["Content-Type"] == "application/problem+json"


def test_an_address_is_slowed_before_its_signature_is_looked_at(
    platform: Platform, few: Few
) -> None:
    few(address=2)
    answers = [platform.send(Authorization="nonsense") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    _told_to_wait(answers[-1])


def test_codes_of_one_number_cannot_be_tried_out(client: Client, city: Cast, few: Few) -> None:
    few(number=3)
    number = Walk(city).receive().order.number
    url = f"/api/v1/orders/{number}"
    tries = [client.get(url, {"code": f"AAAAAAA{sign}"}) for sign in "BCD"]
    assert [answer.status_code for answer in tries] == [404] * 3
    _told_to_wait(client.get(url, {"code": code_for(number)}, REMOTE_ADDR="10.0.0.9"))
    _told_to_wait(client.get(f"/12345/follow/{number}/", {"code": code_for(number)}))


def test_the_citizens_pages_are_slowed_too(client: Client, city: Cast, few: Few) -> None:
    few(page=1)
    assert client.post("/12345/", {}).status_code == 422
    answer = client.post("/12345/", {})
    _told_to_wait(answer)
    assert "再试" in answer.content.decode()
    _told_to_wait(client.post("/12345/follow/", {}))


def test_without_redis_requests_pass(
    platform: Platform, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise RedisGone("gone")

    for name in ("add", "incr"):
        monkeypatch.setattr(type(cache._connections["default"]), name, gone)  # type: ignore[attr-defined]
    answer = platform.send()
    assert answer.status_code == 201
    assert client.get(answer.json()["links"]["order"]).status_code == 200


def test_a_claimed_address_counts_only_behind_our_own_proxy(settings: LazySettings) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    assert address_of(request) == "127.0.0.1"
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    assert address_of(request) == "2.2.2.2"
