"""The right-hand panel: grey lines after a while, the answer in place, faults told there."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import PHONE, Window
from tests.cast import Cast

PANEL = """() => {
    const panel = document.createElement("aside");
    panel.id = "panel";
    panel.innerHTML = '<p>原来的内容</p><button id="ask">退回补充</button>';
    document.querySelector("main").prepend(panel);
}"""
ASK = """() => {
    const source = document.querySelector("#ask");
    htmx.ajax("GET", "/sheet", {source, target: "#panel", select: "#sheet"}).catch(() => {});
}"""
SHEET = '<main><section id="sheet"><label>理由<textarea></textarea></label></section></main>'


@pytest.fixture
def page(window: Window, transactional_db: None, cast: Cast) -> Page:
    """The showcase with a panel, which asks for /sheet; nothing answers yet."""
    page = window.open("/components/", staff=cast.administrator)
    page.evaluate(PANEL)
    return page


def test_what_comes_late_is_waited_for_with_grey_lines(page: Page) -> None:
    held: list[Route] = []
    page.route("**/sheet", lambda route: held.append(route))
    page.evaluate(ASK)
    panel = page.locator("#panel")
    expect(panel).to_have_attribute("aria-busy", "true")
    expect(panel.get_by_role("status")).to_have_text("正在取")
    held[0].fulfill(body=SHEET, content_type="text/html")
    expect(panel.get_by_label("理由")).to_be_focused()
    expect(panel.get_by_role("status")).to_have_count(0)
    expect(panel).not_to_have_attribute("aria-busy", "true")


def test_what_comes_at_once_shows_no_grey_lines(page: Page) -> None:
    page.evaluate("""() => {
        window.greys = 0;
        new MutationObserver(() => { greys += document.querySelectorAll("#panel .skel").length; })
            .observe(document.querySelector("#panel"), {childList: true});
    }""")
    page.route("**/sheet", lambda route: route.fulfill(body=SHEET, content_type="text/html"))
    page.evaluate(ASK)
    expect(page.locator("#panel").get_by_label("理由")).to_be_visible()
    assert page.evaluate("greys") == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "这一件你不能看"),
        (404, "没有这一件"),
        (429, "点得太快了"),
        (500, "没取到，内容还在"),
        (0, "网络断了"),
    ],
)
def test_a_fault_is_told_at_the_place_and_what_stood_there_stays(
    window: Window, page: Page, status: int, words: str
) -> None:
    page.route("**/sheet", lambda route: route.fulfill(status=status) if status else route.abort())
    page.evaluate(ASK)
    panel = page.locator("#panel")
    expect(panel.get_by_role("alert")).to_contain_text(words)
    expect(panel.get_by_role("link", name="打开整页")).to_have_attribute("href", "/sheet")
    expect(panel.get_by_text("原来的内容", exact=True)).to_be_visible()
    assert window.complaints, "the browser itself reports the fault"
    window.complaints.clear()


def test_a_fault_that_comes_late_brings_back_what_stood_there(window: Window, page: Page) -> None:
    held: list[Route] = []
    page.route("**/sheet", lambda route: held.append(route))
    page.evaluate(ASK)
    panel = page.locator("#panel")
    expect(panel.get_by_role("status")).to_be_attached()
    expect(panel.get_by_text("原来的内容", exact=True)).to_be_hidden()
    held[0].fulfill(status=500)
    expect(panel.get_by_role("alert")).to_contain_text("没取到，内容还在")
    expect(panel.get_by_text("原来的内容", exact=True)).to_be_visible()
    expect(panel.get_by_role("status")).to_have_count(0)
    window.complaints.clear()


LINK = """() => {
    const link = document.createElement("a");
    Object.assign(link, {id: "row", href: "/me/", textContent: "打开"});
    for (const [name, value] of Object.entries({"hx-get": "/sheet", "hx-target": "#panel"}))
        link.setAttribute(name, value);
    document.querySelector("main").prepend(link);
    htmx.process(link);
}"""


def test_on_a_phone_a_row_opens_its_whole_page(
    window: Window, transactional_db: None, cast: Cast
) -> None:
    page = window.open("/components/", staff=cast.administrator, size=PHONE)
    page.evaluate(PANEL)
    page.evaluate(LINK)
    page.locator("#row").click()
    page.wait_for_url("**/me/")


def test_with_ctrl_held_a_row_opens_beside(page: Page) -> None:
    page.evaluate(LINK)
    with page.context.expect_page() as opened:
        page.locator("#row").click(modifiers=["Control"])
    opened.value.wait_for_url("**/me/")
    expect(page.locator("#panel")).to_contain_text("原来的内容")
