"""Showing a number: who may, for which reason, with what record, how often, and how it leaves."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from orders.citizens import citizen_for
from orders.erasure import erase
from orders.errors import Forbidden, LifecycleError, Missing, Refused, TooMany
from orders.models import Citizen, Event, Reason, Reveal
from orders.revealing import MOST_REVEALS, REVEAL_WINDOW, Revealed, reveal
from orders.states import OrderState
from tests.factories import MONDAY, Walk
from units.actor import Actor
from units.models import Staff

NUMBER = "138 0000 0001"
PLAIN = ("13800000001", NUMBER)
AT = MONDAY + timedelta(hours=8)


@pytest.fixture
def known(walk: Walk) -> Walk:
    """A walk whose citizen is known by number and name."""
    citizen = citizen_for(NUMBER, "李四", "李女士", at=MONDAY)
    return walk.receive(citizen_id=citizen.pk)


def citizen_of(walk: Walk) -> Citizen:
    found = walk.order.citizen
    assert found is not None
    return found


def ask(walk: Walk, staff: Staff, reason: str = "reveal.contact", at: datetime = AT) -> Revealed:
    return reveal(citizen_of(walk), walk.order, staff, reason, at)


def test_a_number_shown_is_recorded_with_who_when_which_order_and_why(known: Walk) -> None:
    events = Event.objects.count()
    revealed = ask(known, known.cast.operator)
    assert (revealed.phone, revealed.name) == (NUMBER, "李四")
    record = Reveal.objects.get()
    assert record.pk == revealed.reveal_id
    assert record.citizen == citizen_of(known)
    assert (record.order_id, record.staff_id) == (known.order_id, known.cast.operator.pk)
    assert (record.reason_id, record.at) == ("reveal.contact", AT)
    assert Event.objects.count() == events


def test_a_shown_number_is_in_no_repr(known: Walk) -> None:
    shown = repr(ask(known, known.cast.operator))
    assert "0001" not in shown
    assert "李四" not in shown


WHO = [
    ("operator", True, OrderState.RECEIVED, None),
    ("dispatcher", True, OrderState.ARCHIVED, None),
    ("reviewer", False, OrderState.ARCHIVED, None),
    ("supervisor", True, OrderState.HANDLING, None),
    ("analyst", False, OrderState.HANDLING, Forbidden),
    ("administrator", False, OrderState.HANDLING, Forbidden),
    ("knowledge_editor", False, OrderState.HANDLING, Missing),
    ("unit_clerk", False, OrderState.HANDLING, None),
    ("unit_head", False, OrderState.HANDLING, None),
    ("unit_clerk", True, OrderState.HANDLING, Forbidden),
    ("unit_clerk", False, OrderState.ARCHIVED, Forbidden),
    ("unit_clerk", False, OrderState.RECEIVED, Missing),
    ("other_clerk", False, OrderState.HANDLING, Missing),
]


@pytest.mark.parametrize(("who", "confidential", "state", "error"), WHO)
def test_who_is_shown_a_number(
    walk: Walk,
    who: str,
    confidential: bool,
    state: OrderState,
    error: type[LifecycleError] | None,
) -> None:
    citizen = citizen_for(NUMBER, at=MONDAY)
    walk.receive(citizen_id=citizen.pk, confidential=confidential)
    if confidential and state != OrderState.RECEIVED:
        walk.dispatch(redacted="路灯不亮")
    walk.to(state)
    staff = getattr(walk.cast, who)
    if error is None:
        assert ask(walk, staff).phone == NUMBER
        return
    with pytest.raises(error) as refused:
        ask(walk, staff)
    assert "138" not in str(refused.value)
    assert not Reveal.objects.exists()


def test_another_orders_citizen_is_not_shown_through_this_one(known: Walk) -> None:
    other = citizen_for("13900000002", at=MONDAY)
    with pytest.raises(Missing):
        reveal(other, known.order, known.cast.operator, "reveal.contact", AT)


@pytest.mark.parametrize("reason", ["", "curious", "return.not_ours", "reveal.retired"])
def test_a_reason_that_is_not_on_the_list_is_refused(known: Walk, reason: str) -> None:
    Reason.objects.create(code="reveal.retired", kind="reveal", name="旧缘由", active=False)
    with pytest.raises(Refused) as refused:
        ask(known, known.cast.operator, reason)
    assert refused.value.field == "reason"
    assert not Reveal.objects.exists()


def test_an_erased_citizen_has_nothing_to_show(known: Walk) -> None:
    citizen = citizen_of(known)
    known.to(OrderState.ARCHIVED)
    erase(citizen, by=Actor.system(), at=AT)
    with pytest.raises(Refused, match="已抹去"):
        ask(known, known.cast.operator)


def test_so_many_numbers_an_hour_and_then_one_waits(known: Walk) -> None:
    staff = known.cast.operator
    for n in range(MOST_REVEALS):
        ask(known, staff, at=AT + timedelta(minutes=n))
    last = AT + timedelta(minutes=MOST_REVEALS)
    with pytest.raises(TooMany) as many:
        ask(known, staff, at=last)
    assert many.value.wait == AT + REVEAL_WINDOW - last
    assert Reveal.objects.count() == MOST_REVEALS
    assert ask(known, known.cast.reviewer, at=last).phone == NUMBER
    assert ask(known, staff, at=last + many.value.wait).phone == NUMBER


# ---- the pages


def url(walk: Walk, name: str = "reveal") -> str:
    return reverse(f"orders:{name}", args=[walk.order.number])


def logged_in(client: Client, staff: Staff) -> Client:
    client.force_login(staff)
    return client


def post(client: Client, walk: Walk, **headers: str) -> Any:
    return client.post(url(walk), {"reason": "reveal.contact"}, headers=headers)


def test_without_scripts_the_number_shows_once_and_the_page_goes_back(
    known: Walk, client: Client
) -> None:
    logged_in(client, known.cast.operator)
    asked = client.get(url(known))
    assert "联系市民" in asked.text
    assert "138****0001" in asked.text
    shown = post(client, known)
    assert shown.status_code == 200
    assert NUMBER in shown.text
    assert shown["Refresh"] == f"10; url=/orders/{known.order.number}/"
    assert "no-store" in shown["Cache-Control"]
    assert Reveal.objects.count() == 1
    for name in ("order", "citizen", "reveal"):
        page = client.get(url(known, name)).text
        assert "138****0001" in page
        assert not any(plain in page for plain in PLAIN)


def test_with_htmx_the_card_alone_comes_and_fetches_itself_masked_after_ten_seconds(
    known: Walk, client: Client
) -> None:
    shown = post(logged_in(client, known.cast.operator), known, hx_request="true")
    assert "<html" not in shown.text
    assert NUMBER in shown.text
    assert f'hx-get="{url(known, "citizen")}" hx-trigger="load delay:10s"' in shown.text
    assert "Refresh" not in shown
    masked = client.get(url(known, "citizen"), headers={"hx-request": "true"})
    assert masked.text.lstrip().startswith('<section class="box" id="citizen-card">')
    assert "138****0001" in masked.text
    assert "no-store" in masked["Cache-Control"]


@pytest.mark.parametrize("data", [{}, {"reason": ""}, {"reason": "return.not_ours"}])
def test_a_missing_reason_is_asked_for_again(
    known: Walk, client: Client, data: dict[str, str]
) -> None:
    answer = logged_in(client, known.cast.operator).post(url(known), data)
    assert answer.status_code == 422
    assert "没存上" in answer.text
    assert NUMBER not in answer.text
    assert not Reveal.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("other_clerk", 404), ("analyst", 403)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_is_told_so_and_a_foreign_order_does_not_exist(
    known: Walk, client: Client, who: str, status: int, method: str
) -> None:
    logged_in(client, getattr(known.cast, who))
    answer = getattr(client, method)(url(known), {"reason": "reveal.contact"})
    assert answer.status_code == status
    assert not Reveal.objects.exists()


def test_a_unit_sees_nothing_of_a_confidential_citizen(walk: Walk, client: Client) -> None:
    citizen = citizen_for(NUMBER, "李四", "李女士", at=MONDAY)
    walk.receive(citizen_id=citizen.pk, confidential=True).dispatch(redacted="路灯不亮")
    logged_in(client, walk.cast.unit_clerk)
    card = client.get(url(walk, "citizen")).text
    assert "投诉人身份不显示" in card
    for word in ("138", "李"):
        assert word not in card
    assert post(client, walk).status_code == 403


def test_an_anonymous_demand_has_no_number_to_ask_for(walk: Walk, client: Client) -> None:
    logged_in(client, walk.receive().cast.operator)
    assert "匿名" in client.get(url(walk, "citizen")).text
    assert post(client, walk).status_code == 404


def test_an_erased_citizens_card_says_so(known: Walk, client: Client) -> None:
    citizen = citizen_of(known)
    known.to(OrderState.ARCHIVED)
    erase(citizen, by=Actor.system(), at=AT)
    logged_in(client, known.cast.operator)
    assert "已按市民要求抹去" in client.get(url(known, "citizen")).text
    assert post(client, known).status_code == 404


def test_too_many_is_429_and_says_when_again(known: Walk, client: Client) -> None:
    for _ in range(MOST_REVEALS):
        ask(known, known.cast.operator, at=AT)
    with time_machine.travel(AT + timedelta(minutes=20), tick=False):
        answer = post(logged_in(client, known.cast.operator), known)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "2400"
    assert "40分" in answer.text
    assert NUMBER not in answer.text


def test_the_card_counts_the_years_orders_that_the_reader_sees(known: Walk, client: Client) -> None:
    Walk(known.cast).receive(citizen_id=citizen_of(known).pk)
    known.dispatch()
    with time_machine.travel(AT, tick=False):
        logged_in(client, known.cast.operator)
        assert "近一年2件" in client.get(url(known, "citizen")).text
        logged_in(client, known.cast.unit_clerk)
        assert "近一年" not in client.get(url(known, "citizen")).text


def test_nothing_logged_holds_the_number(
    known: Walk, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    post(logged_in(client, known.cast.operator), known)
    known.dispatch()
    post(logged_in(client, known.cast.analyst), known)
    assert not any(plain in caplog.text for plain in (*PLAIN, "李四"))


@pytest.mark.parametrize("name", ["reveal", "citizen"])
def test_a_stranger_logs_in_first(known: Walk, client: Client, name: str) -> None:
    assert client.get(url(known, name)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_get_past_the_hourly_number(known: Walk) -> None:
    staff, order, citizen = known.cast.operator, known.order, citizen_of(known)
    for _ in range(MOST_REVEALS - 1):
        ask(known, staff)
    together = Barrier(4)

    def one(_: int) -> bool:
        try:
            together.wait(timeout=30)
            reveal(citizen, order, staff, "reveal.contact", AT)
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [False, False, False, True]
    assert Reveal.objects.count() == MOST_REVEALS
