"""Scores of replies as of a moment: what orders.reply_quality adds up, of top-level leads alone."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders import facts
from orders.models import QualityCheck
from reports.population import Population
from reports.populations.dimensions import of_assignment

ASSIGNMENT = "reply__round__assignment__"


def _checks(as_of: datetime) -> QuerySet[Any]:
    return QualityCheck.objects.filter(
        facts.top_lead(ASSIGNMENT) & facts.given(as_of, ASSIGNMENT) & Q(checked_at__lt=as_of)
    )


CHECKS = Population(
    "checks",
    "质检过的答复",
    _checks,
    of_assignment(ASSIGNMENT),
)
