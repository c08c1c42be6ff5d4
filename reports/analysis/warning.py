"""An early warning is raised once a theme, place and day, told once, and seen to by a person."""

from datetime import datetime

from django.db import transaction

from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.labels import districts
from orders.models import Category, Outbox
from orders.period import Kind, Period, period_of, shanghai_day
from reports.analysis.behind import orders_behind
from reports.analysis.watching import CITY, Rise, rises
from reports.models import EarlyWarning, EarlyWarningOrder
from reports.rounding import round_to
from units.access import Area, may_change
from units.actor import Actor
from units.roles import Role

TOLD = (Role.SUPERVISOR, Role.ANALYST)
SHORTEST = 4  # characters of a reason


def raise_warnings(*, at: datetime) -> list[EarlyWarning]:
    """Look at today so far and at the whole of yesterday, which nobody looked at since its last
    evening; the answer is what was raised now. Asked again, and by two at once, it raises and tells
    nothing twice; a warning still unusual is brought up to the moment."""
    today = period_of(Kind.DAY, shanghai_day(at))
    raised = []
    for day in (today.previous(), today):
        as_of = min(at, day.end)
        for rise in rises(day, as_of=as_of):
            row, new = _record(rise, day, as_of, at)
            if new:
                raised.append(row)
    return raised


def settle(pk: int, *, by: Actor, at: datetime, as_: str, reason: str = "") -> EarlyWarning:
    """A person has seen to it, or dismisses it with a reason. Raises Missing, Forbidden, Refused,
    Conflict."""
    if not may_change(by, Area.WARNINGS):
        raise Forbidden("预警由督办员和统计分析员处置")
    said = reason.strip()
    if as_ not in EarlyWarning.SettledAs.values:
        raise Refused("选“在处置”或“不算异常”")
    if as_ == EarlyWarning.SettledAs.DISMISSED and len(said) < SHORTEST:
        raise Refused("写明为什么不算异常")
    with transaction.atomic():
        row = EarlyWarning.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Missing("没有这条预警")
        if row.settled_at is not None:
            raise Conflict("这条预警已经处置", code="settled", at=row.settled_at)
        row.settled_at, row.settled_by_id, row.settled_as = at, by.staff_id, as_
        row.reason = said
        row.save(update_fields=["settled_at", "settled_by", "settled_as", "reason"])
    return row


@transaction.atomic
def _record(rise: Rise, day: Period, as_of: datetime, at: datetime) -> tuple[EarlyWarning, bool]:
    """The row of that theme, place and day, and whether it is new; who comes second waits."""
    seen = {
        "looked_at": as_of,
        "count": rise.count,
        "expected": round_to(rise.expected.mean, 2),
        "limit": rise.limit,
        "basis": rise.basis,
    }
    row, new = EarlyWarning.objects.get_or_create(
        day=day.first,
        category_id=rise.theme,
        district=rise.district,
        defaults={"raised_at": at, **seen},
    )
    if not new:
        row = EarlyWarning.objects.select_for_update().get(pk=row.pk)
        if row.looked_at >= as_of:
            return row, False
        for name, value in seen.items():
            setattr(row, name, value)
        row.save(update_fields=[*seen])
    _keep_orders(row, rise, day, as_of)
    if new:
        _tell(row, at)
    return row, new


def _keep_orders(row: EarlyWarning, rise: Rise, day: Period, as_of: datetime) -> None:
    where = None if rise.district == CITY else rise.district
    behind = orders_behind(day, as_of=as_of, theme=rise.theme, district=where)
    EarlyWarningOrder.objects.bulk_create(
        [EarlyWarningOrder(warning=row, order_id=pk) for pk in behind.values_list("pk", flat=True)],
        ignore_conflicts=True,
    )


def _tell(row: EarlyWarning, at: datetime) -> None:
    """Owe the notices in the transaction that raises: the theme's and the district's name are no
    one's own."""
    theme = Category.objects.values_list("name", flat=True).get(pk=row.category_id)
    where = districts().get(row.district, row.district)
    payload = {
        "warning": row.pk,
        "theme": theme,
        "district": where,
        "day": row.day.isoformat(),
        "count": row.count,
        "expected": str(row.expected),
    }
    for role in TOLD:
        Outbox.objects.create(
            at=at, kind="warning", to_kind=Outbox.To.ROLE, to_id=role.value, payload=payload
        )
