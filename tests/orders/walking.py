"""Walking an order through its verbs in a browser, as people do: log in, press, fill, send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from orders.states import Verb
from tests.browser import Window
from units.models import Staff

PATIENCE = 20_000  # milliseconds: a busy machine is no fault of the page
PASSWORD = "walks-in-the-park"
Value = str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: who, the button on the order's page, what is filled in, what is said then.

    fields: a label with what is typed; a choice's label with True; "主办单位" and the like with
    the unit's name, or names. on: the unit named in the button where there are several.
    """

    verb: Verb
    who: str
    button: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    says: str = ""
    at_once: bool = False


@dataclass
class Walker:
    """Everybody's own window on one order."""

    window: Window
    people: Mapping[str, Staff]
    path: str
    size: tuple[int, int]
    scripts: bool = True
    pages: dict[str, Page] = field(default_factory=dict)
    last: str = ""
    main: str = ""  # the number of an order to merge into

    def receive(self, who: str, fields: Mapping[str, Value]) -> None:
        """Register a new demand on its page; the walk goes on with it."""
        page = self.page_of(who, "/orders/new/")
        for label, value in fields.items():
            fill(page.locator("form.demand"), label, value)
        page.get_by_role("button", name="登记").click()
        expect(page).to_have_url(re.compile(r"/orders/\d{15}/"), timeout=PATIENCE)
        self.path = page.url.removeprefix(self.window.address)

    def page_of(self, who: str, path: str = "") -> Page:
        """The person's page as it now is, logged in by the login form."""
        path = path or self.path
        if who not in self.pages:
            page = self.window.open(
                f"/login/?next={path}", size=self.size, java_script_enabled=self.scripts
            )
            page.get_by_label("工号").fill(self.people[who].staff_number)
            page.get_by_label("密码", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page).to_have_url(re.compile(re.escape(path)), timeout=PATIENCE)
            self.pages[who] = page
        elif who != self.last:
            self.pages[who].goto(self.window.address + path)
        self.last = who
        return self.pages[who]

    def walk(self, *steps: Step) -> None:
        for n, step in enumerate(steps):
            try:
                self.take(step)
            except Exception as error:
                seen = self.pages[step.who].locator("main").inner_text()
                error.add_note(f"step {n}: {step.who} {step.button}\n{seen}")
                raise

    def take(self, step: Step) -> None:
        """Press, fill, send; the order's page then says what was done."""
        page = self.page_of(step.who)
        press(page, step.button)
        if not step.at_once:
            sheet = page.locator("#sheet")
            expect(sheet).to_be_visible(timeout=PATIENCE)
            for label, value in step.fields.items():
                fill(sheet, label, value)
            sheet.locator(".pane-f button").click()
        expect(page.locator(".toasts")).to_contain_text(step.says, timeout=PATIENCE)
        assert page.url.split("?")[0] == self.window.address + self.path


def press(page: Page, name: str) -> None:
    """A verb's button, shown or behind 更多."""
    verbs = page.locator(".verbs")
    button = verbs.locator("a, button").filter(has_text=re.compile(rf"^\s*{name}\s*[A-Z]?\s*$"))
    more = verbs.get_by_label("更多动作")
    # Either of them once the page is dressed; asking sooner finds a button that only seems hidden.
    expect(button.or_(more).locator("visible=true").first).to_be_visible(timeout=PATIENCE)
    button.wait_for(state="attached")
    if not button.is_visible():
        more.click()
    button.click()


def fill(sheet: Locator, label: str, value: Value) -> None:
    """One field, found by what it is called."""
    if value is True:
        sheet.get_by_label(label, exact=True).check()
        return
    group = sheet.get_by_role("group", name=label)
    if group.count():
        for name in (value,) if isinstance(value, str) else tuple(value or ()):
            group.get_by_label(re.compile(rf"^\s*{name}\s*(外区)?\s*$")).check()
        return
    control = sheet.get_by_label(re.compile(rf"^{re.escape(label)}( 可不填)?$"))
    if control.evaluate("element => element.tagName") == "SELECT":
        control.select_option(label=str(value))
    else:
        control.fill(str(value))
