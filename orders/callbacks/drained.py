"""What the clock does about callbacks: attempts that go out, results that never came, calls that
wait to be handed to the gateway. Each order is written on its own, under its lock; whatever another
worker holds is passed by, and what goes wrong with one is put off and stops nobody else."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, transaction

from orders import rulebook
from orders.callbacks.gateway import connected
from orders.callbacks.surveys import hash_for
from orders.clock.drains import Took, drains
from orders.deadlines import Rulebook
from orders.errors import LifecycleError
from orders.lifecycle.after import after
from orders.lifecycle.calling_back import BY_LINK, citizen_of
from orders.lifecycle.decision import Decision
from orders.lifecycle.load import load
from orders.lifecycle.registry import decide
from orders.lifecycle.snapshot import CallbackFacts, OrderFacts
from orders.lifecycle.telling import tell_of
from orders.lifecycle.writing import write
from orders.models import CallbackTask, Citizen, PlacedCallback
from orders.models.callback import CallbackAttempt
from orders.states import Verb
from units.actor import Actor

PUT_OFF = timedelta(minutes=5)
log = logging.getLogger(__name__)
_CLAIM_TASKS = """
    SELECT o.id FROM orders_order o WHERE o.id IN (
        SELECT order_id FROM orders_callbacktask WHERE next_attempt_at <= %s
        ORDER BY next_attempt_at LIMIT %s)
    FOR UPDATE SKIP LOCKED
"""
_CLAIM_WAITS = """
    SELECT o.id FROM orders_order o WHERE o.id IN (
        SELECT t.order_id FROM orders_placedcallback p
        JOIN orders_callbacktask t ON t.id = p.task_id
        WHERE p.ended_at IS NULL AND p.times_out_at <= %s
        ORDER BY p.times_out_at LIMIT %s)
    FOR UPDATE OF o SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One order's turn: the snapshot it is decided on, under which rules, when."""

    order: OrderFacts
    rules: Rulebook
    at: datetime

    def decide(self, verb: Verb, **inputs: Any) -> Decision:
        """A verb of the clock's own. Raises the errors of orders.errors."""
        system = Actor.system()
        return decide(verb, self.order, by=system, at=self.at, rules=self.rules, **inputs)


Owed = Callable[[Turn, int], Decision | None]


def tasks_due(at: datetime) -> int:
    """How many callbacks have an automatic attempt due by `at`."""
    return CallbackTask.objects.filter(next_attempt_at__lte=at).count()


@drains("callbacks", due=tasks_due)
def drain_tasks(at: datetime, most: int) -> Took:
    """The next automatic attempt of each task goes out, or the desk takes over."""

    def due(order_id: int) -> Iterable[int]:
        rows = CallbackTask.objects.filter(order_id=order_id, next_attempt_at__lte=at)
        return rows.order_by("pk").values_list("pk", flat=True)

    def put_off(order_id: int) -> None:
        rows = CallbackTask.objects.filter(order_id=order_id, next_attempt_at__lte=at)
        rows.update(next_attempt_at=at + PUT_OFF)

    return _drain(_CLAIM_TASKS, at, most, due, _attempt, put_off)


def _attempt(turn: Turn, task_id: int) -> Decision | None:
    """Only in the hours in which citizens may be called, however late the clock comes by."""
    task = next((t for t in turn.order.open_callbacks if t.id == task_id), None)
    terms = turn.rules.calling_back(turn.order.kind)
    if task is None:
        CallbackTask.objects.filter(pk=task_id).update(next_attempt_at=None)
        return None
    if terms is None or task.robot_tries >= len(terms.ways):
        return turn.decide(Verb.TAKE_CALLBACK, task_id=task_id)
    later = terms.callable_from(turn.rules.calendar, turn.at)
    if later > turn.at:
        CallbackTask.objects.filter(pk=task_id).update(next_attempt_at=later)
        return None
    if not _reachable(turn.order, task, terms.ways[task.robot_tries]):
        return turn.decide(Verb.TAKE_CALLBACK, task_id=task_id)
    key = uuid4()
    return turn.decide(Verb.PLACE_CALLBACK, task_id=task_id, key=key, token_hash=hash_for(key))


def _reachable(order: OrderFacts, task: CallbackFacts, way: str) -> bool:
    """The citizen has a number, and there is somebody to call it."""
    numbered = Citizen.objects.filter(pk=citizen_of(order, task) or 0, phone_sealed__isnull=False)
    return (way in BY_LINK or connected() is not None) and numbered.exists()


def waits_due(at: datetime) -> int:
    """How many attempts have been waited for long enough by `at`."""
    return PlacedCallback.objects.filter(ended_at__isnull=True, times_out_at__lte=at).count()


@drains("callback_waits", due=waits_due)
def drain_waits(at: datetime, most: int) -> Took:
    """An attempt whose result never came is over; the next one is due in its turn."""

    def due(order_id: int) -> Iterable[int]:
        rows = PlacedCallback.objects.filter(
            task__order_id=order_id, ended_at__isnull=True, times_out_at__lte=at
        )
        return rows.order_by("pk").values_list("pk", flat=True)

    def put_off(order_id: int) -> None:
        """Nobody can ask for it any more: it is needed no more."""
        rows = PlacedCallback.objects.filter(pk__in=list(due(order_id)))
        rows.update(ended_at=at, ended_as=PlacedCallback.EndedAs.SUPERSEDED, hand_at=None)

    return _drain(_CLAIM_WAITS, at, most, due, _waited, put_off)


def _waited(turn: Turn, placed_id: int) -> Decision | None:
    placed = PlacedCallback.objects.get(pk=placed_id)
    return turn.decide(
        Verb.RECORD_CALLBACK,
        way=placed.way,
        result=str(CallbackAttempt.Result.NO_RESULT),
        task_id=placed.task_id,
        placed_id=placed_id,
    )


def _drain(
    claim: str,
    at: datetime,
    most: int,
    due: Callable[[int], Iterable[int]],
    owed: Owed,
    put_off: Callable[[int], None],
) -> Took:
    deeds: Counter[str] = Counter()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(claim, [at, most])
            ids = [row[0] for row in cursor.fetchall()]
        orders = load(*ids) if ids else {}
        rules = rulebook.current() if orders else None
        for pk, order in orders.items():
            if rules is not None:
                try:
                    with transaction.atomic():
                        deeds += _one(Turn(order, rules, at), list(due(pk)), owed)
                except (LifecycleError, LookupError, ValueError, DatabaseError):
                    log.exception("the clock could not call back about order %s", pk)
                    put_off(pk)
                    deeds["put_off"] += 1
    return Took(len(orders), deeds)


def _one(turn: Turn, ids: list[int], owed: Owed) -> Counter[str]:
    deeds: Counter[str] = Counter()
    order = turn.order
    for pk in ids:
        decision = owed(Turn(order, turn.rules, turn.at), pk)
        if decision is not None:
            tell_of(decision, order, write(decision, order))
            order = after(order, decision)
            deeds[str(decision.event.verb)] += 1
    return deeds
