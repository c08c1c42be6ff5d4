"""What one person sees of an order's citizen: never a number in full, sometimes nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orders.access import sees_all, visible_to
from orders.models import Citizen, Order
from orders.revealing import hidden_from
from units.actor import Actor

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """hidden: nothing about the citizen shows. may_reveal: the number may be asked for."""

    number: str
    hidden: bool
    form_of_address: str = ""
    phone: str = ""
    counts: str = ""
    hint: str = ""
    may_reveal: bool = False


def citizen_card(actors: Sequence[Actor], order: Order, *, at: datetime) -> CitizenCard:
    """The card for these ways to act; the order must be in their sight."""
    if order.confidential and not sees_all(actors):
        return CitizenCard(order.number, hidden=True)
    citizen = order.citizen
    if citizen is None:
        return CitizenCard(order.number, hidden=False, hint="匿名，没有留电话")
    if citizen.erased_at is not None:
        return CitizenCard(order.number, hidden=False, hint="已按市民要求抹去")
    return CitizenCard(
        order.number,
        hidden=False,
        form_of_address=citizen.form_of_address,
        phone=citizen.phone_masked,
        counts=_counts(actors, citizen, at),
        may_reveal=citizen.phone_sealed is not None and not hidden_from(actors, order),
    )


def _counts(actors: Sequence[Actor], citizen: Citizen, at: datetime) -> str:
    """近一年3件, of the orders this person sees anyway; empty when there is this one only."""
    mine = visible_to(actors).filter(citizen=citizen, received_at__gt=at - YEAR)
    if not sees_all(actors):
        mine = mine.filter(confidential=False)
    n = mine.count()
    return f"近一年{n}件" if n > 1 else ""
