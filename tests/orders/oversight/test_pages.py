"""The supervision page, a unit's own, the cards' file: what is shown to whom, in which order."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from orders.clock.sweep import sweep
from orders.models import Level, Order
from orders.oversight.tabs import TABS
from orders.states import Verb
from tests.factories import MONDAY, Walk, moment
from units.models import Staff

pytestmark = pytest.mark.django_db
AFTER = moment("2024-06-12 09:00")  # everything dispatched on Monday the 3rd is late by then


def late(walk: Walk, holder: str = "urban", **changes: Any) -> Walk:
    made = Walk(walk.cast, MONDAY).receive(**changes).dispatch(getattr(walk.cast, holder))
    sweep(at=AFTER)
    made.at = AFTER
    return made


def see(client: Client, who: Staff, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key or "cards")
def test_an_empty_tab_says_what_is_true_and_what_happens_next(
    tab: Any, walk: Walk, client: Client
) -> None:
    page = see(client, walk.cast.supervisor, f"/supervision/{tab.key}/".replace("//", "/"))
    assert tab.empty[0] in page
    assert tab.empty[1] in page


def test_a_card_is_shown_with_order_unit_reason_and_both_moments(
    walk: Walk, client: Client
) -> None:
    made = late(walk)
    page = see(client, walk.cast.supervisor, "/supervision/")
    for words in (
        made.order.number,
        "城市管理局",
        "办理超期",
        "06-11 17:30",
        "06-12 09:00",
        "黄牌",
    ):
        assert words in page
    assert "黄牌1张" in page
    assert 'data-live="cards orders"' in page


def test_the_newest_card_comes_first_and_pages_meet_each_once(walk: Walk, client: Client) -> None:
    made = late(walk)
    card = Level.objects.get(card="yellow")
    numbers = []
    for n in range(120):
        order = Order.objects.get(pk=made.order_id)
        order.pk, order.number, order.public_id = None, f"{20240603000100 + n:015d}", uuid4()
        order.save(force_insert=True)
        Level.objects.create(
            order=order,
            assignment_id=card.assignment_id,
            subject="assignment",
            subject_id=1000 + n,
            n=1,
            rule_id="handle.yellow",
            card="yellow",
            occurred_at=card.occurred_at + timedelta(minutes=n // 3),
            recorded_at=AFTER + timedelta(days=1),
        )
        numbers.append(order.number)
    seen: list[str] = []
    address = "/supervision/"
    client.force_login(walk.cast.supervisor)
    while address:
        answer = client.get(address)
        seen += [row.order.number for row in answer.context["rows"]]
        address = answer.context["after_url"] if answer.context["page"].after else ""
    assert len(seen) == len(set(seen)) == 121
    assert seen[0] == numbers[-1]


def test_filters_narrow_by_unit_card_and_day(walk: Walk, client: Client) -> None:
    first, second = late(walk), late(walk, "water")
    sweep(at=moment("2024-06-19 09:00"))  # both are red now
    page = see(client, walk.cast.supervisor, "/supervision/?unit=water&card=red")
    assert second.order.number in page
    assert first.order.number not in page
    page = see(client, walk.cast.supervisor, "/supervision/?card=red&since=2024-06-19")
    assert "筛出来一条也没有" in page
    page = see(client, walk.cast.supervisor, "/supervision/?until=2024-06-11")
    assert "黄牌2张" in page
    assert "红牌0张" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("unit=nowhere", "没有这个单位：nowhere"),
        ("card=green", "没有这种牌：green"),
        ("since=yesterday", "写成 2026-07-24 这样"),
        ("since=2024-06-09&until=2024-06-01", "止日早于起日"),
        ("since=0001-01-01", "年份写在"),
        ("colour=red", "没有这样的筛选：colour"),
        ("page=a1", "从第一页看起"),
    ],
)
def test_what_cannot_be_understood_is_said_and_the_tab_shown_whole(
    query: str, said: str, walk: Walk, client: Client
) -> None:
    made = late(walk)
    client.force_login(walk.cast.supervisor)
    answer = client.get(f"/supervision/?{query}")
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert made.order.number in answer.content.decode()


def test_a_unit_sees_its_own_subtree_and_no_other(walk: Walk, client: Client) -> None:
    mine, other = late(walk, "east"), late(walk, "water")
    page = see(client, walk.cast.platform_dispatcher, "/own-unit/")
    assert mine.order.number in page
    assert other.order.number not in page
    assert "导出" not in page
    assert mine.order.number not in see(client, walk.cast.unit_head, "/own-unit/")


def test_each_tab_holds_what_its_name_says(walk: Walk, client: Client) -> None:
    made = late(walk)
    made.do(Verb.SUPERVISE, "supervisor", kind="talk", text="请来说明", hours=0.1)
    made.do(
        Verb.APPEAL, "unit_head", matter=f"overdue:{made.lead.round.id}", text="停电", hours=0.1
    )
    Order.objects.filter(pk=made.order_id).update(raised_at=AFTER)
    boss = walk.cast.supervisor
    for tab, words in (("running", "约谈督办"), ("appeals", "第1轮超期"), ("raised", "久拖未决")):
        page = see(client, boss, f"/supervision/{tab}/")
        assert made.order.number in page
        assert words in page
    made.do(Verb.CLOSE_SUPERVISION, "supervisor", verdict="lifted", text="已说明", hours=0.1)
    made.do(Verb.DECIDE_APPEAL, "supervisor", granted=False, text="没有证明", hours=0.1)
    for tab, words in (("closed", "已说明"), ("decided", "没有证明")):
        page = see(client, boss, f"/supervision/{tab}/")
        assert made.order.number in page
        assert words in page
        assert words in see(client, walk.cast.unit_clerk, f"/own-unit/{tab}/")
    for tab in ("running", "appeals"):
        assert made.order.number not in see(client, boss, f"/supervision/{tab}/")


def test_a_confidential_order_shows_a_unit_no_title(walk: Walk, client: Client) -> None:
    made = late(walk, title="举报某某", confidential=True)
    made.do(Verb.URGE, "supervisor")
    page = see(client, walk.cast.unit_clerk, "/own-unit/")
    assert made.order.number in page
    assert "举报某某" not in page


def _file(client: Client, who: Staff, query: str = "") -> list[list[str]]:
    client.force_login(who)
    answer = client.get(f"/supervision/cards.csv{query}")
    assert answer.status_code == 200
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_holds_what_the_list_shows_and_nothing_that_runs(
    walk: Walk, client: Client
) -> None:
    late(walk, title="=HYPERLINK(1)")
    late(walk, "water", title="电话13800138000", confidential=False)
    late(walk, "market", title="举报某某", confidential=True)
    heads, *rows = _file(client, walk.cast.supervisor)
    assert heads == ["牌", "工单号", "诉求", "单位", "缘由", "办理时限", "到达时刻", "记录时刻"]
    titles = {row[2] for row in rows}
    assert titles == {"'=HYPERLINK(1)", "电话138****8000", "保密件"}
    assert {tuple(row[5:]) for row in rows} == {
        ("2024-06-11 17:30", "2024-06-11 17:30", "2024-06-12 09:00")
    }
    assert len(_file(client, walk.cast.analyst, "?unit=water")) == 2
    assert client.get("/supervision/cards.csv?card=green").status_code == 400


def test_a_list_asks_as_often_for_many_rows_as_for_few(
    walk: Walk, client: Client, django_assert_max_num_queries: Any
) -> None:
    for holder in ("urban", "water", "market", "housing"):
        late(walk, holder)
    client.force_login(walk.cast.supervisor)
    with django_assert_max_num_queries(30):
        assert len(client.get("/supervision/").context["rows"]) == 4
