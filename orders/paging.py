"""Turning pages by keys: a page begins behind the last row seen, however many rows lie before it.

Rows carry a moment annotated as `sort` and their id: the pair never repeats, so that a row is met
exactly once while others come and go. A cursor is `a` (after) or `b` (before), the moment in
microseconds since 1970, and the id.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from orders.errors import Refused

SIZE = 50
# Rows that wait for something else stand before all, rows without a moment behind all.
FIRST = datetime(1970, 1, 2, tzinfo=UTC)
LAST = datetime(9990, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([ab])(\d{1,18})\.(\d{1,19})", re.ASCII)
_BIGGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between two rows, and in which direction to read from it."""

    forward: bool
    sort: datetime
    pk: int

    def __str__(self) -> str:
        micros = (self.sort - _EPOCH) // timedelta(microseconds=1)
        return f"{'a' if self.forward else 'b'}{micros}.{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page in the order shown; a cursor is empty where nothing lies beyond."""

    rows: Sequence[Any]
    before: str
    after: str


def edge_of(cursor: str) -> Edge:
    """Read a cursor. Raises Refused (field page) for what was never a cursor of ours."""
    found = _CURSOR.fullmatch(cursor)
    try:
        if found and int(found[3]) <= _BIGGEST:
            moment = _EPOCH + timedelta(microseconds=int(found[2]))
            return Edge(found[1] == "a", moment, int(found[3]))
    except OverflowError:
        pass
    raise Refused("翻页的地址不完整，从第一页看起", field="page", code="bad_cursor")


def page_of(
    rows: QuerySet[Any],
    read: Callable[[QuerySet[Any]], Sequence[Any]],
    *,
    edge: Edge | None,
    descending: bool,
    size: int = SIZE,
    key: str = "pk",
) -> Page:
    """One page of rows that carry `sort`. read fetches the slice; what it answers has sort and pk.

    Without an edge it is the first page; so it is where nothing, or less than a page, lies before
    an edge, and where nothing is left behind one. key: the column of the id, where a table's key
    has the moment in it.
    """
    if edge is None:
        return _from_the_start(rows, read, descending, size, key)
    found = read(_beyond(rows, edge, descending, key)[: size + 1])
    if not found or (not edge.forward and len(found) <= size):
        return _from_the_start(rows, read, descending, size, key)
    more, shown = len(found) > size, list(found[:size])
    if not edge.forward:
        shown.reverse()
        return Page(shown, _cursor(shown[0], forward=False), _cursor(shown[-1], forward=True))
    after = _cursor(shown[-1], forward=True) if more else ""
    return Page(shown, _cursor(shown[0], forward=False), after)


def _from_the_start(
    rows: QuerySet[Any],
    read: Callable[[QuerySet[Any]], Sequence[Any]],
    descending: bool,
    size: int,
    key: str,
) -> Page:
    found = read(_ordered(rows, descending, key)[: size + 1])
    after = _cursor(found[size - 1], forward=True) if len(found) > size else ""
    return Page(found[:size], "", after)


def _cursor(row: Any, *, forward: bool) -> str:
    return str(Edge(forward, row.sort, row.pk))


def _ordered(rows: QuerySet[Any], descending: bool, key: str) -> QuerySet[Any]:
    return rows.order_by("-sort", f"-{key}") if descending else rows.order_by("sort", key)


def _beyond(rows: QuerySet[Any], edge: Edge, descending: bool, key: str) -> QuerySet[Any]:
    """The rows past the edge, nearest first. The bare comparison beside the pair is what lets an
    index begin to read at the edge."""
    down = descending == edge.forward
    side = "lt" if down else "gt"
    pair = Q(**{f"sort__{side}": edge.sort}) | Q(sort=edge.sort, **{f"{key}__{side}": edge.pk})
    return _ordered(rows.filter(Q(**{f"sort__{side}e": edge.sort}) & pair), down, key)
