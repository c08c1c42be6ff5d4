"""What seats did as of a moment: stretches of one state, placed by their beginning."""

from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Extract

from calls.models import SeatState
from calls.models.seat import State
from reports.population import Population


def _stretches(as_of: datetime) -> QuerySet[Any]:
    seconds = Cast(Extract(F("ended_at") - F("at"), "epoch"), IntegerField())
    return SeatState.objects.filter(ended_at__lt=as_of).annotate(seconds=seconds)


def at_work(_: datetime) -> Q:
    """Signed on and not away."""
    return ~Q(state=State.BREAK)


def with_callers(_: datetime) -> Q:
    """Talking, or writing down what was said."""
    return Q(state__in=[State.TALKING, State.WRAP_UP])


SEAT_STATES = Population("seat_states", "座席状态", _stretches, {"seat": "seat_id"})
