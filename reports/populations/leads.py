"""Top-level lead assignments and their rounds as of a moment: what orders.* figures count.

Recalled ones are no rows at all; hand-downs and assists enter nothing (domain §3, §4). Callbacks
are those of the order's own citizen: citizens of merged orders are asked too, their answers lead to
rework and stand in the record, and no order figure counts them.
"""

from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from orders import facts
from orders.models import (
    Appeal,
    CallbackAttempt,
    CallbackTask,
    Pause,
    Reply,
    Request,
    Round,
    Urge,
)
from reports.population import Population
from reports.populations.dimensions import of_assignment

_ASSIGNMENT = "assignment__"
_BY = of_assignment(_ASSIGNMENT)


def _clock_stands(as_of: datetime) -> Q:
    """A pause begun before the limit still ran, or a reply given in time awaited its review."""
    pause = Pause.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=as_of),
        assignment=OuterRef("assignment"),
        started_at__lt=as_of,
        started_at__lte=OuterRef("due_at"),
    )
    reply = Reply.objects.filter(
        Q(reviewed_at__isnull=True) | Q(reviewed_at__gte=as_of),
        round=OuterRef("pk"),
        replied_at__lt=as_of,
        replied_at__lte=OuterRef("due_at"),
    )
    return Q(Exists(pause)) | Q(Exists(reply))


def rounds_of(which: Q, as_of: datetime) -> QuerySet[Any]:
    """Rounds of those assignments that had been given, with all that conditions ask of them."""
    following = Round.objects.filter(
        assignment=OuterRef("assignment"), n=OuterRef("n") + 1, started_at__lt=as_of
    )
    asked = Request.objects.filter(assignment=OuterRef("assignment"), asked_at__lt=as_of)
    own = CallbackTask.objects.filter(round=OuterRef("pk"), merged_order__isnull=True)
    attempts = CallbackAttempt.objects.filter(
        task__round=OuterRef("pk"), task__merged_order__isnull=True, at__lt=as_of
    )
    return Round.objects.filter(which & facts.given(as_of, _ASSIGNMENT)).annotate(
        # Most have no further round up to now: nobody needs to look when theirs began.
        followed=Case(
            When(assignment__round_n__gt=F("n"), then=Exists(following)),
            default=False,
            output_field=BooleanField(),
        ),
        clock_stands=_clock_stands(as_of),
        return_asked=Exists(asked.filter(kind=Request.Kind.RETURN)),
        extension_asked=Exists(asked.filter(kind=Request.Kind.EXTENSION)),
        suspension_asked=Exists(asked.filter(kind=Request.Kind.SUSPENSION)),
        contested=Exists(
            Appeal.objects.filter(assignment=OuterRef("assignment"), asked_at__lt=as_of)
        ),
        urged=Exists(
            Urge.objects.filter(
                order=OuterRef("assignment__order"),
                party=Urge.Party.CITIZEN,
                at__lt=as_of,
                at__gte=OuterRef("assignment__dispatched_at"),
            )
        ),
        attempted=Exists(attempts),
        called_back_at=Subquery(own.values("closed_at")[:1]),
    )


def _rounds(as_of: datetime) -> QuerySet[Any]:
    return rounds_of(facts.top_lead(_ASSIGNMENT), as_of)


LEADS = Population("leads", "主办派办", lambda as_of: _rounds(as_of).filter(n=1), _BY)
ROUNDS = Population("rounds", "主办派办的各轮", _rounds, _BY)
