"""Two workers at once and a process that dies: nothing is lost, and nothing is sent twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from pytest_django import Settings

from orders.models import Citizen
from orders.notices.delivering import deliver
from orders.notices.expanding import expand
from orders.notices.sending import HELD, MOST_TRIES, send_due
from tests.factories import Walk
from tests.orders.notices.conftest import FakeGateway, by, connect


class Crash(BaseException):
    """The process is gone."""


def test_a_crash_between_sending_and_marking_loses_nothing_and_repeats_the_key(
    received: Walk, gateway: FakeGateway, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(settings, gateway)
    expand(at=received.at)
    with monkeypatch.context() as patch:
        patch.setattr("orders.notices.sending._mark", lambda *a, **k: crash())
        with pytest.raises(Crash):
            send_due(at=received.at)
    (delivery,) = by("sms")
    assert delivery.state == "sending"
    assert send_due(at=received.at + HELD - timedelta(seconds=1)) == 0
    assert send_due(at=received.at + HELD) == 1
    assert [d.state for d in by("sms")] == ["sent"]
    assert len({asked["key"] for asked in gateway.asked}) == 1
    assert len(gateway.asked) == 2, "at least once: the gateway knows the key"


def crash() -> None:
    raise Crash


def test_a_message_that_kills_its_worker_every_time_is_given_up(
    received: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    expand(at=received.at)
    monkeypatch.setattr("orders.notices.sending.message_of", lambda _: crash())
    at = received.at
    for _ in range(MOST_TRIES):
        with pytest.raises(Crash):
            send_due(at=at)
        at += HELD
    send_due(at=at)
    assert [(d.state, d.fault) for d in by("sms")] == [("dead", "lost")]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_twice(walk: Walk, citizen: Citizen, gateway: FakeGateway,
                                      settings: Settings) -> None:  # fmt: skip
    connect(settings, gateway).slow = 0.01
    for _ in range(25):
        walk.receive(citizen_id=citizen.pk)

    def work() -> None:
        try:
            deliver(at=walk.at)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(gateway.asked) == len({asked["key"] for asked in gateway.asked}) == 25
    assert {d.state for d in by("sms")} == {"sent"}
