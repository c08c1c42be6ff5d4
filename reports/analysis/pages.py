"""The pages of the analysis: what each counts of a period, and the same as a sheet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.period import Period
from reports.analysis import sheets
from reports.analysis.districts import by_district
from reports.analysis.drawing import flow_drawn, themes_drawn
from reports.analysis.flow import RESULTS, flow_of
from reports.analysis.hours import by_hour
from reports.analysis.repeats import by_citizen, by_place
from reports.analysis.themes import hot_themes
from reports.csv_lines import Cell

Found = dict[str, Any]
_MANY = 30  # themes in the table


@dataclass(frozen=True, slots=True)
class Page:
    """label: of its tab; counts: what the page shows of a period as of a moment; rows: the same as
    a sheet."""

    label: str
    counts: Callable[[Period, datetime], Found]
    rows: Callable[[Found], Iterable[list[Cell]]]


def _themes(period: Period, as_of: datetime) -> Found:
    found = hot_themes(period, as_of=as_of, most=_MANY)
    return {
        "themes": found,
        "risen": [one for one in found if one.unusual],
        "known": any(one.expected for one in found),
        "drawing": themes_drawn(found, period),
    }


def _repeats(period: Period, as_of: datetime) -> Found:
    return {
        "by_citizen": by_citizen(period, as_of=as_of),
        "by_place": by_place(period, as_of=as_of),
    }


def _districts(period: Period, as_of: datetime) -> Found:
    return {"districts": by_district(period, as_of=as_of)}


def _hours(period: Period, as_of: datetime) -> Found:
    return {"hours": by_hour(period, as_of=as_of)}


def _flow(period: Period, as_of: datetime) -> Found:
    flow = flow_of(period, as_of=as_of)
    return {
        "flow": flow,
        "drawing": flow_drawn(flow, period),
        "arriving": _matrix(flow.handlers, flow.channels, flow.arriving, turned=True),
        "leaving": _matrix(
            flow.handlers, [one for one in RESULTS if one in flow.results], flow.leaving
        ),
    }


def _matrix(
    rows: Mapping[str, int],
    heads: Iterable[str],
    links: Mapping[tuple[str, str], int],
    *,
    turned: bool = False,
) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """A line a handler: its total, and the demands of each head."""
    return [
        (
            name,
            total,
            [(head, links.get((head, name) if turned else (name, head), 0)) for head in heads],
        )
        for name, total in rows.items()
    ]


PAGES: Mapping[str, Page] = {
    "themes": Page("热点", _themes, lambda found: sheets.themes_sheet(found["themes"])),
    "repeats": Page(
        "重复诉求",
        _repeats,
        lambda found: sheets.repeats_sheet(found["by_citizen"], found["by_place"]),
    ),
    "districts": Page("区域", _districts, lambda found: sheets.districts_sheet(found["districts"])),
    "hours": Page("时段", _hours, lambda found: sheets.hours_sheet(found["hours"])),
    "flow": Page("流向", _flow, lambda found: sheets.flow_sheet(found["flow"])),
}
