"""A chart as a page shows it: drawn at two widths, of which the page shows the one that fits."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString, mark_safe

from reports.charts.definition import Chart
from reports.charts.paper import ChartError, svg_of

WIDE, NARROW = 880, 340  # px: at a desk, and on a phone


@dataclass(frozen=True, slots=True)
class Drawn:
    """title, and the chart at both widths."""

    title: str
    wide: SafeString
    narrow: SafeString


def drawn(chart: Callable[[int], Chart], wide: int = WIDE, narrow: int = NARROW) -> Drawn | None:
    """The chart that a width makes, at both widths (px); None where it cannot be drawn, since its
    library was not fetched: the table beside it says the same."""
    at_desk = chart(wide)
    try:
        return Drawn(at_desk.title, mark_safe(svg_of(at_desk)), mark_safe(svg_of(chart(narrow))))
    except ChartError:
        return None


def every(many: int, room: int) -> int:
    """Every how many names on an axis one is written so that at most room are; the very last
    never, as it has half its width alone."""
    step = ceil(many / room)
    while step > 1 and (many - 1) % step == 0:
        step += 1
    return step
