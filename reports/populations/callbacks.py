"""Attempts to call citizens back as of a moment, those of merged orders' citizens included."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders.models import CallbackAttempt
from reports.population import Population
from reports.populations.dimensions import of_order


def _attempts(as_of: datetime) -> QuerySet[Any]:
    return CallbackAttempt.objects.filter(at__lt=as_of)


def reached(_: datetime) -> Q:
    """Somebody answered."""
    return Q(result=CallbackAttempt.Result.REACHED)


def smart(_: datetime) -> Q:
    """Placed by the machine."""
    return Q(way=CallbackAttempt.Way.SMART)


ATTEMPTS = Population(
    "attempts", "回访次数", _attempts, {**of_order("task__order__"), "way": "way"}
)
