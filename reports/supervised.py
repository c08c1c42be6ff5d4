"""Supervisions of top-level leads as of a moment: what orders.supervised counts."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders import facts
from orders.models import Supervision
from reports.population import Population

_ASSIGNMENT = "assignment__"


def _supervised(as_of: datetime) -> QuerySet[Any]:
    return Supervision.objects.filter(
        facts.top_lead(_ASSIGNMENT) & facts.given(as_of, _ASSIGNMENT) & Q(issued_at__lt=as_of)
    )


SUPERVISED = Population(
    "supervised",
    "督办",
    _supervised,
    {
        "unit": f"{_ASSIGNMENT}unit_id",
        "channel": "order__channel_id",
        "kind": "order__kind",
        "urgency": "order__urgency",
        "category": "order__category_id",
        "district": "order__district",
    },
)
