"""What was sent, and what was not: the administrator's list, and sending again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.models import Citizen, Delivery, Order, Outbox
from orders.models.notice import Medium
from orders.notices import outside
from orders.notices.expanding import NOBODY
from orders.notices.faults import fault_words
from orders.notices.gateways.file import texts
from orders.notices.wording import kind_of
from units.access import Area, may_change
from units.actor import Actor
from units.models import Staff, Unit
from units.roles import Role

SIZE = 50
MOST_AT_ONCE = 1000
_S = Delivery.State


@dataclass(frozen=True, slots=True)
class Sending:
    """One delivery as the administrator sees it; text only where it went to the file."""

    row: Delivery
    label: str
    to: str
    number: str
    fault: str
    text: str
    again: bool


def page(state: str = "", cursor: str = "") -> tuple[Sequence[Sending], str]:
    """Deliveries of a state or of all that left the house, newest first, and the cursor of what
    follows. Raises Refused for a state or cursor that never was."""
    if state and state not in _S.values:
        raise Refused("没有这种状态", field="state", code="no_state")
    if cursor and not re.fullmatch(r"\d{1,18}", cursor, re.ASCII):
        raise Refused("翻页的地址不完整，从第一页看起", field="page", code="bad_cursor")
    rows = Delivery.objects.filter(**{"state": state} if state else {})
    rows = rows.exclude(medium=Medium.IN_APP).filter(**{"id__lt": int(cursor)} if cursor else {})
    found = list(rows.order_by("-id")[: SIZE + 1])
    shown = found[:SIZE]
    return _named(shown), str(shown[-1].pk) if len(found) > SIZE else ""


def dead_count() -> int:
    """How many did not arrive, counted to the most that are resent at once."""
    return len(Delivery.objects.filter(state=_S.DEAD).values_list("pk")[:MOST_AT_ONCE])


def _named(rows: Sequence[Delivery]) -> list[Sending]:
    staff = _names(rows)
    masks = dict(
        Citizen.objects.filter(
            pk__in=[row.to_id for row in rows if row.to_kind == Delivery.ToKind.CITIZEN]
        ).values_list("pk", "phone_masked")
    )
    orders = {row.order_id for row in rows if row.order_id is not None}
    numbers = dict(Order.objects.filter(pk__in=orders).values_list("pk", "number"))
    said = texts(Path(settings.MESSAGES_FILE)) if settings.MESSAGES_FILE else {}
    lost = _addresses(rows)
    readers = [row.to_id for row in rows if row.to_kind == Delivery.ToKind.READER]
    who = {
        Delivery.ToKind.STAFF: staff,
        Delivery.ToKind.CITIZEN: masks,
        Delivery.ToKind.READER: outside.names(readers) if readers else {},
    }
    return [
        Sending(
            row,
            kind_of(row.kind).label,
            lost.get(row.outbox_id)
            or f"{row.get_to_kind_display()} {who.get(_kind(row), {}).get(row.to_id, '')}".strip(),
            numbers.get(row.order_id or 0, ""),
            fault_words(row.fault) if row.fault else "",
            said.get(str(row.key), ""),
            may_resend(row),
        )
        for row in rows
    ]


def _addresses(rows: Sequence[Delivery]) -> dict[int, str]:
    """To whom a notice was written that found nobody: the unit's or role's name, or what stood
    there instead."""
    ids = [row.outbox_id for row in rows if row.medium == Medium.NONE]
    owed = list(Outbox.objects.filter(id__in=ids)) if ids else []
    units = {row.to_id for row in owed if row.to_kind in (Outbox.To.UNIT, Outbox.To.UNIT_HEAD)}
    numbers = [int(unit) for unit in units if unit.isascii() and unit.isdecimal()]
    names = {
        str(pk): name for pk, name in Unit.objects.filter(pk__in=numbers).values_list("pk", "name")
    }
    names |= {role.value: role.label for role in Role}
    kinds = dict(Outbox.To.choices)
    return {
        row.id: f"{kinds.get(row.to_kind, row.to_kind)} {names.get(row.to_id, row.to_id)}"
        for row in owed
    }


def _kind(row: Delivery) -> Delivery.ToKind:
    return Delivery.ToKind(row.to_kind)


def _names(rows: Sequence[Delivery]) -> dict[int, str]:
    ids = [row.to_id for row in rows if row.to_kind == Delivery.ToKind.STAFF]
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def may_resend(row: Delivery) -> bool:
    """Whether the delivery failed for good, or found nobody where somebody may be by now."""
    return row.state == _S.DEAD or (row.state == _S.SKIPPED and row.fault == NOBODY)


def resend(delivery_id: int, *, by: Actor, at: datetime) -> None:
    """Send again what did not arrive, from the first try on. Raises Forbidden, Missing, or Conflict
    where it has been sent, or sent again, meanwhile."""
    _may(by)
    with transaction.atomic():
        row = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
        if row is None:
            raise Missing("没有这条")
        if not may_resend(row):
            raise Conflict("这条已经重发，或发出了", code="not_dead")
        _again([row], at)


def resend_all(*, by: Actor, at: datetime) -> int:
    """Send again everything that is dead, a thousand at most; the answer is how many."""
    _may(by)
    with transaction.atomic():
        dead = Delivery.objects.select_for_update(no_key=True, skip_locked=True)
        rows = list(dead.filter(state=_S.DEAD).order_by("pk")[:MOST_AT_ONCE])
        _again(rows, at)
    return len(rows)


def _may(by: Actor) -> None:
    if not may_change(by, Area.MESSAGES):
        raise Forbidden("重发由系统管理员做")


def _again(rows: Sequence[Delivery], at: datetime) -> None:
    """A delivery waits afresh; what had no recipient is looked for again from its outbox row."""
    lost = [row for row in rows if row.medium == Medium.NONE]
    ids = [row.pk for row in rows if row.medium != Medium.NONE]
    Delivery.objects.filter(pk__in=ids).update(state=_S.WAITING, tries=0, next_try_at=at)
    Delivery.objects.filter(pk__in=[row.pk for row in lost]).update(
        state=_S.SKIPPED, fault="resent"
    )
    Outbox.objects.filter(id__in=[row.outbox_id for row in lost]).update(sent_at=None)
