"""What leaves the house is sent once, tried again, given up and sent anew by the administrator."""

import threading
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django import Settings

from orders.citizens import citizen_for
from orders.erasure import erase
from orders.models import Citizen, Delivery, Notice, NoticePreference, Outbox
from orders.notices import sent
from orders.notices.delivering import deliver
from orders.notices.expanding import expand
from orders.notices.gateways.gateway import Message
from orders.notices.gateways.http import SmsGateway
from orders.notices.preferences import mobile_of, set_mobile
from orders.notices.recipients import _wechat, bind_wechat
from orders.notices.sending import HELD, MOST_TRIES, send_due
from orders.rotation import rotate
from orders.states import OrderState, Verb
from tests.factories import MONDAY, Walk, moment
from tests.orders.notices.conftest import PHONE, FakeGateway, messages
from units.actor import Actor, actor_of


def by(medium: str) -> list[Delivery]:
    return list(Delivery.objects.filter(medium=medium).order_by("pk"))


def connect(settings: Settings, gateway: FakeGateway) -> FakeGateway:
    settings.SMS_URL, settings.SMS_KEY = gateway.url, "a-key"
    return gateway


def test_the_citizen_hears_of_the_receipt_with_number_and_code(
    received: Walk, messages_file: Path
) -> None:
    deliver(at=received.at)
    (said,) = messages(messages_file)
    number = received.order.number
    assert said["text"].startswith(f"【12345热线】您反映的事已受理，工单号{number}。查询码")
    assert said["text"].endswith("/12345/follow/")
    assert said["to"] == "138****0001"
    assert PHONE not in messages_file.read_text()


def test_the_citizen_hears_of_an_extension_with_the_new_due_and_the_reason(
    received: Walk, messages_file: Path
) -> None:
    received.dispatch().do(Verb.SIGN, "unit_clerk")
    why = "电缆断点要开挖，正等占道审批，联系人13900000009"
    received.do(Verb.ASK_EXTENSION, "unit_clerk", days=2, text=why)
    received.do(Verb.DECIDE_EXTENSION, "dispatcher", granted=True, days=2)
    deliver(at=received.at)
    text = messages(messages_file)[-1]["text"]
    due = received.lead.due_at
    assert due is not None
    local = due.astimezone(MONDAY.tzinfo)
    assert f"要多用2个工作日，最迟{local.month}月{local.day}日" in text
    assert "原因：电缆断点要开挖，正等占道审批" in text
    assert "13900000009" not in text


def test_the_citizen_hears_of_the_completion_and_nobody_of_it_twice(
    received: Walk, messages_file: Path
) -> None:
    received.to(OrderState.ARCHIVED)
    for hour in range(3):
        deliver(at=received.at + timedelta(hours=hour))
    kinds = [said["kind"] for said in messages(messages_file)]
    assert kinds == ["received", "completed"]


def citizen_of(number: str) -> Citizen:
    return citizen_for(number, at=MONDAY)


def test_a_landline_or_no_number_is_skipped_and_says_why(walk: Walk, messages_file: Path) -> None:
    walk.receive_from_citizen()  # a number that was never written down
    walk.receive(citizen_id=citizen_of("0743-8222123").pk)
    deliver(at=walk.at)
    assert [(d.state, d.fault) for d in by("sms")] == [
        ("skipped", "no_citizen_number"),
        ("skipped", "landline"),
    ]
    assert messages(messages_file) == []


def test_an_erased_citizen_is_left_alone(received: Walk, citizen: Citizen) -> None:
    received.do(Verb.DECLINE, "operator", reason_id="decline.not_ours", text="不属于热线")
    erase(citizen, by=Actor.system(), at=received.at)
    deliver(at=received.at)
    assert {(d.state, d.fault) for d in by("sms")} == {("skipped", "erased")}


def test_the_gateway_gets_address_text_and_a_key_and_its_receipt_is_kept(
    received: Walk, gateway: FakeGateway, settings: Settings
) -> None:
    connect(settings, gateway)
    deliver(at=received.at)
    (delivery,) = by("sms")
    assert (delivery.state, delivery.receipt, delivery.tries) == ("sent", "r-1", 1)
    (asked,) = gateway.asked
    assert asked["to"] == "+86" + PHONE
    assert asked["key"] == str(delivery.key)
    assert gateway.headers[0]["Authorization"] == "Bearer a-key"
    assert gateway.headers[0]["Idempotency-Key"] == str(delivery.key)


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


def prefer_mail(walk: Walk) -> None:
    NoticePreference.objects.create(
        staff=walk.cast.unit_clerk, email="clerk@example.cn", email_groups=["work"]
    )


