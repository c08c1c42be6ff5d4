"""The only doors to an order's rows: who sees which orders, and which words about them.

The hotline's own people see every order; a unit sees what was given to its subtree and was not
taken back; everybody else sees none. A foreign order does not exist (404), whoever asks.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from orders.errors import Missing
from orders.models import Assignment, Attachment, Order, Text
from orders.models.text import Audience
from orders.search import query_of
from orders.states import AssignmentState
from units.actor import Actor
from units.roles import HOTLINE_ROLES, UNIT_ROLES


def sees_all(actors: Iterable[Actor]) -> bool:
    """Whether one of these ways to act sees every order."""
    return any(actor.roles & HOTLINE_ROLES for actor in actors)


def unit_paths(actors: Iterable[Actor]) -> list[str]:
    """The subtrees these ways to act see orders of."""
    return [actor.unit_path for actor in actors if actor.roles & UNIT_ROLES and actor.unit_path]


def visible_to(actors: Sequence[Actor]) -> QuerySet[Order]:
    """The orders a person sees, in every way that person may act."""
    if sees_all(actors):
        return Order.objects.all()
    below = Q(pk__in=[])
    for path in unit_paths(actors):
        below |= Q(unit__path__startswith=path)
    held = Assignment.objects.filter(below, order=OuterRef("pk")).exclude(
        state=AssignmentState.RECALLED
    )
    return Order.objects.filter(Exists(held))


def get_order_for(actors: Sequence[Actor], number: str) -> Order:
    """The order of that number. Raises Missing where it does not exist or is not to be seen."""
    order = (
        visible_to(actors)
        .select_related("channel", "category__parent__parent", "about_unit", "citizen", "reason")
        .filter(number=number)
        .first()
    )
    if order is None:
        raise Missing("没有这个工单号")
    return order


def audiences_for(actors: Sequence[Actor]) -> list[str]:
    """Which circles a person reads: the hotline everything, a unit what is meant for units."""
    if sees_all(actors):
        return [str(a) for a in Audience]
    return [str(Audience.UNIT), str(Audience.CITIZEN)]


def texts_for(actors: Sequence[Actor], order: Order) -> QuerySet[Text]:
    """The words about an order this person may read."""
    return Text.objects.filter(order=order, audience__in=audiences_for(actors))


def attachments_for(actors: Sequence[Actor], order: Order) -> QuerySet[Attachment]:
    """The files about an order this person may open."""
    return Attachment.objects.filter(order=order, audience__in=audiences_for(actors))


def title_for(actors: Sequence[Actor], order: Order) -> str:
    """The title; to a unit a confidential order shows its category's name instead."""
    if order.confidential and not sees_all(actors):
        return f"保密件：{order.category.name}"
    return order.title


def found_by(actors: Sequence[Actor], orders: QuerySet[Order], words: str) -> QuerySet[Order]:
    """Those of the orders in whose readable words all of what was typed occurs."""
    query = query_of(words)
    if query is None:
        return orders.none()
    hits = Text.objects.filter(
        order=OuterRef("pk"), tokens=query, audience__in=audiences_for(actors)
    )
    return orders.filter(Exists(hits))
