"""Turning pages: each order exactly once while others come, and the same cost however far in."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test import Client

from orders.errors import Refused
from orders.models import Order
from orders.paging import Edge, edge_of, page_of
from orders.states import OrderState
from tests.cast import Cast
from tests.factories import MONDAY, Walk

pytestmark = pytest.mark.django_db
NUMBERS = re.compile(r'<td class="dim nw">(\d{15})</td>')


def write_orders(count: int, *, tied: int = 1, since: int = 0) -> list[Order]:
    """Answered orders a minute apart; `tied` of them share each moment."""
    return Order.objects.bulk_create(
        Order(
            number=f"{20240603000000 + since + n}0",
            state=OrderState.ANSWERED,
            kind="help",
            channel_id="phone",
            category_id="10.01.01",
            title=f"第{n}件",
            received_at=MONDAY + timedelta(minutes=(since + n) // tied),
            decided_at=MONDAY + timedelta(days=30),
        )
        for n in range(count)
    )


def shown(client: Client, address: str) -> tuple[list[str], str, str]:
    """The numbers on a page, and the addresses of the pages before and after."""
    page = client.get(address).content.decode()
    turns = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', page))
    return (
        NUMBERS.findall(page),
        turns.get("prev", "").replace("&amp;", "&"),
        turns.get("next", "").replace("&amp;", "&"),
    )


def test_walking_all_pages_meets_each_order_once_while_new_ones_arrive(
    client: Client, cast: Cast, rules: None
) -> None:
    before = {order.number for order in write_orders(230, tied=7)}
    client.force_login(cast.dispatcher)
    met: list[str] = []
    address, arrived = "/orders/", 0
    while address:
        numbers, _, address = shown(client, address)
        met += numbers
        write_orders(3, since=1000 + arrived)
        arrived += 3
    assert len(met) == len(set(met)) == 230
    assert set(met) == before


def test_going_back_shows_the_pages_one_came_by(client: Client, cast: Cast, rules: None) -> None:
    write_orders(160, tied=9)
    client.force_login(cast.dispatcher)
    pages, address = [], "/orders/"
    while address:
        numbers, back, address = shown(client, address)
        pages.append((numbers, back))
    assert [len(numbers) for numbers, _ in pages] == [50, 50, 50, 10]
    for (earlier, _), (_, back) in pairwise(pages):
        assert shown(client, back)[0] == earlier
    assert pages[0][1] == ""


def test_nothing_behind_a_cursor_begins_anew(client: Client, cast: Cast, rules: None) -> None:
    write_orders(3)
    client.force_login(cast.dispatcher)
    assert len(shown(client, f"/orders/?page={Edge(True, MONDAY - timedelta(days=1), 1)}")[0]) == 3


def test_a_cursor_reads_back_as_it_was_written() -> None:
    for edge in (Edge(True, MONDAY, 7), Edge(False, MONDAY + timedelta(microseconds=1), 2**62)):
        assert edge_of(str(edge)) == edge


@pytest.mark.parametrize(
    "cursor",
    ["x", "a", "a1", "a1.", "a.1", "c1.1", "a-1.1", "a1.1x", "a１.1", "a" + "9" * 18 + ".1",
     "a1.9999999999999999999", "a1.1;drop"],
)  # fmt: skip
def test_a_broken_cursor_is_said_and_the_first_page_shown(
    client: Client, cast: Cast, rules: None, cursor: str
) -> None:
    with pytest.raises(Refused):
        edge_of(cursor)
    write_orders(2)
    client.force_login(cast.dispatcher)
    answer = client.get("/orders/", {"page": cursor})
    assert answer.status_code == 400
    assert "翻页的地址不完整" in answer.content.decode()
    assert len(NUMBERS.findall(answer.content.decode())) == 2


def plan_of(edge: Edge) -> str:
    """How the database reads the page of 全部 behind an edge."""
    plans: list[str] = []

    def read(rows: QuerySet[Any]) -> list[Any]:
        plans.append(rows.explain(analyze=True, timing=False, buffers=False))
        return list(rows)

    rows = Order.objects.annotate(sort=F("received_at"))
    assert len(page_of(rows, read, edge=edge, descending=True).rows) == 50
    return plans[0]


def test_the_last_page_of_all_orders_costs_what_the_first_does(walk: Walk) -> None:
    orders = write_orders(4000, tied=5)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orders_order")
    for order in (orders[-1], orders[2000], orders[1000]):
        plan = plan_of(Edge(True, order.received_at, order.pk))
        assert "order_latest_first" in plan
        assert "Seq Scan" not in plan
        assert "Sort" not in plan
        read = sum(map(int, re.findall(r"Index Scan.*actual rows=(\d+)", plan)))
        dropped = sum(map(int, re.findall(r"Rows Removed by Filter: (\d+)", plan)))
        assert read + dropped <= 51 + 5


def test_no_page_is_counted_off(client: Client, cast: Cast, rules: None) -> None:
    write_orders(120)
    client.force_login(cast.dispatcher)
    _, _, after = shown(client, "/orders/")
    with connection.execute_wrapper(_no_offset):
        assert client.get(after).status_code == 200


def _no_offset(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert "OFFSET" not in sql
    return execute(sql, params, many, context)
