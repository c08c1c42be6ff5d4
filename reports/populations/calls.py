"""Calls as of a moment: what calls.* figures count.

Rates are placed by the moment a person was asked for, traffic by the beginning of each call.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Extract, Floor

from calls.models import Call
from calls.models.call import Direction, Outcome
from reports.population import Population
from reports.populations.dimensions import of_moment

PROMISE = timedelta(seconds=15)
SHORT = timedelta(seconds=5)  # gave up at once: rang by mistake, as a variant has it
SATISFIED_FROM = 3


def _calls(as_of: datetime) -> QuerySet[Any]:
    waited = F("answered_at") - F("offered_at")
    spoke = F("ended_at") - F("answered_at")
    return Call.objects.filter(at__lt=as_of, rejected=False).annotate(
        wait_seconds=_seconds(waited), talk_seconds=_seconds(spoke), one=Value(1)
    )


def _seconds(span: Combinable) -> Cast:
    """Whole ones."""
    return Cast(Floor(Extract(span, "epoch")), IntegerField())


def every(_: datetime) -> Q:
    """Inbound and outbound, self-service included."""
    return Q()


def inbound(_: datetime) -> Q:
    """Reached the line."""
    return Q(direction=Direction.IN)


def outbound(_: datetime) -> Q:
    """Made by the hotline."""
    return Q(direction=Direction.OUT)


def offered(as_of: datetime) -> Q:
    """Asked for a person."""
    return Q(offered_at__lt=as_of)


def answered(as_of: datetime) -> Q:
    """Asked for a person, and one answered."""
    return offered(as_of) & Q(answered_at__lt=as_of)


def answered_in_15s(as_of: datetime) -> Q:
    """A person answered within 15 s of being asked for."""
    return answered(as_of) & Q(answered_at__lte=F("offered_at") + PROMISE)


def abandoned(as_of: datetime) -> Q:
    """Gave up waiting."""
    return offered(as_of) & Q(outcome=Outcome.ABANDONED, ended_at__lt=as_of)


def abandoned_later(as_of: datetime) -> Q:
    """The same without those who gave up within 5 s."""
    return abandoned(as_of) & Q(ended_at__gt=F("offered_at") + SHORT)


def not_abandoned_at_once(as_of: datetime) -> Q:
    """Offered, without those who gave up within 5 s."""
    return offered(as_of) & ~(abandoned(as_of) & Q(ended_at__lte=F("offered_at") + SHORT))


def talked(as_of: datetime) -> Q:
    """Answered, and over."""
    return answered(as_of) & Q(ended_at__lt=as_of)


def self_service(_: datetime) -> Q:
    """Served by the machine, without asking for a person."""
    return Q(self_service=True)


def with_outcome(outcome: Outcome) -> Callable[[datetime], Q]:
    """Inbound calls that ended so."""
    return lambda as_of: Q(direction=Direction.IN, outcome=outcome, ended_at__lt=as_of)


def praise(as_of: datetime) -> Q:
    """Called to praise."""
    return answered(as_of) & Q(outcome=Outcome.PRAISE)


def keyed(as_of: datetime) -> Q:
    """Rated by key press after the call."""
    return answered(as_of) & Q(service_rating__isnull=False)


def keyed_satisfied(as_of: datetime) -> Q:
    """Rated 3, 4 or 5 so."""
    return keyed(as_of) & Q(service_rating__gte=SATISFIED_FROM)


CALLS = Population(
    "calls",
    "通话",
    _calls,
    {
        "line": "line_id",
        "queue": "queue_id",
        "seat": "seat_id",
        "outcome": "outcome",
        **of_moment("at"),
    },
)
