"""Replies of top-level leads that the hotline has looked at as of a moment."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders import facts
from orders.models import Reply
from reports.population import Population
from reports.populations.dimensions import of_assignment

_ASSIGNMENT = "round__assignment__"


def _reviewed(as_of: datetime) -> QuerySet[Any]:
    return Reply.objects.filter(
        facts.top_lead(_ASSIGNMENT) & facts.given(as_of, _ASSIGNMENT) & Q(reviewed_at__lt=as_of)
    )


REPLIES = Population("replies", "审核过的答复", _reviewed, of_assignment(_ASSIGNMENT))
