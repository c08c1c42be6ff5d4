"""Alerts raised as of a moment: several like demands within a short time."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from orders.models import Alert
from reports.population import Population


def _raised(as_of: datetime) -> QuerySet[Any]:
    return Alert.objects.filter(raised_at__lt=as_of)


ALERTS = Population("alerts", "要情", _raised, {"category": "category_id", "district": "district"})
