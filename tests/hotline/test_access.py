"""The shell and the first pages are clean by axe, in both themes and on a phone."""

from pathlib import Path

import pytest

from tests.browser import DESK, Window
from tests.cast import Cast

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
LONG_PHONE = (390, 4000)  # so long that the bottom bar lies over nothing
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => (await axe.run(document, {runOnly: rules})).violations
    .map(found => found.id + ": " + found.nodes.map(node => node.html.slice(0, 120)).join(" | "))"""


@pytest.fixture
def cast(transactional_db: None, cast: Cast) -> Cast:
    """The live server reads in threads of its own, so the cast is really written."""
    return cast


@pytest.mark.parametrize("size", [DESK, LONG_PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/components/", "/me/", "/login/"])
def test_a_page_is_clean(
    window: Window, cast: Cast, path: str, scheme: str, size: tuple[int, int]
) -> None:
    staff = None if path == "/login/" else cast.administrator
    page = window.open(path, staff=staff, size=size, color_scheme=scheme, bypass_csp=True)
    page.locator("[data-toast]").evaluate_all("all => all.forEach(one => one.remove())")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []
