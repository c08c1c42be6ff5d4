"""The pages of figures are clean by axe, in both themes, at a desk and on a phone."""

import pytest

from tests.browser import DESK, Window
from tests.cast import Cast
from tests.hotline.test_access import AXE, LONG_PHONE, RULES, RUN
from tests.reports.june import June

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/statistics/?period=2024-06",
    "/statistics/?code=orders.on_time_rate&by=unit&period=2024-06",
    "/statistics/?code=orders.on_time_rate&code=orders.due&by=unit&period=2024-06",
    "/statistics/balance/?period=2024-06",
    "/analysis/themes/?period=2024-06",
    "/analysis/repeats/?period=2024-06",
    "/analysis/districts/?period=2024-06",
    "/analysis/hours/?period=2024-06",
    "/analysis/flow/?period=2024-06",
    "/analysis/orders/?period=2024-06&theme=10.01",
    "/analysis/warnings/",
    "/catalogue/",
    "/rankings/?period=2024-06",
    "/ledger/",
    "/overview/?whole=1&date=2024-06-13",
)


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (LONG_PHONE, "dark")], ids=["desk", "phone"]
)
def test_the_pages_of_figures_are_clean(
    window: Window, cast: Cast, rules: None, size: tuple[int, int], scheme: str
) -> None:
    June(cast).play()
    page = window.open("/me/", staff=cast.analyst, size=size, color_scheme=scheme, bypass_csp=True)
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(f"{window.address}{address}")
        page.evaluate(AXE.read_text())
        found[address] = page.evaluate(RUN, RULES)
    assert {address: some for address, some in found.items() if some} == {}
