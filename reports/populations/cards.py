"""Cards given to top-level leads as of a moment: what orders.yellow_cards and red_cards count."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders import facts
from orders.models import Level
from reports.population import Population
from reports.populations.dimensions import of_assignment

_ASSIGNMENT = "assignment__"


def _cards(as_of: datetime) -> QuerySet[Any]:
    stands = Q(revoked_at__isnull=True) | Q(revoked_at__gte=as_of)
    return Level.objects.filter(
        facts.top_lead(_ASSIGNMENT) & facts.given(as_of, _ASSIGNMENT) & stands,
        ~Q(card=""),
        occurred_at__lt=as_of,
    )


CARDS = Population("cards", "发牌", _cards, of_assignment(_ASSIGNMENT))
