"""Registering a demand at the desk: who may, what is asked, once only, who is calling."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from orders.callers import caller_of
from orders.citizens import citizen_for, identity_of
from orders.models import Citizen, Event, Order, Registration, Text
from orders.states import OrderState, Verb
from tests.browser import Window
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.orders.test_races import racing, together

pytestmark = pytest.mark.django_db
__all__ = ["racing"]
TOKEN = re.compile(r'name="token" value="([0-9a-f-]{36})"')
FILLED: dict[str, str] = {
    "phone": "138 0000 0001",
    "name": "李某",
    "form_of_address": "李女士",
    "kind": "complain",
    "urgency": "urgent",
    "channel": "phone",
    "category": "10.01.01",
    "title": "2号路路灯不亮",
    "body": "2号路12盏路灯连续三晚不亮",
    "district": "east",
    "street": "柳岸街道",
    "place": "2号路",
    "about_unit": "urban",
}


def empty_form(client: Client) -> str:
    """The token of a fresh form."""
    found = TOKEN.search(client.get("/orders/new/").content.decode())
    assert found
    return found[1]


def send(client: Client, **changes: str) -> Any:
    values = FILLED | {"token": changes.pop("token", "") or empty_form(client)} | changes
    return client.post("/orders/new/", {k: v for k, v in values.items() if v})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("operator", 200), ("dispatcher", 200), ("reviewer", 403), ("supervisor", 403),
        ("analyst", 403), ("administrator", 403), ("knowledge_editor", 403), ("unit_clerk", 403),
        ("unit_head", 403), ("platform_dispatcher", 403),
    ],
)  # fmt: skip
def test_operators_and_dispatchers_register_and_nobody_else(
    client: Client, cast: Cast, rules: None, who: str, status: int
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get("/orders/new/").status_code == status
    sent = client.post("/orders/new/", FILLED | {"token": "0" * 32})
    assert sent.status_code == (302 if status == 200 else 403)
    assert Order.objects.count() == (status == 200)
    looked = client.post("/orders/new/caller/", {"phone": "13800000001"})
    assert looked.status_code == status


def test_a_demand_becomes_an_order_with_its_citizen(
    client: Client, cast: Cast, rules: None
) -> None:
    client.force_login(cast.operator)
    with time_machine.travel(MONDAY, tick=False):
        answer = send(client, confidential="on")
    order = Order.objects.get()
    assert answer.headers["Location"] == f"/orders/{order.number}/"
    assert (order.state, order.received_at, order.received_by) == (
        OrderState.RECEIVED, MONDAY, cast.operator,
    )  # fmt: skip
    assert (order.kind, order.urgency, order.category_id, order.channel_id) == (
        "complain", "urgent", "10.01.01", "phone",
    )  # fmt: skip
    assert (order.district, order.street, order.place) == ("east", "柳岸街道", "2号路")
    assert order.about_unit == cast.urban
    assert order.confidential
    assert order.citizen
    identity = identity_of(order.citizen)
    assert identity
    assert (identity.phone, identity.name) == ("+8613800000001", "李某")
    assert Text.objects.get(order=order).body == FILLED["body"]
    assert Event.objects.get(order_id=order.pk).by_id == cast.operator.pk
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert f"已登记，工单号 {order.number}" in page


def test_an_anonymous_demand_has_no_citizen(client: Client, cast: Cast, rules: None) -> None:
    client.force_login(cast.operator)
    send(client, phone="", name="", form_of_address="", anonymous="on")
    assert Order.objects.get().citizen is None
    assert not Citizen.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": ""}, "写上电话；市民不肯留的，勾“匿名”"),
        ({"phone": "1380000"}, "手机号是11位，这里有7位"),
        ({"title": ""}, "写一句标题"),
        ({"title": "   "}, "写一句标题"),
        ({"title": "灯" * 121}, "最多120个字，现在121个"),
        ({"body": ""}, "写下市民说的"),
        ({"body": "灯" * 4001}, "最多4000个字，现在4001个"),
        ({"category": ""}, "选一个类别"),
        ({"category": "99"}, "没有这个选项：99"),
        ({"kind": "sing"}, "没有这个选项：sing"),
        ({"urgency": "mild"}, "没有这个选项：mild"),
        ({"channel": "pigeon"}, "没有这个选项：pigeon"),
        ({"district": "north"}, "没有这个选项：north"),
        ({"about_unit": "nobody"}, "没有这个单位，或它已停用：nobody"),
        ({"anonymous": "on"}, "写了电话或姓名就不是匿名"),
        ({"token": "seven"}, "这张表不完整，重新打开一张再填"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_lost_or_saved(
    client: Client, cast: Cast, rules: None, changes: dict[str, str], said: str
) -> None:
    client.force_login(cast.operator)
    answer = send(client, **changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    kept = FILLED | changes
    assert kept["place"] in page
    assert kept["body"].strip() in page
    assert '<option value="urban" selected>' in page or "about_unit" in changes
    assert not Order.objects.exists()
    assert not Citizen.objects.exists()


def test_a_form_sent_twice_makes_one_order_and_says_so(
    client: Client, cast: Cast, rules: None
) -> None:
    client.force_login(cast.operator)
    token = empty_form(client)
    first = send(client, token=token)
    again = send(client, token=token, title="另一件")
    assert first.headers["Location"] == again.headers["Location"]
    assert Order.objects.get().title == FILLED["title"]
    assert "没有再登记" in client.get(again.headers["Location"]).content.decode()
    send(client)
    assert Order.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("anonymous", [False, True])
def test_two_sendings_at_the_same_moment_make_one_order(racing: Walk, anonymous: bool) -> None:
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(racing.cast.operator)
    values = FILLED | {"token": empty_form(clients[0])}
    if anonymous:
        values |= {"phone": "", "name": "", "form_of_address": "", "anonymous": "on"}
    answers, errors = together(
        *(lambda client=client: client.post("/orders/new/", values) for client in clients)
    )
    assert errors == []
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Order.objects.count() == Registration.objects.count() == 1
    assert Event.objects.filter(verb=Verb.RECEIVE).count() == 1


def test_a_caller_known_is_shown_masked_with_what_is_running(client: Client, walk: Walk) -> None:
    citizen = citizen_for("13800000001", "李某", "李女士", at=walk.at)
    walk.receive(citizen_id=citizen.pk).dispatch().do(Verb.SIGN, "unit_clerk")
    done = Walk(walk.cast).receive(citizen_id=citizen.pk)
    done.do(Verb.ANSWER, "operator", text="已告知")
    client.force_login(walk.cast.operator)
    with time_machine.travel(walk.at, tick=False):
        page = client.post("/orders/new/caller/", {"phone": "138-0000-0001"}).content.decode()
    assert "138****0001" in page
    assert "13800000001" not in page
    assert "李女士" in page
    assert "李某" not in page
    assert "近一年诉求2件，在办1件" in page
    assert (
        "您今天反映的“柳岸街道路灯不亮”，由云湖市城市管理局办理，最迟6月11日（周二）答复您。"
        in page
    )
    assert f'href="/orders/{walk.order.number}/supplement/"' in page
    assert done.order.number not in page


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("", "写上电话，这里会显示"),
        ("13900000009", "这个号码第一次来电"),
        ("139", "手机号是11位，这里有3位"),
    ],
)
def test_a_caller_unknown_or_not_yet_typed_is_said(
    client: Client, cast: Cast, rules: None, phone: str, said: str
) -> None:
    client.force_login(cast.operator)
    assert said in client.post("/orders/new/caller/", {"phone": phone}).content.decode()
    assert client.get("/orders/new/caller/").status_code == 405


SAID: list[tuple[OrderState, float, str]] = [
    (OrderState.RECEIVED, 0, "我们已经受理，正在安排单位办理。"),
    (OrderState.DISPATCHED, 0, "由云湖市城市管理局办理，最迟6月11日（周二）答复您。"),
    (OrderState.HANDLING, 24 * 30, "由云湖市城市管理局办理，原定6月11日（周二）答复，还没有办结。"),
    (OrderState.REPLIED, 0, "云湖市城市管理局已经答复，我们正在核对，核对后给您回电。"),
    (OrderState.CALLING_BACK, 0, "云湖市城市管理局已经办完，我们会打电话问您满不满意。"),
]


@pytest.mark.parametrize(("state", "hours", "said"), SAID)
def test_the_state_is_put_in_a_sentence_to_be_read_aloud(
    walk: Walk, state: OrderState, hours: float, said: str
) -> None:
    citizen = citizen_for("13800000001", at=walk.at)
    walk.receive(citizen_id=citizen.pk).to(state)
    caller = caller_of("13800000001", at=walk.at + timedelta(hours=hours))
    assert caller
    assert caller.running[0].says.endswith(f"，{said}")


def test_without_scripts_the_caller_is_asked_for_and_the_form_keeps_its_words(
    client: Client, walk: Walk
) -> None:
    walk.receive(citizen_id=citizen_for("13800000001", at=walk.at).pk)
    client.force_login(walk.cast.operator)
    token = empty_form(client)
    answer = client.post("/orders/new/", FILLED | {"token": token, "look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert walk.order.number in page
    assert FILLED["body"] in page
    assert token in page
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_in_a_browser_the_caller_appears_and_ctrl_enter_registers(
    racing: Walk, window: Window
) -> None:
    racing.receive(citizen_id=citizen_for("13800000001", at=racing.at).pk)
    page = window.open("/orders/new/", staff=racing.cast.operator)
    page.fill("#id_phone", "13800000001")
    page.press("#id_phone", "Tab")
    page.wait_for_selector(f"#caller >> text={racing.order.number}")
    page.fill("#id_title", "2号路路灯不亮")
    page.select_option("#id_category", "10.01.01")
    page.fill("#id_body", "三晚不亮")
    page.press("#id_body", "Control+Enter")
    page.wait_for_url(re.compile(r"/orders/\d{15}/$"))
    assert Order.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_in_a_browser_a_chip_is_taken_off_and_back_brings_it_again(
    racing: Walk, window: Window
) -> None:
    racing.receive()
    page = window.open("/orders/?kind=praise", staff=racing.cast.operator)
    page.wait_for_selector("text=筛出来的“全部”里没有工单")
    page.click("a.chip.on")
    page.wait_for_selector("[data-row]")
    assert page.url.endswith("/orders/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/orders/\d{15}/$"))
