"""What did not get through is tried again, given up, and sent anew by the administrator."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from orders.models import Citizen, Delivery, Notice, Outbox
from orders.notices import sent
from orders.notices.delivering import deliver
from orders.notices.gateways.http import SmsGateway
from orders.notices.sending import MOST_TRIES
from tests.factories import MONDAY, Walk, moment
from tests.orders.notices.conftest import FakeGateway, by, connect, prefer_mail
from units.actor import actor_of

TEMPORARY = [
    ((200, "<html>"), "not_json"),
    ((200, "[1]"), "not_json"),
    ((200, "[" * 100_000), "too_long"),
    ((200, "[" * 60_000), "not_json"),
    ((200, "{}"), "no_receipt"),
    ((200, '{"id": ""}'), "no_receipt"),
    ((200, '{"id": true}'), "no_receipt"),
    ((200, '{"id": ["x"]}'), "no_receipt"),
    ((302, ""), "http_302"),
    ((401, '{"error": "bad_key"}'), "http_401"),
    ((429, ""), "http_429"),
    ((500, "{}"), "http_500"),
]


@pytest.mark.parametrize(("answer", "fault"), TEMPORARY)
def test_a_bad_answer_is_tried_again_under_the_same_key(
    received: Walk,
    gateway: FakeGateway,
    settings: Settings,
    answer: tuple[int, str],
    fault: str,
) -> None:
    connect(settings, gateway).answers = [answer, (200, '{"id": 7}')]
    deliver(at=received.at)
    (delivery,) = by("sms")
    again = received.at + timedelta(minutes=1)
    assert (delivery.state, delivery.fault) == ("waiting", fault)
    assert delivery.next_try_at == again
    deliver(at=again - timedelta(seconds=1))
    assert len(gateway.asked) == 1
    deliver(at=again)
    assert [d.state for d in by("sms")] == ["sent"]
    assert gateway.asked[0]["key"] == gateway.asked[1]["key"]


PERMANENT = [
    ((400, '{"error": "bad_number"}'), "bad_number"),
    ((404, "nothing here"), "http_404"),
    ((422, '{"error": "13800000001"}'), "http_422"),
    ((422, '{"error": 5}'), "http_422"),
]


@pytest.mark.parametrize(("answer", "fault"), PERMANENT)
def test_a_refusal_is_final_and_never_keeps_what_might_be_a_number(
    received: Walk,
    gateway: FakeGateway,
    settings: Settings,
    answer: tuple[int, str],
    fault: str,
) -> None:
    connect(settings, gateway).answers = [answer]
    deliver(at=received.at)
    assert [(d.state, d.fault, d.tries) for d in by("sms")] == [("dead", fault, 1)]


def test_a_gateway_that_says_nothing_is_a_time_out(
    received: Walk, gateway: FakeGateway, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(settings, gateway).slow = 0.5
    hasty = partial(SmsGateway, timeout=0.1)
    monkeypatch.setattr("orders.notices.gateways.configured.SmsGateway", hasty)
    deliver(at=received.at)
    assert [d.fault for d in by("sms")] == ["timeout"]


def test_a_gateway_that_is_not_there_is_unreachable(received: Walk, settings: Settings) -> None:
    settings.SMS_URL = "http://127.0.0.1:1/send"
    deliver(at=received.at)
    assert [(d.state, d.fault) for d in by("sms")] == [("waiting", "unreachable")]


def exhausted(walk: Walk, settings: Settings) -> datetime:
    """Tried until it was given up; the moment after."""
    settings.SMS_URL = "http://127.0.0.1:1/send"
    at = walk.at
    for _ in range(MOST_TRIES):
        deliver(at=at)
        (delivery,) = by("sms")
        at = delivery.next_try_at or at
    return at


def test_the_waits_double_and_the_last_try_is_the_last(received: Walk, settings: Settings) -> None:
    at = exhausted(received, settings)
    (delivery,) = by("sms")
    assert (delivery.state, delivery.tries, delivery.next_try_at) == ("dead", MOST_TRIES, None)
    assert at - received.at == timedelta(minutes=1 + 2 + 4 + 8 + 16 + 32 + 60)


def test_a_retry_that_would_fall_into_the_night_waits_for_the_morning(
    walk: Walk, citizen: Citizen, settings: Settings
) -> None:
    settings.SMS_URL = "http://127.0.0.1:1/send"
    late = moment("2024-06-03 21:59:30")
    Outbox.objects.create(at=late, kind="completed", to_kind="citizen", to_id=str(citizen.pk),
                          order_id=walk.receive(citizen_id=citizen.pk).order_id)  # fmt: skip
    deliver(at=late)
    night = Delivery.objects.get(kind="completed")
    assert night.next_try_at == moment("2024-06-04 07:00")


def test_a_gateway_that_is_away_is_asked_three_times_a_run_and_others_go_on(
    walk: Walk, citizen: Citizen, settings: Settings, messages_file: Path
) -> None:
    settings.SMS_URL = "http://127.0.0.1:1/send"
    prefer_mail(walk)
    for _ in range(6):
        walk.receive(citizen_id=citizen.pk)
    walk.dispatch()
    assert deliver(at=walk.at).tried == 4
    assert sum(d.tries for d in by("sms")) == 3
    assert [d.state for d in by("email")] == ["sent"]


def test_the_administrator_resends_what_is_dead_and_it_goes_out_once(
    received: Walk, settings: Settings, gateway: FakeGateway
) -> None:
    at = exhausted(received, settings)
    (dead,) = by("sms")
    connect(settings, gateway)
    sent.resend(dead.pk, by=actor_of(received.cast.administrator), at=at)
    deliver(at=at)
    assert [(d.state, d.tries) for d in by("sms")] == [("sent", 1)]
    assert len(gateway.asked) == 1


def test_what_found_nobody_is_looked_up_again_when_resent(received: Walk) -> None:
    cast = received.cast
    admin = actor_of(cast.administrator)
    cast.west_dispatcher.is_active = False
    cast.west_dispatcher.save()
    Outbox.objects.create(at=MONDAY, kind="urged", to_kind="unit", to_id=str(cast.west_town.pk))
    deliver(at=MONDAY)
    (lost,) = by("none")
    sent.resend(lost.pk, by=admin, at=MONDAY)
    assert [d.fault for d in by("none")] == ["resent"]
    deliver(at=MONDAY)
    assert [d.fault for d in by("none")] == ["nobody_there"], "still"
    cast.town_clerk.unit = cast.west_town
    cast.town_clerk.save()
    sent.resend(lost.pk, by=admin, at=MONDAY)
    deliver(at=MONDAY)
    assert [d.fault for d in by("none")] == ["resent"]
    assert Notice.objects.filter(staff=cast.town_clerk).count() == 1
