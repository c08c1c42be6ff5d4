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
from reports.models import TallyDay
from reports.spread import quantile
from reports.statistic import Statistic
from reports.tallies.layout import GRAINS, VERSION, Layout, Place, layouts_holding
from reports.tallies.stale import read_until
from reports.tallies.sums import Asked, Sum, by_day, by_part, merge

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
) -> dict[str, list[Measured]]:
    """As evaluate, for statistics of one table, by code; as_of: how fresh the period is."""
    places = [layout.places[one.code] for one in statistics]
    counts = sorted({n for one in places for n in (one.numerator, one.denominator) if n >= 0})
    wanted: dict[str, Any] = {
        "counts": counts,
        "spreads": {one.spread for one in places if one.spread},
    }
    narrowed = [
        (layout.dimensions.index(name), [str(one) for one in some])
        for name, some in (where or {}).items()
    ]
    if by == DAY:
        days = [(GRAINS[Kind.DAY], day) for day in period.days]
        whole = by_day(Asked(layout, days, narrowed), **wanted)
    else:
        rows = Asked(layout, segments(period), narrowed)
        place = layout.dimensions.index(by) if by else -1
        found = by_part(rows, place, latest=_latest_segment(period), **wanted)
        named = {_value(by, group): some for group, some in found.items()} if by else found
        whole = merge(named, merged)
    roster = groups if groups is not None else list(period.days) if by == DAY else None
    listed: Sequence[object] = [None] if by is None else list(whole) if roster is None else roster
    sums = [(group, whole.get(group)) for group in listed]
    column = {place: at for at, place in enumerate(counts)}
    return {
        one.code: _figures(one, place, column, sums, as_of)
        for one, place in zip(statistics, places, strict=True)
    }


def segments(period: Period) -> list[tuple[str, date]]:
    """The fewest rows that make up the period: whole years, quarters, months, single days."""
    found: list[tuple[str, date]] = []
    day = period.first
    while day < period.until:
        wholes = (period_of(kind, day) for kind in GRAINS)
        whole = next(one for one in wholes if one.first == day and one.until <= period.until)
        found.append((GRAINS[whole.kind], day))
        day = whole.until
    return found


def _latest_segment(period: Period) -> date:
    """The first day of the last segment in which a day was counted."""
    counted = TallyDay.objects.filter(
        day__gte=period.first, day__lt=period.until, filled_at__isnull=False
    )
    last = counted.order_by("-day").values_list("day", flat=True).first() or period.first
    return max(first for _, first in segments(period) if first <= last)


def _value(dimension: str, text: str) -> object:
    """A group as evaluate has it: ids are numbers, what has no value is None."""
    if not text:
        return None if dimension in {"line", "queue", "seat", "unit"} else ""
    return int(text) if dimension in {"unit", "seat"} else text


def _figures(
    statistic: Statistic,
    place: Place,
    column: Mapping[int, int],
    listed: Sequence[tuple[object, Sum | None]],
    as_of: datetime,
) -> list[Measured]:
    """One statistic of every group; there are ten thousand of them in a table by unit."""
    if statistic.spread is not None:
        return [
            _quantile(statistic, group, some.spreads.get(place.spread, {}) if some else {}, as_of)
            for group, some in listed
        ]
    n = column[place.numerator]
    if place.denominator < 0:
        return [
            Measured(statistic, group, some.counts[n] if some else 0, None, as_of)
            for group, some in listed
        ]
    d = column[place.denominator]
    return [
        Measured(statistic, group, some.counts[n], some.counts[d], as_of)
        if some
        else Measured(statistic, group, 0, 0, as_of)
        for group, some in listed
    ]


def _quantile(
    statistic: Statistic, group: object, histogram: Mapping[int, int], as_of: datetime
) -> Measured:
    assert statistic.spread is not None
    found = quantile(histogram, statistic.spread.q)
    return Measured(statistic, group, found.under, found.cases, as_of, found.value)
