"""Which days must be counted again: those that changes touched, read so that none is skipped.

A change of a call names days. A change of an order names the order and days; beside them stand the
days of what hangs on the order (a card vanishes with a recalled assignment), of what was merged
into it, and of what its citizen came with later, since a repeat is one by what was told before.
What is told late, and every change of an article, moves what lies there at the end of all days
since. Beside those of an article stand the days of demands decided since, which count once there
was something to draw answers from.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Min

from calls.models import CallChange
from knowledge.models import ArticleChange
from orders.models import Change, Order
from orders.models.round import ShanghaiDay
from orders.period import Kind, period_of, shanghai_day
from reports.models import TallyCursor, TallyDay
from reports.populations.demands import REPEATED_WITHIN

Read = tuple[int, int, int | None, list[date], date | None]
BATCH = 2_000  # changes of one step
_ARTICLES = "articles"
# Transaction, id, order, days, and from which day on stocks may be others.
_BOOKS = {
    "orders": "SELECT xid, id, order_id, days, (at AT TIME ZONE 'Asia/Shanghai')::date"
    f" FROM {Change._meta.db_table}",
    "calls": f"SELECT xid, id, NULL::bigint, days, NULL::date FROM {CallChange._meta.db_table}",
    _ARTICLES: "SELECT xid, id, NULL::bigint, '{}'::date[], since"
    f" FROM {ArticleChange._meta.db_table}",
}
# The oldest transaction of this database that still runs, or else the next one there will be: what
# is older than it has ended. Transactions of other databases on the same server hold nothing back.
_HORIZON = """
    SELECT coalesce(min(x::text::bigint), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    FROM pg_snapshot_xip(pg_current_snapshot()) AS x
    WHERE x::text::bigint % 4294967296 IN (
        SELECT l.transactionid::text::bigint
        FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
        AND a.datname = current_database()
    )
"""

_SOURCES = (
    ("orders_level", "occurred_at", "order_id"),
    ("orders_supervision", "issued_at", "order_id"),
    ("orders_callbacktask", "closed_at", "order_id"),
    ("orders_order", "received_at", "merged_into_id"),
    ("knowledge_citation", "at", "order_id"),
)
_OF_ASSIGNMENTS = (
    ("orders_request x", "x.decided_at", "x.assignment_id"),
    ("orders_reply x JOIN orders_round r ON r.id = x.round_id", "x.reviewed_at", "r.assignment_id"),
    (
        "orders_qualitycheck x JOIN orders_reply y ON y.id = x.reply_id"
        " JOIN orders_round r ON r.id = y.round_id",
        "x.checked_at",
        "r.assignment_id",
    ),
)


def collect(*, at: datetime) -> int:
    """Mark the days that changes since the last time touched, batch by batch; the answer is how
    many changes were read. A transaction that is still open holds back what is younger than it."""
    read = 0
    for name, query in _BOOKS.items():
        while some := _step(name, query, at):
            read += some
    TallyCursor.objects.filter(name__in=_BOOKS).update(read_at=at)
    return read


def read_until() -> datetime | None:
    """When changes were last read to their end; None before the first time."""
    found: datetime | None = TallyCursor.objects.aggregate(read_at=Min("read_at"))["read_at"]
    return found


def mark(days: Collection[date], *, at: datetime) -> None:
    """These days must be counted again, if they ever were and have come."""
    today = shanghai_day(at)
    TallyDay.objects.filter(day__in=[day for day in days if day <= today]).filter(
        stale_since__isnull=True
    ).update(stale_since=at)


def _step(name: str, query: str, at: datetime) -> int:
    with transaction.atomic():
        TallyCursor.objects.get_or_create(name=name)
        cursor = TallyCursor.objects.select_for_update().get(name=name)
        changes = _after(cursor, query)
        if not changes:
            return 0
        days = {day for _, _, _, some, _ in changes for day in some}
        orders = {order for _, _, order, _, _ in changes if order is not None}
        first = min((since for *_, since in changes if since is not None), default=None)
        if first is not None:
            days |= _every_day(first, shanghai_day(at))
            if name == _ARTICLES:
                days |= _days_decided(first)
        mark(days | _days_of(orders), at=at)
        cursor.xid, cursor.change_id, *_ = changes[-1]
        cursor.save()
    return len(changes)


def _after(cursor: TallyCursor, query: str) -> list[Read]:
    """The next changes; none of a transaction that could still be followed by an older one's. The
    horizon is looked at first: who ended since is seen below."""
    with connection.cursor() as reader:
        reader.execute(_HORIZON)
        (horizon,) = reader.fetchone()
        reader.execute(
            f"{query} WHERE (xid, id) > (%s, %s) AND xid < %s ORDER BY xid, id LIMIT %s",
            [cursor.xid, cursor.change_id, horizon, BATCH],
        )
        found: list[Read] = reader.fetchall()
    return found


def _every_day(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def _days_decided(first: date) -> set[date]:
    """The days on which demands came that were decided on that day or later."""
    begun = Order.objects.filter(decided_at__gte=period_of(Kind.DAY, first).start)
    received = begun.order_by().annotate(day=ShanghaiDay(F("received_at"))).values_list("day")
    return {day for (day,) in received.distinct()}


def _days_of(orders: Collection[int]) -> set[date]:
    """The days of what hangs on these orders."""
    if not orders:
        return set()
    parts = [
        f"SELECT {moment} AS moment FROM {table} WHERE {order} = ANY(%(ids)s)"
        for table, moment, order in _SOURCES
    ]
    parts += [
        f"SELECT {moment} FROM {tables} JOIN orders_assignment a ON a.id = {assignment}"
        " WHERE a.order_id = ANY(%(ids)s)"
        for tables, moment, assignment in _OF_ASSIGNMENTS
    ]
    parts.append(
        "SELECT later.received_at FROM orders_order told JOIN orders_order later"
        " ON later.citizen_id = told.citizen_id AND later.received_at > told.received_at"
        " AND later.received_at <= told.received_at + make_interval(days => %(within)s)"
        " WHERE told.id = ANY(%(ids)s)"
    )
    query = (
        "SELECT DISTINCT (moment AT TIME ZONE 'Asia/Shanghai')::date FROM ("
        + " UNION ALL ".join(parts)
        + ") AS moments WHERE moment IS NOT NULL"
    )
    with connection.cursor() as cursor:
        within = REPEATED_WITHIN.days
        cursor.execute(query, {"ids": list(orders), "within": within})
        return {day for (day,) in cursor.fetchall()}
