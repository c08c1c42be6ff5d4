"""What a gateway tells of a call: once recorded, however often, late or out of order it is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from orders.errors import Conflict, Missing
from orders.lifecycle import apply
from orders.models import PlacedCallback
from orders.models.callback import CallbackAttempt
from orders.states import Verb
from units.actor import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """One report about a call, named by the key it was placed under."""

    reference: UUID
    result: str
    contacted: bool | None = None
    solved: bool | None = None
    rating: int | None = None
    text: str = ""


class Outcome(Enum):
    """recorded: it is an attempt now. before: this call has its result. late: nobody waits for it
    and it says nothing that is still of use."""

    RECORDED = "recorded"
    BEFORE = "before"
    LATE = "late"


def take(told: Told, *, at: datetime) -> Outcome:
    """Record a report. Raises Missing for a reference that is of no call of ours, Refused for
    answers that cannot be.

    A report that comes after the waiting is of use only where it reached somebody who has not
    been reached since: then it is an attempt of its own.
    """
    placed = PlacedCallback.objects.select_related("task").filter(key=told.reference).first()
    if placed is None or placed.token_hash:
        raise Missing("没有这次呼叫")
    if placed.ended_as == PlacedCallback.EndedAs.RESULT:
        return Outcome.BEFORE
    if placed.ended_at is not None:
        return _late(told, placed, at)
    try:
        _record(told, placed, at, placed_id=placed.pk)
    except Conflict as conflict:
        if conflict.code not in _OVER:
            raise
        placed.refresh_from_db()
        ended_so = placed.ended_as == PlacedCallback.EndedAs.RESULT
        return Outcome.BEFORE if ended_so else Outcome.LATE
    return Outcome.RECORDED


_OVER = frozenset({"not_out", "no_callback", "wrong_state"})


def _late(told: Told, placed: PlacedCallback, at: datetime) -> Outcome:
    if told.result != CallbackAttempt.Result.REACHED or told.rating is None:
        return Outcome.LATE
    try:
        _record(told, placed, at, placed_id=None)
    except Conflict as conflict:
        if conflict.code not in _OVER:
            raise
        return Outcome.LATE
    return Outcome.RECORDED


def _record(told: Told, placed: PlacedCallback, at: datetime, placed_id: int | None) -> None:
    apply(
        Verb.RECORD_CALLBACK,
        placed.task.order_id,
        by=Actor.system(),
        at=at,
        task_id=placed.task_id,
        placed_id=placed_id,
        way=placed.way,
        result=told.result,
        contacted=told.contacted,
        solved=told.solved,
        rating=told.rating,
        text=told.text,
    )
