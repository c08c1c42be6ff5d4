"""Who sees which alerts, and in which words: the hotline all, a unit those of its subtree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from orders.access import sees_all, title_for, unit_paths, visible_to
from orders.errors import Missing
from orders.labels import districts
from orders.models import Alert, Order
from units.actor import Actor


def alerts_for(actors: Sequence[Actor]) -> QuerySet[Alert]:
    """The alerts a person sees, with how many demands each has."""
    rows = Alert.objects.select_related("rule", "category", "about_unit", "closed_by")
    if not sees_all(actors):
        below = Q(pk__in=[])
        for path in unit_paths(actors):
            below |= Q(units__path__startswith=path)
        rows = rows.filter(pk__in=Alert.objects.filter(below).values("pk"))
    return rows.annotate(count=Count("members", distinct=True))


def alert_for(actors: Sequence[Actor], pk: int) -> Alert:
    """One of them. Raises Missing."""
    found = alerts_for(actors).filter(pk=pk).first()
    if found is None:
        raise Missing("没有这条要情")
    return found


def open_alerts(actors: Sequence[Actor]) -> QuerySet[Alert]:
    """Those that still run, the newest first."""
    return alerts_for(actors).filter(closed_at__isnull=True).order_by("-raised_at", "-id")


def subject(alert: Alert, names: dict[str, str]) -> str:
    """东湖区 柳岸街道 路灯, or the unit complained of. names: districts by code."""
    if alert.about_unit is not None:
        return f"反映{alert.about_unit.short_name}"
    place = "".join([names.get(alert.district, alert.district), alert.street]) or "全市"
    return f"{place} {alert.category.name if alert.category else ''}".strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One alert as it is listed."""

    alert: Alert
    subject: str
    count: int


def lines(rows: Sequence[Alert]) -> list[Line]:
    """The alerts as they are listed, in their order."""
    names = districts() if rows else {}
    return [Line(row, subject(row, names), row.count) for row in rows]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Banner:
    """What the shell says while alerts are open: how many, and the newest in words."""

    count: int
    says: str
    url: str


def banner_for(actors: Sequence[Actor]) -> Banner | None:
    """The banner, or None while nothing is open."""
    rows = list(open_alerts(actors)[:20])
    if not rows:
        return None
    newest = lines(rows[:1])[0]
    one = reverse("orders:alert", args=[newest.alert.pk])
    url = one if len(rows) == 1 else reverse("orders:alerts")
    return Banner(len(rows), f"{newest.subject} {newest.count}件", url)


@dataclass(frozen=True, slots=True)
class Member:
    """A demand of an alert as one person sees it; number is "" where it is out of sight."""

    number: str
    title: str
    state: tuple[str, str]
    received_at: datetime


def members(actors: Sequence[Actor], alert: Alert) -> list[Member]:
    """The demands in sight, the newest first."""
    rows: QuerySet[Order] = visible_to(actors).filter(alerts__alert=alert)
    return [
        Member(
            order.number,
            title_for(actors, order),
            (order.state, order.get_state_display()),
            order.received_at,
        )
        for order in rows.select_related("category").order_by("-received_at", "-id")
    ]
