"""What the clock does on the telephone: ends calls whose hangup never came, owes return calls,
and says when one was not kept."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from calls.events import RETURN_OWED, TIMED_OUT, Event
from calls.facts import UNANSWERED
from calls.models import Call, ReturnCall
from calls.publishing import tell_of_call
from calls.returning import owe
from calls.taking import note
from orders.clock.drains import Took, drains
from orders.models import Outbox
from units.roles import Role

PUT_OFF = timedelta(minutes=5)
log = logging.getLogger(__name__)


def calls_due(at: datetime) -> int:
    """How many calls the clock has to look at."""
    return Call.objects.filter(next_due_at__lte=at).count()


@drains("calls", due=calls_due)
def drain_calls(at: datetime, most: int) -> Took:
    """Look at up to `most` calls: one still open is over, a missed one owes its return call."""
    deeds: Counter[str] = Counter()
    due = Call.objects.filter(next_due_at__lte=at).order_by("next_due_at")
    ids = list(due.values_list("id", flat=True)[:most])
    for call_id in ids:
        deeds[_look_or_put_off(call_id, at)] += 1
    return Took(len(ids), deeds - Counter({"nothing": deeds["nothing"]}))


def _look_or_put_off(call_id: int, at: datetime) -> str:
    """What one call's data breaks stops nobody else."""
    try:
        return _look(call_id, at)
    except Exception:
        log.exception("the clock could not look at call %s", call_id)
        Call.objects.filter(id=call_id).update(next_due_at=at + PUT_OFF)
        return "put_off"


def _look(call_id: int, at: datetime) -> str:
    """One call, locked: somebody else may have looked at it, or an event moved it."""
    with transaction.atomic():
        call = Call.objects.select_for_update().get(id=call_id)
        if call.next_due_at is None or call.next_due_at > at:
            return "nothing"
        if call.ended_at is None:
            note(call_id, Event(TIMED_OUT, at, TIMED_OUT), at=at)
            return "call_ended"
        owed = owe(call, at=at) if call.outcome in UNANSWERED else None
        note(call_id, Event(RETURN_OWED, at, RETURN_OWED), at=at)
        return "return_owed" if owed else "nobody_to_call"


def returns_due(at: datetime) -> int:
    """How many return calls have passed their moment and were not yet marked."""
    return _late(at).count()


def _late(at: datetime) -> QuerySet[ReturnCall]:
    return ReturnCall.objects.filter(
        closed_at__isnull=True, overdue_at__isnull=True, due_at__lte=at
    )


@drains("return_calls", due=returns_due)
def drain_returns(at: datetime, most: int) -> Took:
    """Mark up to `most` return calls that were not kept and tell the supervisors of them, in one
    notice; once each, whoever looks."""
    with transaction.atomic():
        rows = _late(at).order_by("due_at").select_for_update(skip_locked=True, no_key=True)
        ids = list(rows.values_list("pk", flat=True)[:most])
        if ids:
            ReturnCall.objects.filter(pk__in=ids).update(overdue_at=at)
            _tell_late(len(ids), at)
    return Took(len(ids), Counter({"return_overdue": len(ids)}) if ids else Counter())


def _tell_late(count: int, at: datetime) -> None:
    Outbox.objects.create(
        at=at,
        kind="return_call.late",
        to_kind=Outbox.To.ROLE,
        to_id=Role.SUPERVISOR.value,
        payload={"count": count},
    )
    tell_of_call(0)
