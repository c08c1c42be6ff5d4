"""How much was recorded in each month, of demands and of calls: counted once, then kept up.

Counted by the index alone, the months of a million demands take a tenth of a second and those of
five million calls more than half of one, which no page shall wait for. So a process keeps what it
counted of a database, and each time adds the rows that came since, by their ids; where the row it
stopped at is no longer the same, or too many came, it counts anew. A transaction that ends after
younger ones were read is missed until then: single rows do not move what months are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import Count, Min, QuerySet

from calls.models import Call
from orders.models import Order
from orders.period import Kind, period_of, shanghai_day

MANY = 2_000  # rows that came since: more are quicker counted anew


class Book(Enum):
    """What is written down as it comes, by the column of its moment."""

    DEMANDS = "received_at"
    CALLS = "at"

    @property
    def rows(self) -> QuerySet[Any]:
        """All that was recorded."""
        return Order.objects.all() if self is Book.DEMANDS else Call.objects.all()


@dataclass(frozen=True, slots=True)
class Month:
    """How many rows, and the Shanghai day of the first of them."""

    count: int
    begun: date


@dataclass(frozen=True, slots=True)
class _Kept:
    last: tuple[int, datetime] | None = None  # id and moment of the row with the highest id
    months: Mapping[date, Month] = field(default_factory=dict)


_kept: dict[tuple[str, Book], _Kept] = {}


def months(book: Book) -> Mapping[date, Month]:
    """What was recorded, by the first day of its month (Shanghai); months without rows are left
    out."""
    key = (str(connection.settings_dict["NAME"]), book)
    now = _kept[key] = _brought_up(book, _kept.get(key, _Kept()))
    return now.months


def _brought_up(book: Book, kept: _Kept) -> _Kept:
    if kept.last is None:
        return _counted(book)
    since = book.rows.filter(id__gte=kept.last[0]).order_by("id").values_list("id", book.value)
    (known, *new) = [*since[: MANY + 1]] or [None]
    if known != kept.last or len(new) == MANY:
        return _counted(book)
    return _Kept(new[-1], _with(kept.months, new)) if new else kept


def _counted(book: Book) -> _Kept:
    """All months, from that of the earliest row to that of the latest; each by its index range."""
    last = book.rows.order_by("-id").values_list("id", book.value).first()
    if last is None:
        return _Kept()
    by_moment = book.rows.order_by(f"-{book.value}", "-id").values_list(book.value, flat=True)
    latest, earliest = by_moment.first(), by_moment.reverse().first()
    assert latest is not None
    assert earliest is not None
    month, found = period_of(Kind.MONTH, shanghai_day(latest)), {}
    while month.end > earliest:
        within = {f"{book.value}__gte": month.start, f"{book.value}__lt": month.end}
        rows = book.rows.filter(id__lte=last[0], **within)
        counted = rows.aggregate(n=Count("id"), begun=Min(book.value))
        if counted["n"]:
            found[month.first] = Month(counted["n"], shanghai_day(counted["begun"]))
        month = month.previous()
    return _Kept(last, found)


def _with(kept: Mapping[date, Month], new: list[tuple[int, datetime]]) -> Mapping[date, Month]:
    """The months with these rows too."""
    found = dict(kept)
    for day in sorted(shanghai_day(moment) for _, moment in new):
        month = day.replace(day=1)
        known = found.get(month, Month(0, day))
        found[month] = Month(known.count + 1, min(known.begun, day))
    return found
