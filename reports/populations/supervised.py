"""Supervisions of top-level leads as of a moment: what orders.supervised counts."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders import facts
from orders.models import Supervision
from reports.population import Population
from reports.populations.dimensions import of_assignment

_ASSIGNMENT = "assignment__"


def _supervised(as_of: datetime) -> QuerySet[Any]:
    return Supervision.objects.filter(
        facts.top_lead(_ASSIGNMENT) & facts.given(as_of, _ASSIGNMENT) & Q(issued_at__lt=as_of)
    )


def closed(as_of: datetime) -> Q:
    """The supervision was over."""
    return Q(closed_at__lt=as_of)


SUPERVISED = Population(
    "supervised",
    "督办",
    _supervised,
    of_assignment(_ASSIGNMENT),
)
