"""Assists and hand-downs as of a moment: units that worked beside or under the lead.

They have figures of their own and enter no order figure (domain §3).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from orders import facts
from orders.models import Assignment
from orders.states import AssignmentRole
from reports.population import Population
from reports.populations.dimensions import of_assignment


def _rows(which: Q) -> Callable[[datetime], QuerySet[Any]]:
    return lambda as_of: Assignment.objects.filter(
        which & facts.given(as_of) & ~Q(closed_at__lt=as_of, closed_as="not_awaited")
    )


def replied(as_of: datetime) -> Q:
    """The unit had replied."""
    return Q(replied_at__lt=as_of)


def replied_in_time(as_of: datetime) -> Q:
    """The unit had replied within its limit; who has none is never late."""
    return replied(as_of) & (Q(due_at__isnull=True) | Q(replied_at__lte=F("due_at")))


def due(as_of: datetime) -> Q:
    """It had replied, or its limit had passed."""
    return replied(as_of) | Q(due_at__lt=as_of)


_BY = of_assignment("")
ASSISTS = Population("assists", "协办", _rows(Q(role=AssignmentRole.ASSIST)), _BY)
HANDED_DOWN = Population("handed_down", "下派", _rows(Q(parent__isnull=False)), _BY)
