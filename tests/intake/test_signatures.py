"""Only a request signed by a credential in use, within five minutes, is heard."""

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from intake.credentials import secret_of
from intake.models import Credential
from intake.signing import SCHEME, read_date, read_header
from orders.models import Channel, Order
from tests.factories import SHANGHAI
from tests.intake.conftest import BODY, ORDERS, Platform

RAW = json.dumps(BODY).encode()


def _refused(answer: Any, code: str) -> None:
    assert answer.status_code == 401, answer.content
    assert answer.json()["code"] == code
    assert answer["WWW-Authenticate"].startswith(f"{SCHEME} realm=")
    assert answer["Content-Type"] == "application/problem+json"
    assert not Order.objects.exists()


def _ago(seconds: float) -> str:
    return (datetime.now(SHANGHAI) - timedelta(seconds=seconds)).isoformat()


def test_a_signed_demand_becomes_an_order_of_the_credentials_channel(platform: Platform) -> None:
    answer = platform.send()
    assert answer.status_code == 201
    order = Order.objects.get(number=answer.json()["number"])
    assert order.channel_id == "province"
    platform.credential.refresh_from_db()
    assert platform.credential.last_used_at == order.received_at


def test_an_unsigned_demand_is_told_how_to_sign(city: object, client: Client) -> None:
    answer = client.post(ORDERS, RAW, content_type="application/json")
    _refused(answer, "signature_missing")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer abc",
        "HMAC-SHA256",
        "HMAC-SHA256 key=a, signature=xyz",
        "HMAC-SHA256 key=, signature=" + "0" * 64,
        "HMAC-SHA256 signature=" + "0" * 64,
        "HMAC-SHA256 key=a, signature=" + "0" * 65,
        "HMAC-SHA256 key=a b, signature=" + "A" * 64,
    ],
)
def test_another_form_of_authorization_is_named_as_such(platform: Platform, header: str) -> None:
    _refused(platform.send(Authorization=header), "signature_malformed")


@pytest.mark.parametrize("seconds", [299, -299])
def test_within_the_window_the_date_is_good(platform: Platform, seconds: int) -> None:
    headers = platform.headers(RAW, "k", date=_ago(seconds))
    answer = platform.client.post(ORDERS, RAW, content_type="application/json", headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize("seconds", [302, -302, 86400])
def test_a_stale_or_future_date_is_refused(platform: Platform, seconds: int) -> None:
    headers = platform.headers(RAW, "k", date=_ago(seconds))
    answer = platform.client.post(ORDERS, RAW, content_type="application/json", headers=headers)
    _refused(answer, "date_outside_window")
    assert "差了5分钟以上" in answer.json()["detail"]


def test_the_http_date_serves_as_well(platform: Platform) -> None:
    date = format_datetime(datetime.now(SHANGHAI))
    headers = platform.headers(RAW, "k", date=date)
    headers["Date"] = headers.pop("X-Date")
    answer = platform.client.post(ORDERS, RAW, content_type="application/json", headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("", "date_missing"),
        ("yesterday", "date_malformed"),
        ("2026-07-24T15:42:00", "date_malformed"),
        ("9999999999", "date_malformed"),
        ("Mon, 99 Foo 20261 25:61:61 GMT", "date_malformed"),
    ],
)
def test_a_date_that_is_no_moment_is_refused(platform: Platform, date: str, code: str) -> None:
    _refused(platform.send(X_Date=date), code)


def test_a_wrong_secret_an_unknown_key_and_one_out_of_use_are_the_same_answer(
    platform: Platform,
) -> None:
    right = platform.secret
    platform.secret = "wrong"
    wrong = platform.send()
    platform.secret = right
    unknown = platform.send(
        Authorization=f"{SCHEME} key=nobody, signature={'0' * 64}",
    )
    Credential.objects.update(active=False)
    inactive = platform.send()
    for answer in (wrong, unknown, inactive):
        _refused(answer, "signature_wrong")
        assert answer.json() == wrong.json()


def test_a_channel_out_of_use_closes_its_credentials(platform: Platform) -> None:
    Channel.objects.filter(pk="province").update(active=False)
    _refused(platform.send(), "signature_wrong")


def test_every_signed_part_is_held_to_the_signature(platform: Platform) -> None:
    headers = platform.headers(RAW, "k")

    def send(path: str = ORDERS, raw: bytes = RAW, changed: dict[str, str] | None = None) -> Any:
        sent = headers | (changed or {})
        return platform.client.post(path, raw, content_type="application/json", headers=sent)

    _refused(send(raw=RAW + b" "), "signature_wrong")
    _refused(send(path=f"{ORDERS}?a=1"), "signature_wrong")
    _refused(send(changed={"X-Date": _ago(1)}), "signature_wrong")
    _refused(send(changed={"Idempotency-Key": "other"}), "signature_wrong")
    _refused(
        platform.client.post(
            ORDERS,
            RAW,
            content_type="application/json",
            headers=platform.headers(RAW, "k", method="PUT"),
        ),
        "signature_wrong",
    )
    assert send().status_code == 201


def test_a_captured_request_sent_again_makes_no_second_order(platform: Platform) -> None:
    headers = platform.headers(RAW, "k")
    first, again = (
        platform.client.post(ORDERS, RAW, content_type="application/json", headers=headers)
        for _ in range(2)
    )
    assert first.json() == again.json()
    assert Order.objects.count() == 1


def test_the_secret_is_sealed_and_rotates_with_the_other_keys(
    platform: Platform, settings: LazySettings
) -> None:
    credential = platform.credential
    assert platform.secret.encode() not in bytes(credential.secret_sealed)
    before = platform.send(key="k")
    settings.PHONE_KEYS = ["newer:" + "ab12" * 16, *settings.PHONE_KEYS]
    assert platform.send(key="k").json() == before.json()
    call_command("rotate_keys", stdout=StringIO())
    settings.PHONE_KEYS = settings.PHONE_KEYS[:1]
    credential.refresh_from_db()
    assert credential.sealed_with == "newer"
    assert secret_of(credential) == platform.secret
    assert platform.send().status_code == 201


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-24T15:42:00+08:00", "2026-07-24T15:42:00+08:00"),
        ("2026-07-24T07:42:00Z", "2026-07-24T15:42:00+08:00"),
        ("Fri, 24 Jul 2026 07:42:00 GMT", "2026-07-24T15:42:00+08:00"),
        ("Fri, 24 Jul 2026 07:42:00 -0000", ""),
        ("2026-07-24", ""),
        ("", ""),
    ],
)
def test_dates_are_read_in_two_forms(text: str, moment: str) -> None:
    assert read_date(text) == (datetime.fromisoformat(moment) if moment else None)


def test_blanks_around_the_parts_of_the_header_do_not_matter() -> None:
    claim = read_header(f" HMAC-SHA256  key=a.b ,signature={'0' * 64} ")
    assert claim is not None
    assert claim.key_id == "a.b"
