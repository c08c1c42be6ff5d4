"""Over a real ASGI server, in a real browser: what others do appears without a reload."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from hotline.servers import ROOT
from orders.models import Outbox
from orders.notices.expanding import expand
from orders.states import Verb
from tests.browser import Window
from tests.factories import Walk
from units.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
SOON = 20_000  # ms: a busy machine is slow, not wrong


def database_url() -> str:
    """The test database as another process finds it."""
    at = connection.settings_dict
    user, host = quote(str(at["USER"])), at["HOST"]
    password = f":{quote(str(at['PASSWORD']))}" if at["PASSWORD"] else ""
    return f"postgresql://{user}{password}@{host}:{at['PORT']}/{at['NAME']}"


@pytest.fixture
def walk(transactional_db: None, walk: Walk) -> Walk:
    return walk


@pytest.fixture
def server(walk: Walk) -> Iterator[str]:
    """uvicorn on the test's own database; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "uvicorn", "hotline.asgi:application", "--port", str(port),
            "--log-level", "warning", "--timeout-graceful-shutdown", "1",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "SECRET_KEY": settings.SECRET_KEY,
            "PHONE_KEYS": ",".join(settings.PHONE_KEYS),
        },
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("uvicorn did not come up")


@pytest.fixture
def window(chromium: Browser, server: str) -> Iterator[Window]:
    window = Window(chromium, server)
    yield window
    for context in window.contexts:
        context.close()
    assert window.complaints == []


def live(page: Page) -> Page:
    """The page, once its stream is open."""
    expect(page.locator("[data-live-mark]").first).to_have_text("实时", timeout=SOON)
    return page


def owe(walk: Walk, staff: Staff) -> None:
    Outbox.objects.create(at=walk.at, kind="urged", to_kind="staff", to_id=str(staff.pk))
    expand(at=walk.at)


def test_the_bell_counts_on_in_every_tab_and_falls_when_one_has_read(
    window: Window, walk: Walk
) -> None:
    me = walk.cast.unit_clerk
    first = live(window.open("/me/", staff=me))
    other = window.contexts[0].new_page()
    other.goto(f"{window.address}/notices/")
    live(other)
    owe(walk, me)
    bell = ".rail .n"
    expect(first.locator(bell)).to_have_text("1条没看", timeout=SOON)
    expect(other.locator(bell)).to_have_text("1条没看", timeout=SOON)
    other.reload()
    other.get_by_role("button", name="知道了").click()
    expect(other.locator(bell)).to_have_text("", timeout=SOON)
    expect(first.locator(bell)).to_have_text("", timeout=SOON)


def test_a_new_order_waits_behind_a_chip_and_n_brings_it_in(window: Window, walk: Walk) -> None:
    walk.receive()
    page = live(window.open("/orders/received/", staff=walk.cast.dispatcher))
    expect(page.locator("tr[data-row]")).to_have_count(1)
    walk.receive()
    chip = page.locator("[data-live-chip]")
    expect(chip).to_contain_text("有1件新的", timeout=SOON)
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page.locator(".tabs [aria-current] .n")).to_have_text("2")
    page.keyboard.press("n")
    expect(page.locator("tr[data-row]")).to_have_count(2, timeout=SOON)
    expect(page.locator("[data-live-chip]")).to_be_hidden()


def test_a_row_that_left_goes_pale_and_stays(window: Window, walk: Walk) -> None:
    walk.receive()
    page = live(window.open("/orders/received/", staff=walk.cast.dispatcher))
    walk.dispatch()
    expect(page.locator("tr[data-row].gone")).to_have_count(1, timeout=SOON)


def test_an_order_page_follows_and_waits_while_the_pointer_is_on_its_verbs(
    window: Window, walk: Walk
) -> None:
    walk.receive().dispatch()
    page = live(window.open(f"/orders/{walk.order.number}/", staff=walk.cast.dispatcher))
    page.locator("#order-head").hover()
    walk.do(Verb.SIGN, "unit_clerk")
    page.wait_for_timeout(3000)
    expect(page.locator("#timeline .tl > li")).to_have_count(2)
    page.mouse.move(0, 0)
    expect(page.locator("#timeline .tl > li")).to_have_count(3, timeout=SOON)
    expect(page.locator("#order-side")).to_contain_text("签收")


def test_a_session_that_ended_leaves_the_page_as_it_stands(window: Window, walk: Walk) -> None:
    """The quiet fetch is led to the login; that page never lands in the badge."""
    me = walk.cast.unit_clerk
    page = live(window.open("/me/", staff=me))
    owe(walk, me)
    expect(page.locator(".rail .n")).to_have_text("1条没看", timeout=SOON)
    window.contexts[0].clear_cookies()
    walk.at += timedelta(minutes=1)
    owe(walk, me)
    page.wait_for_timeout(3000)
    expect(page.locator(".rail .n")).to_have_text("1条没看")
