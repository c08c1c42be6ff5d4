"""Prints on A4: a work order and a supervision, without the shell and without a number."""

import re
from pathlib import Path

import pytest
from django.test import Client

from orders.models import Supervision
from orders.states import OrderState, Verb
from tests.browser import PHONE, Window
from tests.factories import Walk

pytestmark = pytest.mark.long
A4 = b"/MediaBox [0 0 594.95996 841.91998]"


def supervised(walk: Walk) -> str:
    walk.receive_from_citizen(body="2号路灯不亮，电话13912345678").dispatch()
    walk.do(Verb.SUPERVISE, "supervisor", kind="listed", text="三天内修好\n并报照片")
    return f"/orders/{walk.order.number}/supervisions/{Supervision.objects.get().pk}/"


def test_a_supervision_names_unit_limit_and_demand_and_leaves_room(
    walk: Walk, client: Client
) -> None:
    address = supervised(walk)
    client.force_login(walk.cast.unit_head)
    page = client.get(address).content.decode()
    for words in (
        "督　办　单", "云湖市城市管理局：", "挂牌督办", "3个工作日", "三天内修好",
        "单位负责人（签字）", "139****5678", "云湖市12345热线中心", "打印人",
    ):  # fmt: skip
        assert words in page
    assert "13912345678" not in page
    walk.do(Verb.ANSWER_SUPERVISION, "unit_head", text="已修好")
    assert "已修好" in client.get(address).content.decode()


def test_a_work_order_holds_the_demand_the_units_and_the_reply(walk: Walk, client: Client) -> None:
    walk.receive_from_citizen().to(OrderState.CALLING_BACK)
    client.force_login(walk.cast.reviewer)
    page = client.get(f"/orders/{walk.order.number}/sheet/").content.decode()
    for words in ("工　　单", walk.order.title, "云湖市城市管理局", "已修好", "138****0001"):
        assert words in page


def test_to_a_unit_a_confidential_print_says_no_more_than_its_page(
    walk: Walk, client: Client
) -> None:
    walk.receive_from_citizen(confidential=True, title="举报某某").dispatch()
    client.force_login(walk.cast.unit_clerk)
    page = client.get(f"/orders/{walk.order.number}/sheet/").content.decode()
    assert "举报某某" not in page
    assert "138" not in page.replace(walk.order.number, "")


def test_a_foreign_unit_and_a_foreign_sheet_are_not_found(walk: Walk, client: Client) -> None:
    address = supervised(walk)
    other = Walk(walk.cast, walk.at).receive().order.number
    client.force_login(walk.cast.other_clerk)
    assert client.get(address).status_code == 404
    client.force_login(walk.cast.supervisor)
    assert client.get(address.replace(walk.order.number, other)).status_code == 404
    assert client.get(f"/orders/{other}/supervisions/999999999/").status_code == 404


@pytest.mark.parametrize("sheet", ["supervision", "order"])
def test_it_prints_on_a4_without_anything_of_the_screen(
    sheet: str, window: Window, transactional_db: None, walk: Walk, tmp_path: Path
) -> None:
    address = supervised(walk)
    if sheet == "order":
        address = f"/orders/{walk.order.number}/sheet/"
    page = window.open(address, staff=walk.cast.supervisor)
    assert page.get_by_role("button", name="打印").is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert A4 in printed
    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", printed)) <= 2
    page.emulate_media(media="print")
    assert not page.locator(".screen").is_visible()
    colours = page.evaluate(
        "() => [...new Set([...document.querySelectorAll('main, main *')].map("
        "e => getComputedStyle(e).color))]"
    )
    assert colours == ["rgb(0, 0, 0)"]


def test_on_a_phone_nothing_stands_out_of_the_paper(
    window: Window, transactional_db: None, walk: Walk
) -> None:
    page = window.open(supervised(walk), staff=walk.cast.unit_head, size=PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
