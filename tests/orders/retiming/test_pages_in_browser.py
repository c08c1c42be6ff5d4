"""日历与时限 in a browser: fits desk and phone, renews itself while it runs, needs no scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from orders.models import CalendarEdition
from orders.retiming import batches
from orders.retiming.batches import confirm
from orders.retiming.steps import step
from tests.browser import DESK, PHONE, Window
from tests.cast import Cast
from tests.factories import MONDAY, Walk
from tests.orders.retiming.late import notice, proposed
from tests.rules import make_rules
from units.actor import actor_of

AT = MONDAY + timedelta(hours=5)


@pytest.fixture
def walk(transactional_db: None, cast: Cast) -> Walk:
    """Three orders with one unit, really written."""
    make_rules()
    for _ in range(3):
        last = Walk(cast, MONDAY).receive().dispatch()
    return last


@pytest.mark.parametrize("size", [DESK, (720, 450), PHONE], ids=["desk", "zoomed", "phone"])
def test_the_pages_fit(window: Window, walk: Walk, size: tuple[int, int]) -> None:
    batch = proposed(walk, notice(off=["06-06", "06-07"]), AT)
    paths = ("", "notice/", "limits/handle/", f"batches/{batch.pk}/")
    page = window.open("/timing/", staff=walk.cast.administrator, size=size)
    for path in paths:
        page.goto(f"{window.address}/timing/{path}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_without_scripts_a_notice_is_typed_previewed_and_confirmed_on_a_phone(
    window: Window, walk: Walk
) -> None:
    page = window.open(
        "/timing/notice/", staff=walk.cast.administrator, size=PHONE, java_script_enabled=False
    )
    page.get_by_label("年份").fill("2027")
    page.get_by_label(re.compile("手写")).fill("2027-01-01,放假,元旦")
    page.get_by_role("button", name="看预算").click()
    expect(page.locator("#batch")).to_contain_text("新增放假")
    page.get_by_role("button", name="确认，改").click()
    expect(page.locator("#batch")).to_contain_text("2027年放假通知，第2版")
    assert CalendarEdition.objects.filter(year=2027).count() == 2


def test_the_page_of_a_running_batch_renews_itself(
    window: Window, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SMALL", 1)
    batch = proposed(walk, notice(off=["06-07"]), AT)
    confirm(batch.pk, by=actor_of(walk.cast.administrator), at=AT)
    page: Any = window.open(f"/timing/batches/{batch.pk}/", staff=walk.cast.administrator)
    expect(page.locator("#batch")).to_contain_text("做到0件工单，共3件")
    while step(batch.pk, at=AT, most=2):
        pass
    expect(page.locator("#batch")).to_contain_text("动了3件", timeout=15_000)


def test_the_preview_prints_without_buttons(window: Window, walk: Walk) -> None:
    batch = proposed(walk, notice(off=["06-07"]), AT)
    page = window.open(f"/timing/batches/{batch.pk}/", staff=walk.cast.administrator)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="确认，改")).to_be_hidden()
    expect(page.locator("#batch")).to_contain_text("推后1个工作日")
    expect(page.locator(".print-foot")).to_be_visible()
