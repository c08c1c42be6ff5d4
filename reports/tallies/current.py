"""Figures as of now: from tallies where they hold what is asked, counted directly elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.period import Period, shanghai_day
from reports.counting import Merged
from reports.measure import DAY, Measured, evaluate
from reports.statistic import Statistic
from reports.tallies.layout import Layout
from reports.tallies.read import Filters, Freshness, freshness, read, table_for


@dataclass(frozen=True, slots=True)
class Current:
    """figures: as evaluate gives them; kept: how fresh those from tallies are, None where all was
    counted directly."""

    figures: list[Measured]
    kept: Freshness | None


def current(
    statistics: Sequence[Statistic],
    *,
    period: Period,
    now: datetime,
    where: Filters | None = None,
    by: str | None = None,
    groups: Sequence[object] | None = None,
    merged: Merged = None,
) -> Current:
    """The statistics of a period as they are known now; arguments and errors are evaluate's."""
    asked: dict[str, Any] = {"where": where, "by": by, "groups": groups, "merged": merged}
    fresh = freshness(period, shanghai_day(now))
    held = _held(statistics, [*(where or {}), *filter(None, [by])]) if fresh else {}
    found: dict[str, list[Measured]] = {}
    if fresh is None or not fresh.whole:
        fresh, held = None, {}
    else:
        for layout, some in held.values():
            found |= read(layout, some, period, as_of=fresh.as_of, **asked)
    rest = [one for one in statistics if one.code not in found]
    for figure in evaluate(rest, period=period, as_of=now, **asked) if rest else ():
        found.setdefault(figure.code, []).append(figure)
    figures = [figure for one in statistics for figure in found.get(one.code, ())]
    return Current(figures, fresh if held else None)


def _held(
    statistics: Iterable[Statistic], dimensions: Sequence[str]
) -> dict[str, tuple[Layout, list[Statistic]]]:
    """By table the statistics that it holds divided so."""
    held: dict[str, tuple[Layout, list[Statistic]]] = {}
    for one in statistics:
        layout = table_for(one, dimensions)
        if layout is not None and (DAY not in dimensions or one.dated_by.day is not None):
            held.setdefault(layout.table, (layout, []))[1].append(one)
    return held
