"""Taking an event into its call: lock, join the set, reckon the facts anew, write; all at once.

The one writer of calls that live. What an event sets in motion beside the call, the seat's state
and a return call that is no longer owed, is written in the same transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from calls import seating
from calls.changes import touch
from calls.events import Event, joined, read, written
from calls.facts import Facts, reduce
from calls.models import Call, CallReference, CtiSource
from calls.publishing import tell_of_call
from calls.returning import settle
from calls.telling import Heard
from orders.errors import Conflict, Missing

# The columns of a call that are ids of other rows.
_IDS = {"line", "queue", "seat", "operator", "citizen", "transferred_to"}


def take(source: CtiSource, heard: Heard, *, at: datetime) -> int:
    """Write down what the switch told; the answer is the call's id. Told again it changes nothing.
    Raises Conflict where the call stays locked too long: then the switch tells it again."""
    with _waiting(), transaction.atomic():
        reference = _reference(source, heard.cti_id)
        known = Call.objects.select_for_update().filter(id=reference.call_id).first()
        if known is not None:
            return _change(known, (heard.event,), at)
        facts = reduce((heard.event,))
        Call.objects.create(
            id=reference.call_id,
            source=source,
            cti_id=heard.cti_id,
            events=written((heard.event,)),
            **_columns(facts),
        )
        _follow(reference.call_id, facts, None, at)
        return reference.call_id


def note(call_id: int, *events: Event, at: datetime) -> None:
    """Write down what a person or the clock says of a call. Raises Missing, Conflict."""
    with _waiting(), transaction.atomic():
        known = Call.objects.select_for_update().filter(id=call_id).first()
        if known is None:
            raise Missing("没有这通电话")
        _change(known, events, at)


def _reference(source: CtiSource, cti_id: str) -> CallReference:
    """The call's own number here, made on the first event; its row is locked until the end."""
    locked = CallReference.objects.select_for_update().filter(source=source, cti_id=cti_id)
    if (found := locked.order_by().first()) is None:
        new = CallReference(source=source, cti_id=cti_id)
        CallReference.objects.bulk_create([new], ignore_conflicts=True)
        found = locked.get()
    return found


def _change(call: Call, new: Sequence[Event], at: datetime) -> int:
    known = read(call.events)
    events = joined(known, *new)
    if events != known:
        facts = reduce(events)
        Call.objects.filter(id=call.id).update(events=written(events), **_columns(facts))
        _follow(call.id, facts, reduce(known), at)
    return call.id


def _follow(call_id: int, facts: Facts, before: Facts | None, at: datetime) -> None:
    """What the change sets in motion; a call that was answered before settles nothing anew."""
    seating.follow(call_id, facts, at=at)
    if before is None or (before.answered_at, before.citizen) != (facts.answered_at, facts.citizen):
        settle(call_id, facts, at=at)
    placed = [(one.at, one.offered_at) for one in (facts, before) if one is not None]
    touch(chain(*placed), at=at)
    tell_of_call(call_id)


def _columns(facts: Facts) -> dict[str, Any]:
    names = [name for name in Facts.__slots__ if name != "live_seat"]
    columns = {f"{n}_id" if n in _IDS else n: getattr(facts, n) for n in names}
    columns["quality_marks"] = list(facts.quality_marks)
    return columns


@contextmanager
def _waiting() -> Iterator[None]:
    """A lock that is not given in time is a conflict, not a fault."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise Conflict("这通电话正在改，稍后再报", code="busy") from None
        raise
