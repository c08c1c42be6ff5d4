"""Assists and hand-downs as of a moment: units that worked beside or under the lead.

They have figures of their own and enter no order figure (domain §3). A unit's reply is accepted
with that of the lead, and what the lead did not wait for is no row.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders.states import AssignmentRole
from reports.population import Population
from reports.populations.dimensions import of_assignment
from reports.populations.leads import rounds_of


def _first_rounds(which: Q) -> Callable[[datetime], QuerySet[Any]]:
    def found(as_of: datetime) -> QuerySet[Any]:
        not_awaited = Q(assignment__closed_at__lt=as_of, assignment__closed_as="not_awaited")
        return rounds_of(which, as_of).filter(~not_awaited, n=1)

    return found


_BY = of_assignment("assignment__")
ASSISTS = Population(
    "assists", "协办", _first_rounds(Q(assignment__role=AssignmentRole.ASSIST)), _BY
)
HANDED_DOWN = Population(
    "handed_down", "下派", _first_rounds(Q(assignment__parent__isnull=False)), _BY
)
