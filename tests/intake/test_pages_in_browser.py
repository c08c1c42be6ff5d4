"""The citizens' pages and the interface's page in a real browser, phone and desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from orders.models import Order
from orders.states import OrderState, Verb
from tests.browser import DESK, PHONE, Window
from tests.cast import Cast
from tests.factories import Walk


@pytest.fixture
def city(transactional_db: None, city: Cast) -> Cast:
    """The live server reads in threads of its own, so the city is really written."""
    return city


def fits(page: Page) -> bool:
    """Whether nothing reaches past the window's right edge."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return wide


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_citizen_walks_from_demand_to_rating(
    window: Window, city: Cast, size: tuple[int, int], script: bool
) -> None:
    page = window.open("/12345/", size=size, java_script_enabled=script)
    assert not script or fits(page)
    page.get_by_label("什么事").fill("2号路路灯连续三晚不亮。夜里很黑。")
    page.get_by_label("您的电话").fill("13800000001")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", name="已经登记")).to_be_visible()
    assert not script or fits(page)
    page.get_by_role("link", name="看进度").click()
    expect(page.get_by_role("heading", name="已收到，正在安排单位")).to_be_visible()
    page.get_by_role("link", name="补充情况").click()
    page.get_by_label("要补充的情况").fill("学校一侧还有5盏")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("您补充了情况")).to_be_visible()

    order = Order.objects.get()
    walk = Walk(city, at=order.received_at, order_id=order.pk)
    walk.dispatch(hours=0).do(Verb.SIGN, "unit_clerk", hours=0)
    walk.do(Verb.COMPLETE, "unit_clerk", hours=0, text="已修好", uncontacted="匿名")
    walk.do(Verb.ACCEPT, "reviewer", hours=0, public_text="12盏路灯都亮了")
    page.reload()
    expect(page.get_by_text("12盏路灯都亮了")).to_be_visible()
    page.get_by_role("link", name="评价", exact=True).click()
    page.get_by_role("radio", name="非常满意", exact=True).check()
    page.get_by_role("radio", name="解决了", exact=True).check()
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("您评了5分")).to_be_visible()
    assert walk.order.state == OrderState.CALLING_BACK
    assert not script or fits(page)


def test_the_receipt_offers_to_copy_only_where_a_script_runs(window: Window, city: Cast) -> None:
    page = window.open("/12345/", size=PHONE)
    page.get_by_label("什么事").fill("2号路路灯连续三晚不亮")
    page.get_by_label("您的电话").fill("13800000001")
    page.get_by_role("button", name="交上去").click()
    copy = page.get_by_role("button", name="复制")
    expect(copy).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"工单号 \d{15}，查询码 [2-9A-Z]{8}", copied)


def test_the_documentation_page_works_offline_and_keeps_the_policy(
    window: Window, city: Cast
) -> None:
    page = window.open("/api/v1/docs/")
    page.get_by_text("登记一件诉求").click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
