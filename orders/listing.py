"""The rows of a list as one person sees them, read for a whole page at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from orders import rulebook
from orders.access import sees_all, title_for
from orders.callbacks.words import callback_words
from orders.clocks import Reading, of_assignment, of_order, of_supervision, read
from orders.deadlines import Rulebook
from orders.dossier import LEVELS
from orders.labels import districts
from orders.lifecycle.load import load
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.models import CallbackTask, Order, Pause, Request
from orders.models.limits import Clock
from orders.queues import Queue
from orders.states import AssignmentState, Subject
from orders.verbs_on_rows import RowVerb, verbs_on
from units.actor import Actor
from units.models import Unit

CALLBACKS = "callbacks"  # the queue whose rows tell how far calling back has come


@dataclass(frozen=True, slots=True)
class Key:
    """Where a row stands in its queue, and what it is about."""

    sort: datetime
    pk: int
    order_id: int
    holding_id: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    key: Key
    order: Order
    title: str
    place: str
    urgency: int
    unit: str
    role: str
    state: tuple[str, str]
    suspended: bool
    rework: int
    clock: Reading | None
    callback: str
    verbs: list[RowVerb]

    @property
    def before(self) -> str:
        """The verb before whose moment something is owed: 16:10前签收."""
        return "签收" if self.clock is not None and self.clock.label == "签收" else ""


def keys(queue: Queue, rows: QuerySet[Any]) -> list[Key]:
    """The keys of a slice of a queue's rows."""
    columns = ["sort", "pk", queue.order] + ([queue.holding] if queue.holding else [])
    return [
        Key(v[0], v[1], v[2], v[3] if queue.holding else None) for v in rows.values_list(*columns)
    ]


@dataclass(frozen=True, slots=True)
class _Sight:
    """What all rows of one page share."""

    queue: Queue
    actors: Sequence[Actor]
    at: datetime
    rules: Rulebook
    orders: dict[int, Order]
    facts: dict[int, OrderFacts]
    units: dict[int, str]
    districts: dict[str, str]
    planned: dict[int, datetime | None]
    asked: dict[int, Request]
    attempts_due: dict[int, datetime | None]


def rows_of(queue: Queue, actors: Sequence[Actor], page: Sequence[Key], at: datetime) -> list[Row]:
    """The rows of one page, in its order; however many, the same number of queries."""
    if not page:
        return []
    ids = {key.order_id for key in page}
    facts = load(*ids)
    found = Order.objects.filter(pk__in=ids).select_related("category", "channel")
    on_units = {a.unit_id for order in facts.values() for a in order.assignments}
    holds = Pause.objects.filter(
        assignment__order__in=ids, ended_at__isnull=True, cause=Pause.Cause.SUSPENSION
    )
    asked = Request.objects.filter(pk__in=[k.pk for k in page]) if queue.clock == "decision" else ()
    sight = _Sight(
        queue,
        actors,
        at,
        rulebook.current(),
        {order.pk: order for order in found},
        facts,
        dict(Unit.objects.filter(pk__in=on_units).values_list("pk", "short_name")),
        districts(),
        dict(holds.values_list("assignment_id", "planned_end_at")),
        {request.pk: request for request in asked},
        _attempts_due(queue, ids),
    )
    return [_row(key, sight) for key in page]


def _attempts_due(queue: Queue, ids: set[int]) -> dict[int, datetime | None]:
    """When the machine tries next, by the task's id; asked only where it is shown."""
    if queue.key != CALLBACKS:
        return {}
    owed = CallbackTask.objects.filter(order__in=ids, next_attempt_at__isnull=False)
    return dict(owed.values_list("pk", "next_attempt_at"))


def _row(key: Key, sight: _Sight) -> Row:
    order, facts = sight.orders[key.order_id], sight.facts[key.order_id]
    whole = sees_all(sight.actors)
    on = facts.assignment(key.holding_id) if key.holding_id else _shown(facts, sight.actors)
    lead = facts.lead if whole and on is None else on
    clock = _clock(key, facts, on, sight)
    rests = sight.queue.clock == "supervision" and clock is not None and bool(clock.stopped)
    return Row(
        key=key,
        order=order,
        title=title_for(sight.actors, order),
        place=_place(order, sight.districts, whole=whole),
        urgency=LEVELS[order.urgency],
        unit=sight.units.get(lead.unit_id, "") if lead else "",
        role="协办" if on and on.subject == Subject.ASSIST else "",
        state=_state(order, on, whole=whole),
        suspended=on is not None and on.open_pause("suspension") is not None,
        rework=on.round_n - 1 if on else 0,
        clock=clock,
        callback=_called(facts, sight),
        verbs=[] if rests else verbs_on(sight.queue.verbs, facts, on, sight.actors),
    )


def _called(facts: OrderFacts, sight: _Sight) -> str:
    if sight.queue.key != CALLBACKS:
        return ""
    return callback_words(facts, sight.attempts_due, sight.at)


def _shown(facts: OrderFacts, actors: Sequence[Actor]) -> AssignmentFacts | None:
    """The assignment an order is listed under: the hotline's running lead; a unit's own, the
    latest that came from outside the subtree."""
    if sees_all(actors):
        return facts.lead
    mine = [a for a in facts.assignments if _within(a, actors) and a.state != "recalled"]
    ids = {a.id for a in mine}
    top = [a for a in mine if a.parent_id not in ids]
    return top[-1] if top else None


def _within(on: AssignmentFacts, actors: Sequence[Actor]) -> bool:
    return any(by.unit_path and on.unit_path.startswith(by.unit_path) for by in actors)


def _place(order: Order, names: dict[str, str], *, whole: bool) -> str:
    """District and street, else the place; the free words of a confidential order are not for
    units."""
    near = order.street or ("" if order.confidential and not whole else order.place)
    return " ".join(part for part in (names.get(order.district, ""), near) if part)


def _state(order: Order, on: AssignmentFacts | None, *, whole: bool) -> tuple[str, str]:
    """The hotline sees the order's state, a unit that of its own work."""
    if whole or on is None:
        return order.state, order.get_state_display()
    return on.state, AssignmentState(on.state).label


def _clock(
    key: Key, facts: OrderFacts, on: AssignmentFacts | None, sight: _Sight
) -> Reading | None:
    rules, at = sight.rules, sight.at
    if sight.queue.clock == "supervision":
        owed = on.open_supervision if on else None
        return of_supervision(owed, rules, at) if owed else None
    if sight.queue.clock == "decision":
        return _decision(sight.asked[key.pk], facts, sight)
    if sight.queue.clock == "dispatch" or on is None:
        order = sight.orders[key.order_id]
        whole = sees_all(sight.actors)
        found = of_order(facts, rules, at, order.dispatch_due_at) if whole else []
        return found[0] if found else None
    readings = of_assignment(on, rules, at, sight.planned.get(on.id))
    if sight.queue.clock == "next" and on.state == AssignmentState.TO_SIGN:
        return readings[0] if readings else None
    return next((reading for reading in readings if reading.label == "办理"), None)


def _decision(request: Request, facts: OrderFacts, sight: _Sight) -> Reading | None:
    if request.decision_due_at is None:
        return None
    limit = sight.rules.find(Clock.DECISION, facts, request.asked_at)
    return read(
        "裁定",
        sight.rules,
        limit.measure,
        request.asked_at,
        request.decision_due_at,
        sight.at,
    )
