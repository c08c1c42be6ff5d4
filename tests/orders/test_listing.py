"""The lists over HTTP: who has which queues, what stands in them, narrowed by filters."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from orders.models import Order
from orders.queues import COUNTED, QUEUES, Queue
from orders.states import OrderState, Verb
from tests.cast import Cast
from tests.factories import Walk, ref
from tests.orders.test_paging import NUMBERS, write_orders
from units.actor import actor_of
from units.models import Staff

pytestmark = pytest.mark.django_db
HOTLINE = "待派 退单待裁 延期待批 挂账待批 待签收 办理中 待审核 待回访 评价待认定 已超期 全部"
UNIT = "待办 待签收 办理中 已超期 已答复 督办件 全部"
PLATFORM = "待办 待签收 办理中 已超期 已答复 下级在办 督办件 下级退单待裁 下级延期待批 全部"
TABS = {
    "operator": HOTLINE,
    "dispatcher": HOTLINE,
    "reviewer": HOTLINE,
    "supervisor": HOTLINE,
    "analyst": HOTLINE,
    "administrator": HOTLINE,
    "unit_clerk": UNIT,
    "unit_head": UNIT,
    "platform_dispatcher": PLATFORM,
}


def seen(client: Client, who: Staff, queue: str = "list", **query: str) -> list[str]:
    """The order numbers this person reads in a queue."""
    client.force_login(who)
    answer = client.get("/orders/" if queue == "list" else f"/orders/{queue}/", query)
    assert answer.status_code == 200
    return NUMBERS.findall(answer.content.decode())


def counts(page: str) -> dict[str, str]:
    """The tabs with what they count."""
    return dict(re.findall(r">([^<>]+?) <span class=\"n\">([^<]+)</span></a>", page))


@pytest.mark.parametrize(("who", "tabs"), TABS.items())
def test_each_role_has_its_own_tabs(client: Client, walk: Walk, who: str, tabs: str) -> None:
    client.force_login(getattr(walk.cast, who))
    page = client.get("/orders/").content.decode()
    nav = page[page.index("data-tabs") : page.index("</nav>", page.index("data-tabs"))]
    assert " ".join(re.findall(r'<a href="[^"]+"[^>]*>([^ <]+)', nav)) == tabs
    for queue in QUEUES:
        url = "/orders/" if queue.key == "list" else f"/orders/{queue.key}/"
        mine = queue.label in tabs.split() and url in nav
        assert client.get(url).status_code == (200 if mine else 403)


def test_who_sees_no_orders_has_no_list(client: Client, cast: Cast) -> None:
    client.force_login(cast.knowledge_editor)
    answer = client.get("/orders/")
    assert answer.status_code == 403
    assert "你的岗位不看工单" in answer.content.decode()


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get("/orders/").headers["Location"] == "/login/?next=/orders/"
    assert client.post("/orders/").status_code == 302


def test_a_clerk_sees_and_counts_only_the_own_subtree(client: Client, walk: Walk) -> None:
    mine = walk.receive().dispatch(walk.cast.urban).order.number
    theirs = Walk(walk.cast).receive().dispatch(walk.cast.housing).order.number
    undispatched = Walk(walk.cast).receive().order.number
    assert seen(client, walk.cast.unit_clerk) == [mine]
    assert seen(client, walk.cast.unit_clerk, "todo") == [mine]
    assert seen(client, walk.cast.other_clerk, "to-sign") == [theirs]
    page = client.get("/orders/todo/").content.decode()
    assert counts(page)["待办"] == "1"
    assert set(seen(client, walk.cast.operator)) == {mine, theirs, undispatched}


def test_a_platform_sees_what_lies_below_once(client: Client, walk: Walk) -> None:
    """Its own assignment is the work; what it handed down stands in a queue of its own."""
    cast = walk.cast
    walk.receive().dispatch(cast.east).do(Verb.SIGN, "platform_dispatcher")
    walk.do(Verb.HAND_DOWN, "platform_dispatcher", units=(ref(cast.east_urban),))
    number = walk.order.number
    assert seen(client, cast.platform_dispatcher, "handling") == [number]
    assert seen(client, cast.platform_dispatcher, "todo") == [number]
    assert seen(client, cast.platform_dispatcher, "below") == [number]
    assert seen(client, cast.platform_dispatcher) == [number]
    assert seen(client, cast.east_clerk, "todo") == [number]
    assert seen(client, cast.west_dispatcher) == []
    child = walk.of_unit(cast.east_urban).id
    walk.do(
        Verb.ASK_RETURN, "east_clerk", assignment_id=child, reason_id="return.not_ours", text="不归"
    )
    assert seen(client, cast.platform_dispatcher, "below-returns") == [number]
    assert seen(client, cast.dispatcher, "returns") == []


def ask(verb: Verb, **inputs: Any) -> Callable[[Walk], Walk]:
    return lambda walk: walk.to(OrderState.HANDLING).do(verb, "unit_clerk", **inputs)


PLACES: list[tuple[str, Callable[[Walk], Walk]]] = [
    ("received", lambda walk: walk),
    ("to-sign", lambda walk: walk.to(OrderState.DISPATCHED)),
    ("handling", lambda walk: walk.to(OrderState.HANDLING)),
    ("review", lambda walk: walk.to(OrderState.REPLIED)),
    ("callbacks", lambda walk: walk.to(OrderState.CALLING_BACK)),
    ("", lambda walk: walk.to(OrderState.ARCHIVED)),
    (
        "returns to-sign",
        lambda walk: walk.to(OrderState.DISPATCHED).do(
            Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归"
        ),
    ),
    ("extensions handling", ask(Verb.ASK_EXTENSION, days=2, text="等配件")),
    (
        "suspensions handling",
        lambda walk: ask(
            Verb.ASK_SUSPENSION, until=walk.at + timedelta(days=9), text="在诉讼"
        )(walk),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("queues", "go"), PLACES)
def test_an_order_stands_in_the_queue_of_what_is_next(
    client: Client, walk: Walk, queues: str, go: Callable[[Walk], Walk]
) -> None:
    go(walk.receive_from_citizen())
    with time_machine.travel(walk.at, tick=False):
        client.force_login(walk.cast.supervisor)
        found = {
            queue.key
            for queue in QUEUES
            if queue.key != "list"
            and (answer := client.get(f"/orders/{queue.key}/")).status_code == 200
            and walk.order.number in NUMBERS.findall(answer.content.decode())
        }
        page = client.get("/orders/").content.decode()
    assert found == set(queues.split())
    labels = {queue.label for queue in QUEUES if queue.key in found}
    assert {label for label, count in counts(page).items() if count == "1"} == labels


def test_late_orders_are_overdue_unless_their_clock_stood_still_in_time(
    client: Client, walk: Walk
) -> None:
    late = walk.receive().dispatch().do(Verb.SIGN, "unit_clerk").order.number
    standing = Walk(walk.cast).receive().dispatch()
    standing.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归")
    with time_machine.travel(walk.at + timedelta(days=30), tick=False):
        assert seen(client, walk.cast.unit_clerk, "overdue") == [late]
        assert seen(client, walk.cast.supervisor, "overdue") == [late]
        page = client.get("/orders/overdue/").content.decode()
    assert 'class="clk over"' in page


def test_work_is_grouped_by_what_to_do_next_the_standing_clocks_last(
    client: Client, walk: Walk
) -> None:
    cast = walk.cast
    walk.receive().dispatch().do(Verb.SIGN, "unit_clerk")  # due Monday after
    standing = Walk(cast).receive().dispatch()
    standing.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归")
    today = Walk(cast).receive(urgency="critical").dispatch().do(Verb.SIGN, "unit_clerk", hours=0.1)
    unsigned = Walk(cast).receive().dispatch()
    client.force_login(cast.unit_clerk)
    with time_machine.travel(today.at + timedelta(minutes=5), tick=False):
        page = client.get("/orders/todo/").content.decode()
    heads = re.findall(r'scope="rowgroup">([^<]+)<', page)
    assert heads == ["今天到期1件", "明天到期1件", "以后1件", "时钟停着，或没有时限1件"]
    numbers = [today, unsigned, walk, standing]
    assert NUMBERS.findall(page) == [one.order.number for one in numbers]
    assert "前签收" in page
    assert "退单待裁" in page


def test_what_a_ruling_gave_back_comes_first_in_the_dispatch_queue(
    client: Client, walk: Walk
) -> None:
    walk.receive().dispatch()
    walk.do(Verb.ASK_RETURN, "unit_clerk", reason_id="return.not_ours", text="不归")
    walk.do(Verb.RULE_RETURN, "dispatcher", verdict="moved", text="另派")
    old = Walk(walk.cast).receive()
    assert seen(client, walk.cast.dispatcher, "received") == [
        walk.order.number,
        old.order.number,
    ]
    assert "改派回来，等着再派1件" in client.get("/orders/received/").content.decode()


FILTERS: list[tuple[dict[str, str], bool]] = [
    ({"channel": "scan"}, True),
    ({"channel": "phone"}, False),
    ({"kind": "complain"}, True),
    ({"kind": "help"}, False),
    ({"urgency": "urgent"}, True),
    ({"district": "west"}, True),
    ({"category": "05"}, True),
    ({"category": "10"}, False),
    ({"unit": "west"}, True),
    ({"unit": "west-urban"}, True),
    ({"unit": "east"}, False),
    ({"received_from": "2024-06-03", "received_to": "2024-06-03"}, True),
    ({"received_from": "2024-06-04"}, False),
    ({"received_to": "2024-06-02"}, False),
    ({"mine": "1"}, True),
    ({"confidential": "1"}, True),
    ({"suspended": "1"}, True),
    ({"reworked": "1"}, False),
    ({"channel": "scan", "kind": "help"}, False),
]


@pytest.mark.parametrize(("query", "fits"), FILTERS)
def test_a_filter_keeps_what_fits_in_every_list(
    client: Client, walk: Walk, query: dict[str, str], fits: bool
) -> None:
    plain = Walk(walk.cast).receive().order.number
    walk.receive(
        channel_id="scan", kind="complain", urgency="urgent", district="west", category_id="05.01",
        confidential=True,
    )  # fmt: skip
    clerk = actor_of(
        Staff.objects.create(
            staff_number="4001",
            name="西山城管经办",
            unit=walk.cast.west_urban,
            roles=["unit_clerk"],
        )
    )
    walk.dispatch(walk.cast.west_urban, redacted="有人反映").do(Verb.SIGN, clerk)
    walk.do(Verb.ASK_SUSPENSION, clerk, until=walk.at + timedelta(days=9), text="诉讼")
    walk.do(Verb.DECIDE_SUSPENSION, "supervisor", granted=True)
    number = walk.order.number
    for queue in ("list", "handling"):
        numbers = seen(client, walk.cast.operator, queue, **query)
        assert (number in numbers) == fits
        if fits and set(query) - {"received_from", "received_to", "mine"}:
            assert plain not in numbers


def test_active_filters_are_chips_that_can_be_taken_off(client: Client, walk: Walk) -> None:
    client.force_login(walk.cast.operator)
    query = {"kind": "help", "category": "10", "mine": "1", "received_from": "2024-06-03"}
    page = client.get("/orders/", query).content.decode()
    chips = dict(re.findall(r'<a class="chip on" href="([^"]+)"[^>]*>.*?</span>([^<]+)<', page))
    assert set(chips.values()) == {"性质：求助", "类别：城市管理", "我登记的", "受理自6月3日"}
    assert "/orders/?category=10&amp;mine=1&amp;received_from=2024-06-03" in chips
    assert 'href="/orders/" hx-get="/orders/">全部清除' in page
    assert "筛出来的“全部”里没有工单" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"channel": "pigeon"}, "没有这个渠道：pigeon"),
        ({"urgency": "mild"}, "没有这个紧急程度：mild"),
        ({"received_from": "yesterday"}, "日期写成 2026-07-24 这样"),
        ({"received_to": "9999-12-31"}, "年份写在2000到2100之间"),
        ({"received_from": "2024-06-05", "received_to": "2024-06-03"}, "止日早于起日"),
        ({"mine": "yes"}, "只能写1，不能写yes"),
        ({"unti": "urban"}, "没有这样的筛选：unti"),
        ({"q": "灯" * 61}, "找的词最多60个字"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_left_out(
    client: Client, walk: Walk, query: dict[str, str], said: str
) -> None:
    walk.receive()
    client.force_login(walk.cast.operator)
    answer = client.get("/orders/", query)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert NUMBERS.findall(page) == [walk.order.number]


def test_a_unit_may_not_ask_what_only_the_hotline_may(client: Client, walk: Walk) -> None:
    client.force_login(walk.cast.unit_clerk)
    for query in ({"unit": "urban"}, {"mine": "1"}):
        assert client.get("/orders/", query).status_code == 400
    assert "主协办单位" not in client.get("/orders/").content.decode()


@pytest.mark.parametrize("queue", ["", "to-sign/", "overdue/"])
def test_more_rows_take_no_more_queries(
    client: Client,
    walk: Walk,
    queue: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        Walk(walk.cast).receive().dispatch(walk.cast.urban, walk.cast.market)
    client.force_login(walk.cast.dispatcher)
    with django_assert_max_num_queries(40) as few:
        client.get(f"/orders/{queue}")
    for _ in range(7):
        Walk(walk.cast).receive().dispatch(walk.cast.housing, walk.cast.water)
    with django_assert_max_num_queries(len(few)):
        assert len(NUMBERS.findall(client.get(f"/orders/{queue}").content.decode())) == 10


def test_a_long_queue_is_counted_no_further_than_999(client: Client, walk: Walk) -> None:
    rows = write_orders(COUNTED + 30)
    Order.objects.bulk_create(
        Order(
            number=f"{row.number[:-1]}9", state=OrderState.RECEIVED, kind="help", title="路灯",
            channel_id="phone", category_id="10.01.01", received_at=row.received_at,
        )
        for row in rows
    )  # fmt: skip
    client.force_login(walk.cast.dispatcher)
    assert counts(client.get("/orders/").content.decode())["待派"] == "999+"


def test_a_confidential_order_shows_units_its_category_alone(client: Client, walk: Walk) -> None:
    walk.receive(confidential=True, place="5栋302").dispatch(redacted="路灯坏了")
    client.force_login(walk.cast.unit_clerk)
    page = client.get("/orders/").content.decode()
    assert "保密件：路灯" in page
    assert "5栋302" not in page
    assert walk.order.title not in page
    client.force_login(walk.cast.dispatcher)
    assert "5栋302" in client.get("/orders/").content.decode()


@pytest.mark.parametrize("queue", [queue for queue in QUEUES if queue.key != "list"])
def test_an_empty_queue_says_what_happens_next(client: Client, cast: Cast, queue: Queue) -> None:
    reader = next(who for who in cast.staff().values() if queue.who & set(who.roles))
    client.force_login(reader)
    page = client.get(f"/orders/{queue.key}/").content.decode()
    assert queue.empty[0] in page
    assert queue.empty[1] in page


def test_a_row_offers_the_next_verb_to_who_may_do_it(client: Client, walk: Walk) -> None:
    walk.receive().dispatch()
    number = walk.order.number
    client.force_login(walk.cast.unit_clerk)
    page = client.get("/orders/to-sign/").content.decode()
    sign = re.search(rf'<form method="post" action="(/orders/{number}/sign/[^"]*)"', page)
    assert sign
    client.force_login(walk.cast.operator)
    assert f"/orders/{number}/sign/" not in client.get("/orders/to-sign/").content.decode()
    client.force_login(walk.cast.unit_clerk)
    assert client.post(sign[1]).status_code == 302
    assert walk.order.state == OrderState.HANDLING
