"""What a call was about: each purpose is one function that does the order's verb and links both.

A call may register two demands, or only urge, ask, supplement, withdraw, praise. The verb and the
link are one transaction; the purpose is an event of the call too, since its outcome follows from
it (calls/facts.py).
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from calls.access import AT_THE_TELEPHONE, acting
from calls.events import CONCLUDED, MARKED, OUT_PURPOSE, PURPOSE, UNMARKED, Event
from calls.models import Call, CallPurpose
from calls.models.call import SPOKEN, Mark, Outcome, OutPurpose
from calls.taking import note
from orders.access import get_order_for
from orders.errors import Conflict, Missing, Refused
from orders.models import Reason
from orders.standing import do, stand
from orders.states import Verb
from units.actor import Actor, actors_of
from units.models import Staff

Purpose = CallPurpose.Purpose
CONCLUSIONS = (*SPOKEN, Outcome.NUISANCE)


def register(call_id: int, order_id: int, *, by: Actor, at: datetime) -> None:
    """A demand was taken in on the call: said once it is, in its transaction. Raises Missing for
    no such call."""
    _link(call_id, order_id, Purpose.REGISTER, by, at)


def urge(call_id: int, number: str, text: str = "", *, staff: Staff, at: datetime) -> None:
    """The caller asks to hurry. Raises what the order's verb raises."""
    _do(call_id, number, Verb.URGE, Purpose.URGE, staff, at, **({"text": text} if text else {}))


def ask(call_id: int, number: str, *, staff: Staff, at: datetime) -> None:
    """The caller asks how far it has come: nothing moves. Raises Missing, Forbidden."""
    by = _at_telephone(staff, at)
    order = get_order_for(actors_of(staff, at=at), number)
    _link(call_id, order.pk, Purpose.ASK, by, at)


def supplement(call_id: int, number: str, text: str, *, staff: Staff, at: datetime) -> None:
    """The caller has more to say on the matter."""
    _do(call_id, number, Verb.SUPPLEMENT, Purpose.SUPPLEMENT, staff, at, text=text)


def withdraw(call_id: int, number: str, text: str = "", *, staff: Staff, at: datetime) -> None:
    """The caller takes the demand back."""
    more = {"text": text} if text else {}
    _do(call_id, number, Verb.WITHDRAW, Purpose.WITHDRAW, staff, at, **more)


def praise(call_id: int, number: str = "", *, staff: Staff, at: datetime) -> None:
    """The caller praises: how an order was handled, or nobody's order in particular."""
    by = _at_telephone(staff, at)
    order = get_order_for(actors_of(staff, at=at), number) if number else None
    _link(call_id, order.pk if order else None, Purpose.PRAISE, by, at)


def conclude(call_id: int, outcome: str, reason: str = "", *, staff: Staff, at: datetime) -> None:
    """Say what became of the call; said again, the last word counts. reason: where a caller was
    sent, for a transfer alone. Raises Refused, Missing, Forbidden."""
    by = _at_telephone(staff, at)
    if outcome not in CONCLUSIONS:
        raise Refused("选一个结果", field="outcome", code="unknown_outcome")
    sent = outcome == Outcome.TRANSFERRED
    if sent and not _destinations().filter(code=reason).exists():
        raise Refused("选移交去向", field="reason", code="unknown_reason")
    said = {"outcome": outcome, "by": by.staff_id} | ({"reason": reason} if sent else {})
    note(call_id, Event(CONCLUDED, at, f"{CONCLUDED}:{at.timestamp()}", said), at=at)


def name_purpose(call_id: int, purpose: str, *, staff: Staff, at: datetime) -> None:
    """Say why the hotline called. Raises Refused for no purpose of an outbound call."""
    by = _at_telephone(staff, at)
    outbound = Call.objects.filter(id=call_id, direction="out").exists()
    if purpose not in OutPurpose.values or not outbound:
        raise Refused("选一个呼出目的；来电没有呼出目的", field="purpose", code="unknown_purpose")
    said = {"purpose": purpose, "by": by.staff_id}
    note(call_id, Event(OUT_PURPOSE, at, f"{OUT_PURPOSE}:{at.timestamp()}", said), at=at)


def mark(call_id: int, name: str, *, stands: bool, by: Actor, at: datetime) -> None:
    """Set or take away a mark of who listened to the recording. Raises Refused, Missing."""
    if name not in Mark.values:
        raise Refused("选一个记号", field="mark", code="unknown_mark")
    kind = MARKED if stands else UNMARKED
    said = {"mark": name, "by": by.staff_id}
    note(call_id, Event(kind, at, f"{kind}:{name}:{at.timestamp()}", said), at=at)


def _destinations() -> Any:
    return Reason.objects.filter(kind=Reason.Kind.TRANSFER, active=True)


def _at_telephone(staff: Staff, at: datetime) -> Actor:
    return acting(actors_of(staff, at=at), AT_THE_TELEPHONE, "记通话，话务员、派单员和回访员记")


def _do(
    call_id: int,
    number: str,
    verb: Verb,
    purpose: str,
    staff: Staff,
    at: datetime,
    **inputs: Any,
) -> None:
    by = _at_telephone(staff, at)
    with transaction.atomic():
        standing, conflict = stand(verb, staff, number, at=at)
        if conflict is not None:
            raise conflict
        do(standing, inputs)
        _link(call_id, standing.order.pk, purpose, by, at)


def _link(call_id: int, order_id: int | None, purpose: str, by: Actor, at: datetime) -> None:
    """The row and the event, once a call, order and purpose. Raises Conflict where they are one
    already, Missing for no such call."""
    try:
        with transaction.atomic():
            if not Call.objects.filter(id=call_id).exists():
                raise Missing("没有这通电话")
            CallPurpose.objects.create(
                call_id=call_id, order_id=order_id, purpose=purpose, at=at, by_id=by.staff_id
            )
            said = {"purpose": str(purpose), "order": order_id, "by": by.staff_id}
            note(call_id, Event(PURPOSE, at, f"{PURPOSE}:{purpose}:{order_id}", said), at=at)
    except IntegrityError:
        if not _linked(call_id, order_id, purpose):
            raise
        raise Conflict("这通电话已经记过这一项", code="linked_before") from None


def _linked(call_id: int, order_id: int | None, purpose: str) -> bool:
    rows = CallPurpose.objects.filter(call_id=call_id, purpose=purpose)
    rows = rows.filter(order__isnull=True) if order_id is None else rows.filter(order=order_id)
    return rows.exists()
