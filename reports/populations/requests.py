"""Returns, extensions and suspensions that units asked for and the hotline decided on."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from orders import facts
from orders.models import Request
from reports.population import Population
from reports.populations.dimensions import of_assignment

_ASSIGNMENT = "assignment__"


def _decided(as_of: datetime) -> QuerySet[Any]:
    return Request.objects.filter(
        facts.top_lead(_ASSIGNMENT) & facts.given(as_of, _ASSIGNMENT),
        ~Q(verdict=""),
        decided_at__lt=as_of,
    )


def of_kind(kind: str) -> Any:
    """Requests of one kind."""
    return lambda _: Q(kind=kind)


def granted(_: datetime) -> Q:
    """The unit got what it asked for."""
    return Q(verdict__in=[Request.Verdict.GRANTED, Request.Verdict.MOVED])


def with_limit(_: datetime) -> Q:
    """The hotline owed its decision by a moment."""
    return Q(decision_due_at__isnull=False)


def in_time(_: datetime) -> Q:
    """The hotline decided within its own limit."""
    return Q(decided_at__lte=F("decision_due_at"))


REQUESTS = Population(
    "requests",
    "裁定过的申请",
    _decided,
    {**of_assignment(_ASSIGNMENT), "request": "kind"},
)
