"""Accepted demands as of a moment: each in exactly one part by its latest decision (domain §4).

An order's row keeps its latest state alone; what happened at or after the moment is taken back by
asking the order's events, and only of the orders of which something happened since.
"""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from orders import facts
from orders.facts import Part
from orders.models import Assignment, Event, Order, Round
from orders.models.round import ShanghaiDay
from orders.states import OrderState, Verb
from reports.population import Population


def _moved_on(as_of: datetime, order: str) -> Exists:
    """Whether something happened to the order at or after the moment: only then its history is
    asked. By the order's own events, few and indexed: all later ones together are too many."""
    return Exists(Event.objects.filter(order_id=OuterRef(order), at__gte=as_of))


def _last_event(as_of: datetime, order: str, **of: object) -> QuerySet[Any]:
    return Event.objects.filter(order_id=OuterRef(order), at__lt=as_of, **of).order_by("-at", "-id")


def _state_then(as_of: datetime, order: str) -> Case:
    """The state of the order (a column with its id) as of the moment, from its last event."""
    now = Order.objects.filter(pk=OuterRef(order)).values("state")
    return Case(
        When(
            _moved_on(as_of, order),
            then=Subquery(_last_event(as_of, order).values("to_state")[:1]),
        ),
        default=F("state") if order == "pk" else Subquery(now),
    )


def _merged_into_then(as_of: datetime) -> Case:
    """The id of the order it was merged into as of the moment."""
    merge = _last_event(as_of, "pk", verb=Verb.MERGE).annotate(
        main=Cast(KeyTextTransform("main_id", "payload"), BigIntegerField())
    )
    return Case(
        When(_moved_on(as_of, "pk"), then=Subquery(merge.values("main")[:1])),
        default=F("merged_into_id"),
        output_field=BigIntegerField(),
    )


def _leads(order: str) -> QuerySet[Any]:
    return Assignment.objects.filter(facts.top_lead(), order=OuterRef(order))


def _lead_completed(as_of: datetime, order: str) -> Exists:
    first = Round.objects.filter(
        facts.top_lead("assignment__")
        & facts.standing(as_of, "assignment__")
        & facts.completed(as_of),
        assignment__order=OuterRef(order),
        n=1,
    )
    return Exists(first)


def _demands(as_of: datetime) -> QuerySet[Any]:
    return Order.objects.filter(facts.accepted(as_of)).annotate(
        state_then=_state_then(as_of, "pk"),
        lead_completed=_lead_completed(as_of, "pk"),
        main_then=_merged_into_then(as_of),
        main_state_then=_state_then(as_of, "main_then"),
        main_completed=_lead_completed(as_of, "main_then"),
        given_then=Exists(
            _leads("pk").filter(facts.given(as_of) & facts.counted(as_of)),
        ),
        moved_then=Exists(_leads("pk").filter(facts.moved(as_of))),
    )


DAY = ShanghaiDay(F("received_at"))


def in_part(part: Part) -> Callable[[datetime], Q]:
    """The demands in this part as of the moment."""
    return lambda _: facts.in_part(part)


def completed(_: datetime) -> Q:
    """综合办结: answered, declined (the database wants its reason), withdrawn, transferred with
    receipt, dispatched and completed, or merged into one that is answered or completed."""
    return reduce(
        or_,
        [
            facts.in_part(Part.DIRECT),
            facts.in_part(Part.DECLINED),
            facts.in_part(Part.WITHDRAWN),
            facts.in_part(Part.TRANSFERRED) & facts.with_receipt(),
            facts.in_part(Part.DISPATCHED) & Q(lead_completed=True),
            facts.in_part(Part.MERGED)
            & (Q(main_state_then=OrderState.ANSWERED) | Q(main_completed=True)),
        ],
    )


def given(_: datetime) -> Q:
    """An order some unit was given and that was not taken back from all."""
    return Q(given_then=True)


def never_moved(_: datetime) -> Q:
    """No ruling took the order from a unit: the first dispatch was right."""
    return Q(given_then=True, moved_then=False)


DEMANDS = Population(
    "demands",
    "受理的诉求",
    _demands,
    {
        "channel": "channel_id",
        "kind": "kind",
        "urgency": "urgency",
        "category": "category_id",
        "district": "district",
    },
)
