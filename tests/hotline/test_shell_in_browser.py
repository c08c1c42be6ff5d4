"""The shell in a real browser: policy, themes, keys, countdowns, phone, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, Window
from tests.cast import Cast

KIT = "/components/"


@pytest.fixture
def cast(transactional_db: None, cast: Cast) -> Cast:
    """The live server reads in threads of its own, so the cast is really written."""
    return cast


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


@pytest.mark.parametrize("size", [DESK, (720, 450), PHONE], ids=["desk", "zoomed", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_showcase_fits_and_keeps_the_policy(
    window: Window, cast: Cast, size: tuple[int, int], scheme: str
) -> None:
    page = window.open(KIT, staff=cast.administrator, size=size, color_scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
    assert sideways(page) <= 0


def test_the_choice_of_theme_outlives_the_page(window: Window, cast: Cast) -> None:
    page = window.open(KIT, staff=cast.administrator, color_scheme="light")
    page.get_by_role("button", name="换成深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("radio", name="跟着系统").check()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_the_question_mark_opens_the_sheet_of_keys_and_escape_closes_it(
    window: Window, cast: Cast
) -> None:
    page = window.open(KIT, staff=cast.administrator)
    sheet = page.get_by_role("dialog", name="快捷键")
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_letters_typed_into_a_field_are_letters(window: Window, cast: Cast) -> None:
    page = window.open(KIT, staff=cast.administrator)
    field = page.get_by_label("诉求", exact=True)
    field.press("j")
    field.press("?")
    expect(field).to_have_value("j?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()


def selected(page: Page) -> str:
    return page.locator("tr.sel .ttl").inner_text()


def test_j_and_k_move_along_the_rows_and_stop_at_the_ends(window: Window, cast: Cast) -> None:
    page = window.open(KIT, staff=cast.administrator)
    titles = page.locator("tr[data-row] .ttl").all_inner_texts()
    assert selected(page) == titles[2]
    page.keyboard.press("j")
    assert selected(page) == titles[3]
    for _ in range(9):
        page.keyboard.press("k")
    assert selected(page) == titles[0]


def test_who_switched_single_letters_off_moves_by_nothing_but_chords(
    window: Window, cast: Cast
) -> None:
    cast.administrator.single_keys_off = True
    cast.administrator.save()
    page = window.open(KIT, staff=cast.administrator)
    before = selected(page)
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert selected(page) == before
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()


def test_the_letter_on_a_button_presses_it(window: Window, cast: Cast) -> None:
    page = window.open(KIT, staff=cast.administrator)
    page.keyboard.press("b")
    page.wait_for_url(re.compile("#$"))


def test_chips_count_down_by_the_minute_and_never_change_their_state(
    window: Window, cast: Cast
) -> None:
    page = window.open(KIT, staff=cast.administrator)
    page.clock.install()
    page.reload()
    soon = page.locator(".clk.soon").first
    over = page.locator(".clk.over").first
    expect(soon).to_have_text("剩48分")
    page.clock.fast_forward("09:30")
    expect(soon).to_have_text("剩38分")
    expect(over).to_have_text("超3时21分")
    page.clock.fast_forward("02:00:00")
    expect(soon).to_have_text("剩不到1分")
    expect(soon).to_have_class("clk soon")


def test_a_toast_goes_after_six_seconds_but_not_while_pointed_at(
    window: Window, cast: Cast
) -> None:
    page = window.open(KIT, staff=cast.administrator)
    page.clock.install()
    page.reload()
    toast = page.locator("[data-toast]")
    toast.hover()
    page.clock.fast_forward(7000)
    expect(toast).to_be_visible()
    page.mouse.move(0, 0)
    page.clock.fast_forward(2000)
    expect(toast).to_have_count(0)


def test_the_error_summary_has_the_focus_and_leads_to_the_field(window: Window, cast: Cast) -> None:
    page = window.open(KIT, staff=cast.administrator)
    summary = page.get_by_role("alert").filter(has_text="没存上，填的还在")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="内容").click()
    assert page.evaluate("document.querySelector(':target').tagName") == "TEXTAREA"


def test_without_scripts_the_page_still_has_its_rail_its_rows_and_their_verbs(
    window: Window, cast: Cast
) -> None:
    page = window.open(KIT, staff=cast.administrator, java_script_enabled=False)
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    expect(page.get_by_role("button", name="快捷键")).to_be_hidden()
    page.locator("tr[data-row]").first.hover()
    expect(page.get_by_role("button", name="签收").first).to_be_visible()
    page.locator("details.more > summary").first.click()
    expect(page.get_by_role("link", name="加派协办")).to_be_visible()


def test_on_paper_the_shell_and_the_buttons_go_and_the_colours_are_light(
    window: Window, cast: Cast
) -> None:
    page = window.open(KIT, staff=cast.administrator, color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(page.get_by_role("button", name="审核通过")).to_be_hidden()
    expect(page.get_by_text("打印人 管理员甲")).to_be_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_on_a_phone_the_bottom_bar_stands_in_for_the_rail_and_targets_are_large(
    window: Window, cast: Cast
) -> None:
    page = window.open(KIT, staff=cast.administrator, size=PHONE, has_touch=True)
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    bar = page.get_by_role("navigation", name="底部导航")
    expect(bar.get_by_role("link", name="我的")).to_be_visible()
    for target in [*bar.get_by_role("link").all(), page.get_by_role("button", name="签收").first]:
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
