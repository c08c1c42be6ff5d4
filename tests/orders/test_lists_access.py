"""The lists and the form of a new demand are clean by axe, in both themes and on a phone."""

import pytest

from tests.browser import DESK, Window
from tests.factories import Walk
from tests.hotline.test_access import AXE, LONG_PHONE, RULES, RUN
from tests.orders.test_races import racing

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["racing"]


@pytest.mark.parametrize("size", [DESK, LONG_PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/orders/?kind=help", "/orders/overdue/?urgency=x", "/orders/new/"]
)
def test_a_page_is_clean(
    window: Window, racing: Walk, path: str, scheme: str, size: tuple[int, int]
) -> None:
    racing.receive(confidential=True).dispatch(redacted="路灯坏了")
    page = window.open(
        path, staff=racing.cast.dispatcher, size=size, color_scheme=scheme, bypass_csp=True
    )
    if "urgency=x" in path:
        window.complaints.clear()  # the browser notes the 400 that was asked for
    elif "kind" in path:
        page.click(".cond summary")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []
