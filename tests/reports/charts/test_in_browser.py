"""A browser with its own fonts measures the drawings: no text on another, none cut off."""

from itertools import combinations

import pytest
from playwright.sync_api import Browser

from reports.charts import svg_of
from tests.reports.charts.samples import EVERY

Box = tuple[str, float, float, float, float]
_SLACK = 1  # a browser's fonts are not those the library reckons with
_LEADING = 4  # above and below the signs of a line
_MEASURE = """() => {
  const svg = document.querySelector('svg').getBoundingClientRect();
  return [...document.querySelectorAll('text')].map(one => {
    const box = one.getBoundingClientRect();
    return [one.textContent, box.left - svg.left, box.top - svg.top,
            box.right - svg.left, box.bottom - svg.top];
  });
}"""


@pytest.mark.parametrize("name", EVERY)
def test_no_text_lies_on_another_or_leaves_the_drawing(name: str, chromium: Browser) -> None:
    chart = EVERY[name]
    boxes = boxes_of(chromium, svg_of(chart))
    assert boxes
    for text, left, top, right, bottom in boxes:
        assert left >= -_SLACK, text
        assert right <= chart.size[0] + _SLACK, text
        assert top >= -_LEADING, text
        assert bottom <= chart.size[1] + _LEADING, text
    clashes = [(one[0], two[0]) for one, two in combinations(boxes, 2) if touch(one, two)]
    assert clashes == []


def boxes_of(chromium: Browser, svg: str) -> list[Box]:
    """Each text of a drawing with its left, top, right and bottom as the browser draws it."""
    page = chromium.new_page()
    page.set_content(svg)
    boxes: list[Box] = [tuple(box) for box in page.evaluate(_MEASURE)]
    page.close()
    return boxes


def touch(one: Box, two: Box) -> bool:
    """Whether two texts lie on each other."""
    _, left, top, right, bottom = one
    _, left2, top2, right2, bottom2 = two
    beside = right <= left2 + _SLACK or right2 <= left + _SLACK
    above = bottom <= top2 + _LEADING or bottom2 <= top + _LEADING
    return not (beside or above)
