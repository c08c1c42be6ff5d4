"""What leaves the house: to whom, by which way, in which words."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from pytest_django import Settings

from orders.citizens import citizen_for
from orders.erasure import erase
from orders.models import Citizen, NoticePreference, Outbox
from orders.notices.delivering import deliver
from orders.notices.gateways.gateway import Message
from orders.notices.preferences import mobile_of, set_mobile
from orders.notices.recipients import _wechat, bind_wechat
from orders.rotation import rotate
from orders.states import OrderState, Verb
from tests.factories import MONDAY, Walk
from tests.orders.notices.conftest import PHONE, FakeGateway, by, connect, messages, prefer_mail
from units.actor import Actor


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
