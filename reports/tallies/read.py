"""Reading: a period put together from years, months and days that were counted ahead.

What no table holds, or what was not counted yet, is not answered here: who asks counts directly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from orders.period import Kind, Period, period_of
from reports.counting import Merged
from reports.coverage import recorded_since
from reports.measure import DAY, Measured
from reports.models import Tally, TallyDay
from reports.spread import quantile
from reports.statistic import Statistic
from reports.tallies.fill import Grain, Row, Tallied, add_up
from reports.tallies.layout import SEPARATOR, VERSION, Layout, layouts_holding
from reports.tallies.stale import read_until

Filters = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Freshness:
    """As of when a period's tallies are; stale: how many of its days have changed since they were
    counted; whole: whether every day that has come was counted."""

    as_of: datetime
    stale: int
    whole: bool

    @property
    def left(self) -> str:
        """，3天待重数, said behind the moment; "" where it is today alone, told by the hour."""
        return f"，{self.stale}天待重数" if self.stale > 1 else ""


def freshness(period: Period, today: date) -> Freshness | None:
    """How fresh the period's tallies are; None where nothing was counted yet."""
    since, until = recorded_since(), min(period.until, today + timedelta(days=1))
    if since is None:
        return None
    first = max(period.first, since)
    days = TallyDay.objects.filter(day__gte=first, day__lt=until, layout=VERSION)
    found = days.aggregate(
        n=Count("pk"),
        today=Max("filled_at", filter=Q(day=today)),
        stale=Count("pk", filter=Q(stale_since__isnull=False)),
    )
    read_at = read_until()
    if read_at is None or not found["n"]:
        return None
    whole = found["n"] == (until - first).days
    return Freshness(min(filter(None, [read_at, found["today"]])), found["stale"], whole)


def table_for(statistic: Statistic, dimensions: Iterable[str]) -> Layout | None:
    """The table that holds the statistic divided so, the smallest first; None where none does."""
    asked = set(dimensions) - {DAY}
    return next(
        (layout for layout in layouts_holding(statistic) if asked <= set(layout.dimensions)), None
    )


def read(
    layout: Layout,
    statistics: Sequence[Statistic],
    period: Period,
    *,
    as_of: datetime,
    where: Filters | None = None,
    by: str | None = None,
    groups: Sequence[object] | None = None,
    merged: Merged = None,
) -> list[Measured]:
    """As evaluate, for statistics of one table; as_of: how fresh the period is."""
    rows = _rows(layout, period, by, where or {}, merged)
    if by == DAY:
        whole = {group: add_up(layout, some, group) for group, some in rows.items()}
    else:
        start = _latest_segment(period)
        whole = {group: add_up(layout, some, start) for group, some in rows.items()}
    roster = groups if groups is not None else list(period.days) if by == DAY else None
    listed: Sequence[object] = [None] if by is None else list(whole) if roster is None else roster
    rows_listed = [(group, whole.get(group)) for group in listed]
    return [figure for one in statistics for figure in _figures(layout, one, rows_listed, as_of)]


def segments(period: Period) -> list[tuple[str, date]]:
    """The fewest rows that make up the period: whole years, whole months, single days."""
    found: list[tuple[str, date]] = []
    day = period.first
    while day < period.until:
        for grain, kind in ((Grain.YEAR, Kind.YEAR), (Grain.MONTH, Kind.MONTH)):
            whole = period_of(kind, day)
            if whole.first == day and whole.until <= period.until:
                found.append((grain, day))
                day = whole.until
                break
        else:
            found.append((Grain.DAY, day))
            day += timedelta(days=1)
    return found


def _latest_segment(period: Period) -> date:
    """The first day of the last segment in which a day was counted."""
    counted = TallyDay.objects.filter(
        day__gte=period.first, day__lt=period.until, filled_at__isnull=False
    )
    last = counted.order_by("-day").values_list("day", flat=True).first() or period.first
    return max(first for _, first in segments(period) if first <= last)


def _rows(
    layout: Layout, period: Period, by: str | None, where: Filters, merged: Merged
) -> dict[Any, list[Tallied]]:
    """The rows of each group."""
    spans = [(Grain.DAY, day) for day in period.days] if by == DAY else segments(period)
    wanted = Q()
    for grain in {grain for grain, _ in spans}:
        wanted |= Q(grain=grain, first__in=[first for of, first in spans if of == grain])
    held = Tally.objects.filter(wanted, table=layout.table).order_by()
    place = layout.dimensions.index(by) if by and by != DAY else -1
    tests = [(layout.dimensions.index(name), set(map(str, some))) for name, some in where.items()]
    found: dict[Any, list[Tallied]] = {}
    for key, first, counts, spreads in held.values_list("key", "first", "counts", "spreads"):
        parts = key.split(SEPARATOR)
        if any(parts[at] not in allowed for at, allowed in tests):
            continue
        group: Any = None
        if by:
            group = first if by == DAY else _value(by, parts[place])
        if merged is not None and by != DAY:
            if group not in merged:
                continue
            group = merged[group]
        found.setdefault(group, []).append((first, counts, spreads))
    return found


def _value(dimension: str, text: str) -> object:
    """A group as evaluate has it: ids are numbers, what has no value is None."""
    if not text:
        return None if dimension in {"line", "queue", "seat", "unit"} else ""
    return int(text) if dimension in {"unit", "seat"} else text


def _figures(
    layout: Layout,
    statistic: Statistic,
    listed: Sequence[tuple[object, Row | None]],
    as_of: datetime,
) -> list[Measured]:
    """One statistic of every group; there are ten thousand of them in a table by unit."""
    place = layout.places[statistic.code]
    if statistic.spread is not None:
        return [
            _quantile(statistic, group, row.spreads.get(place.spread, {}) if row else {}, as_of)
            for group, row in listed
        ]
    n, d, none = place.numerator, place.denominator, 0 if statistic.is_rate else None
    return [
        Measured(statistic, group, 0, none, as_of)
        if row is None
        else Measured(statistic, group, row.counts[n], row.counts[d] if d >= 0 else None, as_of)
        for group, row in listed
    ]


def _quantile(
    statistic: Statistic, group: object, histogram: Mapping[str, int], as_of: datetime
) -> Measured:
    assert statistic.spread is not None
    found = quantile({int(b): n for b, n in histogram.items()}, statistic.spread.q)
    return Measured(statistic, group, found.under, found.cases, as_of, found.value)
