"""The explorer under a person's hands: find, tick, ask; on a phone nothing goes off the side."""

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, Window
from tests.cast import Cast
from tests.reports.june import June

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_statistic_is_found_ticked_grouped_and_asked_for(
    window: Window, cast: Cast, rules: None
) -> None:
    June(cast).play()
    page = window.open("/statistics/?period=2024-06", staff=cast.analyst)
    page.keyboard.press("/")
    page.keyboard.type("on_time 按期办结")
    expect(page.locator("[data-find-row]:visible")).to_have_count(3)
    page.locator("input[value='orders.on_time_rate']").check()
    page.locator("label.pick", has_text="单位").first.click()
    page.get_by_role("button", name="看数").click()
    expect(page.get_by_role("heading", name="按期办结率")).to_be_visible()
    assert "code=orders.on_time_rate" in page.url
    assert "by=unit" in page.url
    expect(page.locator("tbody tr.whole")).to_contain_text("71.43")
    page.keyboard.press("j")
    expect(page.locator("tr.sel")).to_contain_text("全部")
    page.get_by_role("button", name="季", exact=True).click()
    expect(page.get_by_text("2024年第二季度", exact=False).first).to_be_visible()
    assert "by=unit" in page.url, "a button of the panel keeps what was chosen"


def test_paper_has_the_table_and_not_the_panel(window: Window, cast: Cast, rules: None) -> None:
    June(cast).play()
    page = window.open("/statistics/?code=orders.due&by=unit&period=2024-06", staff=cast.analyst)
    page.emulate_media(media="print")
    expect(page.locator("table.figures")).to_be_visible()
    expect(page.get_by_role("heading", name="到期")).to_be_visible()
    expect(page.locator("#choose")).to_be_hidden()
    expect(page.get_by_role("link", name="CSV")).to_be_hidden()


@pytest.mark.parametrize(
    "address", ["/statistics/?period=2024-06&code=orders.due&by=unit", "/catalogue/"]
)
def test_on_a_phone_nothing_goes_off_the_side(
    window: Window, cast: Cast, rules: None, address: str
) -> None:
    June(cast).play()
    page = window.open(address, staff=cast.analyst, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
