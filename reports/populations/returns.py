"""Missed calls that were owed a call back as of a moment."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least

from calls.models import ReturnCall
from reports.population import Population


def _owed(as_of: datetime) -> QuerySet[Any]:
    rows = ReturnCall.objects.filter(opened_at__lt=as_of)
    return rows.annotate(return_due=Least("closed_at", "due_at"))


def due(as_of: datetime) -> Q:
    """Called back, or the limit had passed."""
    return Q(closed_at__lt=as_of) | Q(due_at__lt=as_of)


def in_time(as_of: datetime) -> Q:
    """Over within the limit: reached, called again itself, or tried as often as the rule says."""
    return Q(closed_at__lt=as_of, closed_at__lte=F("due_at"))


RETURNS = Population("returns", "未接来电", _owed, {"queue": "queue_id"})
