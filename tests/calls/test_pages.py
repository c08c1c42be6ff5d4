"""The pages of calls: the list, one call, what is written down on it, return calls, blocks."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from calls.models import Block, Call, CallPurpose, CallReveal, ReturnCall, Seat
from orders.clock.sweep import sweep
from orders.models import Event, Order
from tests.calls.conftest import CITIZEN, Switch, at
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.orders.test_new_demand import FILLED, TOKEN


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at(600), tick=False):
        yield


@pytest.fixture
def call(switch: Switch, seat: Seat) -> Call:
    """A call that the operator has answered and that goes on."""
    switch.tell("newCall", seconds=500, queue="general")
    switch.tell("answer", seconds=508, answeringNumber="801")
    return switch.call()


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.operator)
    return client


def path(call: Call, deed: str = "") -> str:
    return f"/calls/{call.id}/" + (f"{deed}/" if deed else "")


def order_of(call: Call, walk: Walk) -> Order:
    return walk.receive(citizen_id=call.citizen_id).dispatch().order


def test_the_list_shows_numbers_masked_and_can_be_narrowed(
    switch: Switch, call: Call, desk: Client
) -> None:
    hidden_number = {"to": "12333", "from": "anonymous"}
    switch.tell("newCall", "c2", seconds=10, **hidden_number)
    switch.tell("hangup", "c2", seconds=40, cause="cancel", **hidden_number)
    page = desk.get("/calls/").content.decode()
    assert page.index("138****0001") < page.index("匿名")
    assert CITIZEN not in page
    for asked, shown, hidden in (
        ("outcome=abandoned", "匿名", "138****0001"),
        ("outcome=talking", "138****0001", "匿名"),
        ("line=12333", "匿名", "138****0001"),
        ("queue=general&mine=1", "138****0001", "匿名"),
        ("day=2024-06-03&direction=in", "匿名", "没有这样的通话"),
        ("day=2024-06-02", "没有这样的通话", "匿名"),
    ):
        page = desk.get(f"/calls/?{asked}").content.decode()
        assert shown in page, asked
        assert hidden not in page, asked


@pytest.mark.parametrize(
    "asked", ["outcome=x", "day=soon", "queue=x", "page=x", "mine=2", "colour=red"]
)
def test_what_cannot_be_understood_is_said(asked: str, call: Call, desk: Client) -> None:
    answer = desk.get(f"/calls/?{asked}")
    assert answer.status_code == 400
    assert "138****0001" in answer.content.decode()


def test_pages_of_the_list_neither_repeat_nor_miss(switch: Switch, desk: Client) -> None:
    for n in range(120):
        switch.tell("newCall", f"c{n}", seconds=n // 2)
    seen: list[int] = []
    where = "/calls/"
    while where:
        page = desk.get(where)
        seen += [row.pk for row in page.context["page"].rows]
        after = page.context["page"].after
        where = f"/calls/?page={after}" if after else ""
    assert len(seen) == len(set(seen)) == 120


def test_units_and_strangers_see_no_call(call: Call, client: Client, cast: Cast) -> None:
    for person in (cast.unit_clerk, cast.unit_head, cast.platform_dispatcher):
        client.force_login(person)
        for where in (path(call), path(call, "reveal"), "/calls/", "/wallboard/", "/seat/"):
            assert client.get(where).status_code == 403, where
        assert client.post(path(call, "conclude"), {"outcome": "direct"}).status_code == 403
    client.logout()
    assert client.get(path(call)).status_code == 302


def test_a_call_page_tells_what_happened(call: Call, desk: Client) -> None:
    page = desk.get(path(call)).content.decode()
    for words in ("来电", "接通", "话务员甲", "席位A01", "等了8秒", "在通话"):
        assert words in page
    assert CITIZEN not in page
    assert desk.get("/calls/404/").status_code == 404


def test_a_demand_is_registered_from_a_call_without_writing_the_number(
    call: Call, desk: Client
) -> None:
    opened = desk.get(f"/orders/new/?call={call.id}").content.decode()
    assert "不写就是来电号码138****0001" in opened
    found = TOKEN.search(opened)
    assert found is not None
    sent = FILLED | {"token": found[1], "call": call.id, "phone": "", "form_of_address": "王女士"}
    answer = desk.post("/orders/new/", {key: value for key, value in sent.items() if value})
    assert answer.status_code == 302, answer.content.decode()
    order = Order.objects.get()
    assert order.citizen_id == call.citizen_id
    assert order.citizen is not None
    assert order.citizen.form_of_address == "王女士"
    purpose = CallPurpose.objects.get()
    assert (purpose.call_id, purpose.order_id, purpose.purpose) == (call.id, order.pk, "register")
    call = Call.objects.get(id=call.id)
    assert call.outcome == "order"
    assert order.number in desk.get(path(call)).content.decode()


def test_one_call_registers_two_demands(call: Call, desk: Client) -> None:
    for n in (1, 2):
        found = TOKEN.search(desk.get(f"/orders/new/?call={call.id}").content.decode())
        assert found is not None
        sent = FILLED | {"token": found[1], "call": call.id, "title": f"第{n}件"}
        sent.pop("phone", None)
        assert desk.post("/orders/new/", sent).status_code == 302
    assert CallPurpose.objects.filter(call_id=call.id, purpose="register").count() == 2


def test_a_form_that_names_no_call_of_ours_wants_a_number(desk: Client, switch: Switch) -> None:
    found = TOKEN.search(desk.get("/orders/new/?call=999").content.decode())
    assert found is not None
    sent = FILLED | {"token": found[1], "call": "999"}
    sent.pop("phone", None)
    assert desk.post("/orders/new/", sent).status_code == 422
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("purpose", "text", "verb"),
    [
        ("urge", "市民又来问", "urge"),
        ("ask", "", None),
        ("supplement", "还有一盏也不亮", "supplement"),
        ("withdraw", "已自己解决", "withdraw"),
        ("praise", "", None),
    ],
)
def test_a_call_about_an_order_does_its_verb_and_links_both(
    purpose: str, text: str, verb: str | None, call: Call, walk: Walk, desk: Client
) -> None:
    walk.at = MONDAY - timedelta(days=3)
    order = order_of(call, walk)
    sent = {"purpose": purpose, "number": order.number, "text": text}
    answer = desk.post(path(call, "purpose"), sent)
    assert answer.status_code == 302, answer.content.decode()
    link = CallPurpose.objects.get()
    assert (link.call_id, link.order_id, link.purpose) == (call.id, order.pk, purpose)
    last = Event.objects.filter(order_id=order.pk).order_by("-id").first()
    assert last is not None
    assert last.verb == (verb or "dispatch")
    expected = "praise" if purpose == "praise" else "direct"
    assert Call.objects.get(id=call.id).outcome == expected
    again = desk.post(path(call, "purpose"), sent)
    assert again.status_code in {409, 422}
    assert CallPurpose.objects.count() == 1


def test_the_page_of_an_order_lists_its_calls_for_the_hotline_alone(
    call: Call, walk: Walk, desk: Client, cast: Cast
) -> None:
    walk.at = MONDAY - timedelta(days=3)
    order = order_of(call, walk)
    sent = {"purpose": "ask", "number": order.number, "text": ""}
    desk.post(path(call, "purpose"), sent)
    address = f"/orders/{order.number}/"
    shown = desk.get(address).content.decode()
    assert f'href="{path(call)}"' in shown
    assert "问进度" in shown
    desk.force_login(cast.unit_clerk)
    assert path(call) not in desk.get(address).content.decode()


def test_praise_needs_no_order_and_everything_else_does(call: Call, desk: Client) -> None:
    for purpose in ("urge", "ask", "supplement", "withdraw"):
        answer = desk.post(path(call, "purpose"), {"purpose": purpose})
        assert answer.status_code == 422
        assert "写上工单号" in answer.content.decode()
    assert desk.post(path(call, "purpose"), {"purpose": "praise"}).status_code == 302
    wrong = desk.post(path(call, "purpose"), {"purpose": "ask", "number": "1" * 15})
    assert wrong.status_code == 404
    assert CallPurpose.objects.get().order_id is None


def test_a_refused_verb_links_nothing(call: Call, walk: Walk, desk: Client) -> None:
    walk.at = MONDAY - timedelta(days=3)
    order = order_of(call, walk)
    sent = {"purpose": "withdraw", "number": order.number}
    assert desk.post(path(call, "purpose"), sent).status_code == 302
    sent = {"purpose": "urge", "number": order.number}
    assert desk.post(path(call, "purpose"), sent).status_code == 409
    assert CallPurpose.objects.count() == 1


def test_what_became_of_a_call_is_said_by_the_seat(call: Call, desk: Client) -> None:
    assert desk.post(path(call, "conclude"), {"outcome": "transferred"}).status_code == 422
    sent = {"outcome": "transferred", "reason": "transfer.110"}
    assert desk.post(path(call, "conclude"), sent).status_code == 302
    done = Call.objects.get(id=call.id)
    assert (done.outcome, done.transferred_to_id) == ("transferred", "transfer.110")
    with time_machine.travel(at(700), tick=False):
        assert desk.post(path(call, "conclude"), {"outcome": "silent"}).status_code == 302
    done = Call.objects.get(id=call.id)
    assert (done.outcome, done.transferred_to_id) == ("silent", None)
    assert desk.post(path(call, "conclude"), {"outcome": "missed"}).status_code == 422


def test_an_outbound_call_has_a_purpose_and_an_inbound_one_none(
    switch: Switch, call: Call, desk: Client
) -> None:
    assert desk.post(path(call, "out-purpose"), {"purpose": "callback"}).status_code == 422
    switch.tell("newCall", "o", direction="out", **{"from": "12345", "to": CITIZEN})
    out = switch.call("o")
    assert desk.post(path(out, "out-purpose"), {"purpose": "to_unit"}).status_code == 302
    assert switch.call("o").purpose == "to_unit"


def test_who_listens_marks_and_others_do_not(call: Call, client: Client, cast: Cast) -> None:
    Call.objects.filter(id=call.id).update(recording="https://rec.example/1.wav")
    client.force_login(cast.supervisor)
    assert "听录音" in client.get(path(call)).content.decode()
    for mark, stands in (("listened", "on"), ("wrong", "on"), ("wrong", "")):
        with time_machine.travel(at(700 + len(stands)), tick=False):
            sent = {"mark": mark, "stands": stands} if stands else {"mark": mark}
        with time_machine.travel(at(800 if stands else 900), tick=False):
            assert client.post(path(call, "mark"), sent).status_code == 302
    assert Call.objects.get(id=call.id).quality_marks == ["listened"]
    client.force_login(cast.dispatcher)
    assert "听录音" not in client.get(path(call)).content.decode()
    assert client.post(path(call, "mark"), {"mark": "wrong", "stands": "on"}).status_code == 403


def test_a_number_is_shown_for_a_reason_and_it_is_recorded(
    call: Call, desk: Client, cast: Cast
) -> None:
    assert "为什么要看号码" in desk.get(path(call, "reveal")).content.decode()
    assert desk.post(path(call, "reveal"), {}).status_code == 422
    shown = desk.post(path(call, "reveal"), {"reason": "reveal.contact"})
    assert "138 0000 0001" in shown.content.decode()
    assert shown["Refresh"].startswith("10; url=/calls/")
    assert CallReveal.objects.get().staff_id == cast.operator.pk
    for _ in range(29):
        desk.post(path(call, "reveal"), {"reason": "reveal.contact"})
    assert desk.post(path(call, "reveal"), {"reason": "reveal.contact"}).status_code == 429
    desk.force_login(cast.analyst)
    assert desk.post(path(call, "reveal"), {"reason": "reveal.contact"}).status_code == 403


def test_a_supervisor_blocks_a_number_and_lifts_it(
    switch: Switch, call: Call, client: Client, cast: Cast
) -> None:
    client.force_login(cast.operator)
    sent = {"days": "7", "reason": "反复骚扰"}
    assert client.post(path(call, "block"), sent).status_code == 403
    client.force_login(cast.supervisor)
    for wrong in ({"days": "0", "reason": "x"}, {"days": "7", "reason": ""}):
        assert client.post(path(call, "block"), wrong).status_code == 422
    assert "拦截到" not in client.get(path(call)).content.decode()
    assert client.post(path(call, "block"), sent).status_code == 302
    assert "反复骚扰" in client.get(path(call)).content.decode()
    assert client.post(path(call, "block"), sent).status_code == 409
    assert switch.tell("newCall", "c9").json() == {"action": "reject", "reason": "busy"}
    assert "138****0001" in client.get("/calls/blocks/").content.decode()
    block = Block.objects.get()
    assert client.post(f"/calls/blocks/{block.pk}/lift/").status_code == 302
    assert client.post(f"/calls/blocks/{block.pk}/lift/").status_code == 409
    assert client.post("/calls/blocks/404/lift/").status_code == 404
    assert switch.tell("newCall", "c10").json() == {}


def test_return_calls_are_listed_and_done(switch: Switch, desk: Client) -> None:
    switch.tell("newCall", "m", seconds=0)
    switch.tell("hangup", "m", seconds=30, cause="noAnswer")
    assert "没有要回拨的" in desk.get("/calls/returns/").content.decode()
    sweep(at=at(95))
    owed = ReturnCall.objects.get()
    assert "138****0001" in desk.get("/calls/returns/").content.decode()
    where = f"/calls/returns/{owed.pk}/"
    assert desk.post(where, {"result": "perhaps"}).status_code == 422
    assert desk.post(where, {"result": "no_answer"}).status_code == 302
    assert desk.post(where, {"result": "reached"}).status_code == 302
    assert desk.post(where, {"result": "reached"}).status_code == 409
    assert desk.post("/calls/returns/404/", {"result": "reached"}).status_code == 404
    assert "已了结" in desk.get("/calls/returns/").content.decode()
