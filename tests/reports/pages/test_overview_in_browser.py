"""The overview under a person's eyes: it counts on by itself, and never under the pointer."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser import PHONE, Window
from tests.cast import Cast
from tests.reports.june import June

pytestmark = pytest.mark.django_db(transaction=True)


def test_figures_renew_themselves_but_not_under_the_pointer(
    window: Window, cast: Cast, rules: None
) -> None:
    june = June(cast).play()
    page = window.open("/overview/", staff=cast.analyst)
    expect(page.locator(".skel")).to_have_count(0)
    open_now = page.locator(".tile", has_text="单位在办").locator(".v")
    before = int(open_now.inner_text().removesuffix("件"))
    page.evaluate("window.same = true; document.querySelector('.dash').dataset.every = '1'")

    june.dispatched("2024-06-28 10:00")
    cache.clear()
    expect(open_now).to_have_text(f"{before + 1}件")

    open_now.hover()
    june.dispatched("2024-06-28 11:00")
    cache.clear()
    page.wait_for_timeout(2500)
    expect(open_now).to_have_text(f"{before + 1}件")
    page.get_by_role("heading", name="总览").hover()
    expect(open_now).to_have_text(f"{before + 2}件")
    assert page.evaluate("window.same"), "the page itself was never loaded again"


def test_a_figure_says_what_it_is_of_by_key_too(window: Window, cast: Cast, rules: None) -> None:
    June(cast).play()
    page = window.open("/overview/?whole=1&date=2024-06-30", staff=cast.analyst)
    link = page.locator("#h-month >> xpath=../..").get_by_role("link", name="按期办结率")
    link.focus()
    expect(page.get_by_text("71.43% =")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("看口径")


def test_on_a_phone_nothing_goes_off_the_side_and_paper_has_no_buttons(
    window: Window, cast: Cast, rules: None
) -> None:
    June(cast).play()
    page = window.open("/overview/?whole=1&date=2024-06-13", staff=cast.analyst, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="哪一天")).to_be_hidden()
    expect(page.get_by_role("heading", name="超期在手")).to_be_visible()
