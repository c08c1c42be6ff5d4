"""Showing a citizen's number to a person: who may, how often, and the record of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from orders.access import sees_all, visible_to
from orders.citizens import identity_of
from orders.errors import Forbidden, Missing, Refused, TooMany
from orders.models import Citizen, Order, Reason, Reveal
from orders.phones import readable
from orders.states import OrderState
from units.actor import Actor, actors_of
from units.models import Staff
from units.roles import UNIT_ROLES, Role

MOST_REVEALS = 30  # numbers one person may have shown within an hour
REVEAL_WINDOW = timedelta(hours=1)
# Other records of numbers shown: they count together, whatever they were shown for.
RECORDS: list[type[Model]] = [Reveal]
# Who only reads figures or keeps the system needs no number.
REVEAL_ROLES = UNIT_ROLES | {Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER, Role.SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Revealed:
    """A number shown once, and the record of it; number and name never show in a repr."""

    reveal_id: int
    phone: str = field(repr=False)
    name: str = field(repr=False)


def reveal(citizen: Citizen, order: Order, staff: Staff, reason: str, at: datetime) -> Revealed:
    """Show a number to one person for one order, and record who saw it, when and why.

    reason is the code of a Reason of the kind reveal. Raises Missing when the person does not see
    the order or it is not this citizen's, Forbidden when the person sees it but not the number,
    Refused for a reason that is not on the list or a citizen already erased, TooMany past
    MOST_REVEALS within an hour.
    """
    _may_reveal(citizen, order, staff, at)
    with transaction.atomic():
        chosen = admit(staff, reason, at)
        current = Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
        identity = identity_of(current)
        if identity is None:
            raise Refused("这位市民的信息已抹去", code="erased")
        record = Reveal.objects.create(
            citizen=current, order=order, staff=staff, reason=chosen, at=at
        )
    return Revealed(record.pk, readable(identity.phone), identity.name)


def hidden_from(actors: Sequence[Actor], order: Order) -> str:
    """Why this person may not have the number of an order in sight; empty when it may be had."""
    roles: frozenset[str] = frozenset().union(*(actor.roles for actor in actors))
    if not roles & REVEAL_ROLES:
        return "你的岗位不看市民号码"
    if sees_all(actors):
        return ""
    if order.confidential:
        return "保密件不显示投诉人，请经平台联系"
    if order.state == OrderState.ARCHIVED:
        return "这件已归档，要联系市民请找热线"
    return ""


def _may_reveal(citizen: Citizen, order: Order, staff: Staff, at: datetime) -> None:
    actors = actors_of(staff, at=at)
    current = visible_to(actors).filter(pk=order.pk, citizen=citizen.pk).first()
    if current is None:
        raise Missing("没有这个工单号")
    if why := hidden_from(actors, current):
        raise Forbidden(why)


def admit(staff: Staff, reason: str, at: datetime) -> Reason:
    """One number more for this person, and why; inside the transaction that records it.

    One person's reveals wait for each other here, so that the count is exact. The records
    themselves are counted: emptying a cache gives nobody another thirty. Raises TooMany, and
    Refused for a reason that is not on the list.
    """
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    _refuse_too_many(staff, at)
    chosen = Reason.objects.filter(code=reason, kind=Reason.Kind.REVEAL, active=True).first()
    if chosen is None:
        raise Refused("选一个显示号码的缘由", field="reason", code="unknown_reason")
    return chosen


def _refuse_too_many(staff: Staff, at: datetime) -> None:
    moments: list[datetime] = []
    for record in RECORDS:
        recent = record._default_manager.filter(staff=staff, at__gt=at - REVEAL_WINDOW)
        moments += recent.order_by("-at").values_list("at", flat=True)[:MOST_REVEALS]
    if len(moments) >= MOST_REVEALS:
        wait = sorted(moments, reverse=True)[MOST_REVEALS - 1] + REVEAL_WINDOW - at
        raise TooMany(f"一小时最多显示{MOST_REVEALS}个号码", wait=wait)
