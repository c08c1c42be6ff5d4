"""Rows of a list under heads that say what to do next, not in which state they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from orders.listing import Row
from orders.paging import FIRST, LAST, Page
from orders.period import SHANGHAI
from orders.queues import Queue

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one head; count is None where the page may not hold all of them."""

    label: str
    rows: list[Row]
    count: int | None = None


def groups_of(queue: Queue, rows: Sequence[Row], page: Page, at: datetime) -> list[Group]:
    """The rows under their heads. A group that may go on beyond the page has no count."""
    head = HEADS.get(queue.groups, _no_head)
    made = [
        Group(label, list(together))
        for label, together in groupby(rows, key=lambda row: head(row.key.sort, at))
    ]
    last = len(made) - 1
    return [
        group
        if (n == 0 and page.before) or (n == last and page.after)
        else replace(group, count=len(group.rows))
        for n, group in enumerate(made)
    ]


def due_head(due: datetime, at: datetime) -> str:
    """已超期, 今天到期, 明天到期, 周一（7月27日）到期, 以后: by local days."""
    if due in (FIRST, LAST):
        return "改派回来，等着再派" if due == FIRST else "时钟停着，或没有时限"
    if due < at:
        return "已超期"
    day, today = _day(due), _day(at)
    apart = (day - today).days
    if apart < 2:
        return f"{('今天', '明天')[apart]}到期"
    if apart < 7:
        return f"{WEEKDAYS[day.weekday()]}（{day.month}月{day.day}日）到期"
    return "以后"


def since_head(moment: datetime, at: datetime) -> str:
    """更早, 昨天, 今天: since when it waits."""
    apart = (_day(at) - _day(moment)).days if moment != LAST else 0
    return f"{'今天' if apart < 1 else '昨天' if apart == 1 else '更早'}起等着"


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _no_head(moment: datetime, at: datetime) -> str:
    return ""


HEADS = {"due": due_head, "since": since_head}
