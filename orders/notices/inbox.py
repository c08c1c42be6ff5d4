"""A person's own list: how many are unread, one page of it, and what has been read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from orders.access import title_for, visible_to
from orders.errors import Missing, Refused
from orders.models import Notice, Order
from orders.models.notice import NoticeGroup
from orders.notices.leading import address
from orders.notices.names import names_for
from orders.notices.wording import kind_of, words
from orders.publishing import staff_topic, tell
from units.actor import Actor

SIZE = 30
COUNTED = 99  # a count goes no further: 99+
_CURSOR = re.compile(r"([ur])(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as it is read. order_title is "" where the reader does not see the order; url is
    where it leads, "" where there is nothing to open."""

    id: int
    at: datetime
    label: str
    icon: str
    says: str
    number: str
    order_title: str
    in_sight: bool
    url: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Unread ones first, each part newest first; older is the cursor of what follows, or ""."""

    lines: Sequence[Line]
    older: str


def mine(staff_id: int, group: str = "") -> QuerySet[Notice]:
    """A person's notices, of one group or of all."""
    rows = Notice.objects.filter(staff=staff_id)
    return rows.filter(group=group) if group else rows


def unread_count(staff_id: int) -> int:
    """How many wait to be read, counted to 100."""
    unread = mine(staff_id).filter(read_at__isnull=True)
    return len(unread.values_list("id", flat=True)[: COUNTED + 1])


def count_words(count: int) -> str:
    """A count as a badge shows it: nothing for 0, 99+ above 99."""
    return "" if not count else f"{COUNTED}+" if count > COUNTED else str(count)


def unread_by_group(staff_id: int) -> dict[str, int]:
    """Unread notices of each group, among the newest hundred."""
    newest = mine(staff_id).filter(read_at__isnull=True).order_by("-id")
    counts: dict[str, int] = {}
    for group in newest.values_list("group", flat=True)[: COUNTED + 1]:
        counts[group] = counts.get(group, 0) + 1
    return counts


def page(actors: Sequence[Actor], group: str = "", cursor: str = "") -> Page:
    """A page of the list of the first actor's person. Raises Refused for what was never a cursor
    or a group of ours."""
    if group and group not in NoticeGroup.values:
        raise Refused("没有这一类消息", field="group", code="no_group")
    staff_id = actors[0].staff_id
    assert staff_id is not None
    rows = mine(staff_id, group)
    found = _slice(rows, cursor)
    more = len(found) > SIZE
    shown = found[:SIZE]
    older = f"{'r' if shown[-1].read_at else 'u'}{shown[-1].id}" if more else ""
    return Page(lines_of(actors, shown), older)


def _slice(rows: QuerySet[Notice], cursor: str) -> list[Notice]:
    """One row more than a page, from behind the cursor."""
    part, before = _read(cursor)
    found: list[Notice] = []
    if part != "r":
        unread = rows.filter(read_at__isnull=True, **before).order_by("-id")
        found, before = list(unread[: SIZE + 1]), {}
    if len(found) <= SIZE:
        read = rows.filter(read_at__isnull=False, **before).order_by("-id")
        found += list(read[: SIZE + 1 - len(found)])
    return found


def _read(cursor: str) -> tuple[str, dict[str, Any]]:
    if not cursor:
        return "", {}
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise Refused("翻页的地址不完整，从第一页看起", field="page", code="bad_cursor")
    return match[1], {"id__lt": int(match[2])}


def lines_of(actors: Sequence[Actor], rows: Sequence[Notice]) -> list[Line]:
    """The notices as their reader sees them: an order out of sight shows its number alone."""
    ids = {row.order_id for row in rows if row.order_id is not None}
    numbers = dict(Order.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}
    seen = visible_to(actors).filter(pk__in=ids).select_related("category") if ids else []
    titles = {order.pk: title_for(actors, order) for order in seen}
    names = names_for([row.payload for row in rows])
    return [
        Line(
            id=row.id,
            at=row.at,
            label=kind_of(row.kind).label,
            icon=kind_of(row.kind).icon,
            says=words(row.kind, row.payload, names),
            number=numbers.get(row.order_id or 0, ""),
            order_title=titles.get(row.order_id or 0, ""),
            in_sight=row.order_id in titles,
            url=_url(row, numbers, titles),
            unread=row.read_at is None,
        )
        for row in rows
    ]


def _url(row: Notice, numbers: Mapping[int, str], titles: Mapping[int, str]) -> str:
    if row.order_id is None:
        return address(row.kind, row.payload)
    number = numbers.get(row.order_id)
    return reverse("orders:order", args=[number]) if row.order_id in titles else ""


def read(staff_id: int, notice_id: int, *, at: datetime) -> Notice:
    """One notice has been read; again does nothing. Raises Missing for one of somebody else."""
    found = mine(staff_id).filter(id=notice_id).first()
    if found is None:
        raise Missing("没有这条消息")
    if _mark(mine(staff_id).filter(id=notice_id), staff_id, at):
        found.read_at = at
    return found


def read_all(staff_id: int, group: str = "", *, at: datetime) -> int:
    """All of a group, or all, have been read; the answer is how many were not."""
    return _mark(mine(staff_id, group), staff_id, at)


def _mark(rows: QuerySet[Notice], staff_id: int, at: datetime) -> int:
    changed = rows.filter(read_at__isnull=True).update(read_at=at)
    if changed:
        tell(staff_id, lambda: [staff_topic(staff_id)])
    return changed