def test_a_message_to_staff_says_what_and_where_and_no_citizens_word(
    received: Walk, messages_file: Path
) -> None:
    prefer_mail(received)
    received.dispatch()
    deliver(at=received.at)
    (said,) = [one for one in messages(messages_file) if one["medium"] == "email"]
    number = received.order.number
    assert said["subject"] == f"【12345热线】新派：{number}"
    assert f"/orders/{number}/" in said["text"]
    assert "路灯" not in said["text"]


def test_mail_goes_by_django_and_a_refused_address_is_final(
    received: Walk, settings: Settings, mailoutbox: list[Any]
) -> None:
    settings.EMAIL_HOST = "mail.example"
    prefer_mail(received)
    received.dispatch()
    deliver(at=received.at)
    (letter,) = mailoutbox
    (delivery,) = by("email")
    assert letter.to == ["clerk@example.cn"]
    assert str(delivery.key) in letter.extra_headers["Message-ID"] == delivery.receipt
    NoticePreference.objects.update(email="clerk@example.cn\nBcc: all@example.cn")
    received.do(Verb.SUPPLEMENT, "operator", text="又黑了")
    deliver(at=received.at)
    assert by("email")[-1].fault == "address_refused"


def test_staff_hear_by_sms_at_the_sealed_number(received: Walk, gateway: FakeGateway,
                                                settings: Settings) -> None:  # fmt: skip
    preference = NoticePreference(staff=received.cast.unit_clerk, sms_groups=["work"])
    set_mobile(preference, "13900000002")
    preference.save()
    connect(settings, gateway)
    received.dispatch()
    deliver(at=received.at)
    assert gateway.asked[-1]["to"] == "+8613900000002"
    assert b"13900000002" not in bytes(preference.mobile_sealed or b"")


def test_wechat_carries_a_template_message_where_somebody_is_bound(
    received: Walk, gateway: FakeGateway, settings: Settings
) -> None:
    settings.WECHAT_URL, settings.WECHAT_KEY = gateway.url, "k"
    gateway.answers = [
        (200, '{"errcode": -1}'),
        (200, '{"errcode": 0, "msgid": 42}'),
        (200, '{"errcode": 43004}'),
    ]
    bind_wechat(lambda citizen_id: "openid-1")
    try:
        deliver(at=received.at)
        assert [(d.state, d.fault) for d in by("wechat")] == [("waiting", "errcode_-1")]
        deliver(at=received.at + timedelta(minutes=1))
        assert [(d.state, d.receipt) for d in by("wechat")] == [("sent", "42")]
        assert gateway.asked[0]["touser"] == "openid-1"
        received.to(OrderState.CALLING_BACK)
        deliver(at=received.at)
        assert [(d.state, d.fault) for d in by("wechat")][1:] == [("dead", "errcode_43004")]
    finally:
        _wechat.clear()


def test_without_a_gateway_in_production_it_is_skipped_and_says_so(
    received: Walk, settings: Settings
) -> None:
    settings.MESSAGES_FILE = ""
    deliver(at=received.at)
    assert [(d.state, d.fault) for d in by("sms")] == [("skipped", "medium_off")]


def test_a_kind_without_words_is_buried_and_the_next_goes_out(
    received: Walk, messages_file: Path, citizen: Citizen
) -> None:
    Outbox.objects.create(at=MONDAY, kind="poem", to_kind="citizen", to_id=str(citizen.pk),
                          order_id=received.order_id)  # fmt: skip
    deliver(at=MONDAY)
    assert [(d.kind, d.state, d.fault) for d in by("sms")] == [
        ("received", "sent", ""),
        ("poem", "dead", "no_words"),
    ]


# -- two workers, a crash ----------------------------------------------------------------------


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


# -- the administrator -------------------------------------------------------------------------


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


def test_a_new_key_seals_the_numbers_of_staff_anew(walk: Walk, settings: Settings) -> None:
    preference = NoticePreference(staff=walk.cast.unit_clerk)
    set_mobile(preference, "13900000002")
    preference.save()
    settings.PHONE_KEYS = ["new:" + "5a" * 31 + "01", *settings.PHONE_KEYS]
    for _ in rotate(size=10):
        pass
    settings.PHONE_KEYS = settings.PHONE_KEYS[:1]
    preference.refresh_from_db()
    assert preference.key_id == "new"
    assert mobile_of(preference) == "+8613900000002"


def test_a_gateways_message_never_shows_address_or_words_in_a_log() -> None:
    said = repr(Message("+8613800000001", "原因：漏水", "办结", "completed", "k"))
    assert "13800000001" not in said
    assert "漏水" not in said
