"""Accepted demands as of a moment: each in exactly one part by its latest decision (domain §4).

An order's row keeps its latest state alone. Where its latest decision is older than the moment, the
part is that of the row; for the others the decision is taken back by asking the order's events.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from orders import facts
from orders.facts import Part
from orders.models import Assignment, Event, Order, Round
from orders.models.round import ShanghaiDay
from orders.states import OrderState, Verb
from reports.population import Population
from reports.populations.dimensions import of_moment, of_order


def last_event(as_of: datetime, **of: object) -> QuerySet[Any]:
    """The latest event of each order, or the latest of those."""
    return Event.objects.filter(order_id=OuterRef("pk"), at__lt=as_of, **of).order_by("-at", "-id")


def as_it_was(as_of: datetime, then: Any, now: str, output: "Field[Any, Any]") -> Case:
    """`now`, what the row says, where its latest decision is older than the moment and was not
    taken back since; for the others `then`, which asks the order's history."""
    decided_later = Q(decided_at__gte=as_of)
    taken_back = Q(state=OrderState.RECEIVED, decided_at__isnull=False)
    return Case(When(decided_later | taken_back, then=then), default=F(now), output_field=output)


def state_then(as_of: datetime) -> Case:
    """A state of the part the order was in as of the moment."""
    then = Subquery(last_event(as_of).values("to_state")[:1])
    return as_it_was(as_of, then, "state", CharField())


def _main_then(as_of: datetime) -> Case:
    """The id of the order it was merged into as of the moment."""
    merge = last_event(as_of, verb=Verb.MERGE).annotate(
        main=Cast(KeyTextTransform("main_id", "payload"), BigIntegerField())
    )
    then = Subquery(merge.values("main")[:1])
    return as_it_was(as_of, then, "merged_into_id", BigIntegerField())


def _main_state_then(as_of: datetime) -> Subquery:
    main = Order.objects.filter(pk=OuterRef("main_then"))
    return Subquery(main.annotate(then=state_then(as_of)).values("then"))


def _of(state: OrderState, then: Any, output: "Field[Any, Any]") -> Case:
    """Asked of orders in that state alone: they are few, and it takes long."""
    return Case(When(state_then=state, then=then), default=None, output_field=output)


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
    merged = OrderState.MERGED
    return Order.objects.filter(facts.accepted(as_of)).annotate(
        state_then=state_then(as_of),
        lead_completed=_lead_completed(as_of, "pk"),
        main_then=_of(merged, _main_then(as_of), BigIntegerField()),
        main_state_then=_of(merged, _main_state_then(as_of), CharField()),
        main_completed=_of(merged, _lead_completed(as_of, "main_then"), BooleanField()),
        given_then=Exists(
            _leads("pk").filter(facts.given(as_of) & facts.counted(as_of)),
        ),
        moved_then=Exists(_leads("pk").filter(facts.moved(as_of))),
        told_before=Exists(_told_before()),
    )


def _told_before() -> QuerySet[Any]:
    """An earlier demand of the same citizen in the same matter."""
    return Order.objects.filter(
        citizen=OuterRef("citizen"),
        category=OuterRef("category"),
        received_at__lt=OuterRef("received_at"),
        received_at__gte=OuterRef("received_at") - REPEATED_WITHIN,
    )


DAY = ShanghaiDay(F("received_at"))
REPEATED_WITHIN = timedelta(days=30)  # an assumption: no source says how long a matter stays one


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


def repeated(_: datetime) -> Q:
    """The same citizen had come with the same matter within the days before."""
    return Q(told_before=True)


def with_citizen(_: datetime) -> Q:
    """Told by somebody who is known."""
    return Q(citizen__isnull=False)


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
    {**of_order(""), **of_moment("received_at")},
)
