"""A real browser for the tests: Chromium over the live server, with whoever logged in."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from units.models import Staff

DESK = (1440, 900)
PHONE = (390, 844)


@dataclass
class Window:
    """Opens pages as a person and keeps what the browser complained of."""

    chromium: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        path: str,
        *,
        staff: Staff | None = None,
        size: tuple[int, int] = DESK,
        **options: Any,
    ) -> Page:
        """A page of its own context; options are those of a Playwright context."""
        context = self.chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        self.contexts.append(context)
        if staff is not None:
            client = Client()
            client.force_login(staff)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(self.address + path)
        return page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; CHROMIUM says where it is when it is not on the PATH.

    One a module: while Playwright's loop runs in this thread, Django's test client may not.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "没有 Chromium：apt-get install chromium fonts-noto-cjk，或设 CHROMIUM=路径"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in this thread
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(chromium: Browser, live_server: LiveServer) -> Iterator[Window]:
    """Pages on the live server; at the end the browser must have had nothing to complain of."""
    window = Window(chromium, live_server.url)
    yield window
    for context in window.contexts:
        context.close()
    assert window.complaints == []
