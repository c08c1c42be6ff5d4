"""Calling back whom nobody answered: owed once a caller, kept by a moment, ended by an attempt.

The clock owes it (calls/clock.py) a minute after a call was missed; it ends when the citizen was
reached, called again and was answered, or could not be reached in as many attempts as the queue
promises.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from calls.facts import Facts
from calls.models import Call, ReturnCall, ReturnTry, SkillQueue
from calls.publishing import tell_of_call
from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.models import Citizen
from units.actor import Actor
from units.roles import Role

CALLERS_BACK = frozenset({Role.OPERATOR.value, Role.DISPATCHER.value, Role.REVIEWER.value})
DEFAULT = (60, 3)  # minutes and tries where no queue is loaded


def owe(call: Call, *, at: datetime) -> ReturnCall | None:
    """A missed call is called back: a row of its own, or one more in the citizen's open one; None
    where nobody knows whom to call. Safe to run twice."""
    if call.citizen_id is None or call.ended_at is None:
        return None
    if ReturnCall.objects.filter(call_id=call.id).exists():
        return None
    with transaction.atomic():
        running = ReturnCall.objects.select_for_update().filter(
            citizen=call.citizen_id, closed_at__isnull=True
        )
        if running.update(missed=F("missed") + 1, missed_at=call.ended_at):
            return running.first()
        minutes, tries = _promise(call.queue_id)
        row = ReturnCall.objects.create(
            call_id=call.id,
            citizen_id=call.citizen_id,
            queue_id=call.queue_id,
            missed_at=call.ended_at,
            opened_at=at,
            due_at=max(at, call.ended_at) + timedelta(minutes=minutes),
            most_tries=tries,
        )
    tell_of_call(call.id)
    return row


def _promise(queue: str | None) -> tuple[int, int]:
    """Minutes and tries: the queue's, else those of the first queue."""
    promises = SkillQueue.objects.order_by("position").values_list("return_minutes", "return_tries")
    return promises.filter(code=queue or "").first() or promises.first() or DEFAULT


def settle(call_id: int, facts: Facts, *, at: datetime) -> None:
    """What a call means for those still owed: its own is void when it turns out to be answered,
    and a citizen who called again and was answered needs none. An outbound call that reached the
    citizen is an attempt only where somebody records it."""
    if facts.answered_at is None or facts.direction != "in":
        return
    running = ReturnCall.objects.filter(closed_at__isnull=True)
    running.filter(call_id=call_id).update(closed_at=at, outcome=ReturnCall.Outcome.ANSWERED)
    if facts.citizen is not None:
        later = running.filter(citizen=facts.citizen, missed_at__lte=facts.answered_at)
        later.update(closed_at=at, outcome=ReturnCall.Outcome.CAME_AGAIN)


def forget(citizen: Citizen, orders: Sequence[int], at: datetime) -> None:
    """The citizen's number is erased: nobody can be called back any more."""
    running = ReturnCall.objects.filter(citizen=citizen, closed_at__isnull=True)
    running.update(closed_at=at, outcome=ReturnCall.Outcome.ERASED)


def record(
    return_id: int, result: str, *, by: Actor, at: datetime, call_id: int | None = None
) -> ReturnCall:
    """Write down one attempt; call_id names the outbound call where the switch told of it. Raises
    Forbidden, Missing, Refused for a result that is not on the list, Conflict once it is over or
    that call was recorded before."""
    if CALLERS_BACK.isdisjoint(by.roles):
        raise Forbidden("回拨是话务员、派单员和回访员的事")
    if result not in ReturnTry.Result.values:
        raise Refused("选一个回拨结果", field="result", code="unknown_result")
    try:
        with transaction.atomic():
            row = ReturnCall.objects.select_for_update().filter(pk=return_id).first()
            if row is None:
                raise Missing("没有这条回拨")
            if row.closed_at is not None:
                raise Conflict(f"这条已了结：{row.get_outcome_display()}", code="closed")
            _attempt(row, result, by, at, _outbound(row, call_id))
    except IntegrityError:
        raise Conflict("这次呼出已经记过", code="recorded_before") from None
    tell_of_call(row.call_id)
    return row


def _outbound(row: ReturnCall, call_id: int | None) -> int | None:
    """The outbound call to that citizen. Raises Refused where it is none."""
    if call_id is None:
        return None
    out = Call.objects.filter(id=call_id, direction="out", at__gte=row.missed_at)
    if not out.filter(citizen=row.citizen_id).exists():
        raise Refused("这不是打给这位市民的呼出", field="call", code="other_call")
    return call_id


def _attempt(row: ReturnCall, result: str, by: Actor, at: datetime, call_id: int | None) -> None:
    row.tries += 1
    ReturnTry.objects.create(
        return_call=row, n=row.tries, at=at, by_id=by.staff_id, result=result, call_id=call_id
    )
    if result == ReturnTry.Result.REACHED:
        row.closed_at, row.outcome = at, ReturnCall.Outcome.REACHED
    elif row.tries >= row.most_tries:
        row.closed_at, row.outcome = at, ReturnCall.Outcome.UNREACHABLE
    row.save(update_fields=["tries", "closed_at", "outcome"])
