"""What a seat does: signing on, ready, break, wrap-up, signing off; and what a call makes of it.

Each verb is one function that locks the seat, writes the stretch that ends as a SeatState row and
begins the next. Moments never run backwards: a verb of an earlier moment than the running state
began counts from there.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from calls.changes import touch
from calls.facts import Facts
from calls.models import HandOver, Seat, SeatState, Shift
from calls.models.seat import BreakReason, State
from calls.publishing import tell_of_seat
from orders.errors import Conflict, Forbidden, Missing, Refused
from units.actor import Actor
from units.roles import Role

LIVE = timedelta(minutes=10)  # what is told later than this no longer moves a seat
LONGEST_NOTE = 2000
AT_SEATS = frozenset({Role.OPERATOR.value, Role.DISPATCHER.value, Role.REVIEWER.value})


def may_sit(by: Actor) -> bool:
    """Whose work is done at a telephone."""
    return not AT_SEATS.isdisjoint(by.roles)


def seat_of(staff_id: int) -> Seat | None:
    """Where the person works now."""
    seats = Seat.objects.select_related("shift__staff")
    return seats.filter(shift__staff=staff_id).first()


def sign_on(code: str, *, by: Actor, at: datetime) -> Seat:
    """Begin a shift at a seat, in a break until ready is said. Raises Forbidden, Missing, and
    Conflict where somebody sits there or the person sits elsewhere."""
    try:
        with transaction.atomic():
            seat = _locked(code=code)
            if not seat.active:
                raise Conflict(f"席位{seat.code}已停用", code="seat_inactive")
            if seat.shift is not None:
                raise Conflict(f"席位{seat.code}上有{seat.shift.staff.name}", code="seat_taken")
            shift = Shift.objects.create(seat=seat, staff_id=_person(by), began_at=at)
            _begin(seat, State.BREAK, at, reason=BreakReason.REST, shift=shift)
            return seat
    except IntegrityError:
        raise Conflict("你已经在别的席位签入，先签出", code="sits_elsewhere") from None


def ready(*, by: Actor, at: datetime) -> Seat:
    """Take the next call. Raises Conflict while a call is on, or without a seat."""
    return _turn(State.READY, by=by, at=at)


def take_break(reason: str, *, by: Actor, at: datetime) -> Seat:
    """Take no calls for a reason of the list. Raises Refused, Conflict."""
    if reason not in BreakReason.values:
        raise Refused("选一个小休缘由", field="reason", code="unknown_reason")
    return _turn(State.BREAK, by=by, at=at, reason=reason)


def wrap_up(*, by: Actor, at: datetime) -> Seat:
    """Finish the notes of a call before the next. Raises Conflict."""
    return _turn(State.WRAP_UP, by=by, at=at)


def sign_off(note: str = "", *, by: Actor, at: datetime) -> Shift:
    """End the shift; note is what those who come must know, and may be empty. Raises Conflict
    while a call is on, or without a seat."""
    note = _fitting(note)
    with transaction.atomic():
        seat = _own(by)
        shift = _shift(seat)
        at = _close(seat, at)
        if note:
            HandOver.objects.create(shift=shift, at=at, body=note)
        Shift.objects.filter(pk=shift.pk).update(ended_at=at)
        _empty(seat)
        return shift


def hand_over(note: str, *, by: Actor, at: datetime) -> HandOver:
    """Leave word for those who come, while still at work. Raises Refused for nothing to say."""
    if not (note := _fitting(note)):
        raise Refused("写下要交接的事", field="note", code="nothing_to_say")
    with transaction.atomic():
        row = HandOver.objects.create(shift=_shift(_own(by)), at=at, body=note)
    tell_of_seat(row.shift.seat_id)
    return row


def take_over(hand_over_id: int, *, by: Actor, at: datetime) -> None:
    """Say that the word was read. Raises Forbidden, Missing, Conflict where somebody did before."""
    person = _person(by)
    rows = HandOver.objects.filter(pk=hand_over_id)
    if not rows.filter(taken_at__isnull=True, at__lte=at).update(taken_at=at, taken_by=person):
        if not rows.exists():
            raise Missing("没有这条交接")
        raise Conflict("这条交接已经有人接下", code="taken_before")


def follow(call_id: int, facts: Facts, *, at: datetime) -> None:
    """Move the seat that a call concerns: talking while it has the caller, then wrap-up. What is
    told late moves nothing."""
    if facts.live_seat is not None and at - _latest(facts) <= LIVE:
        seat = Seat.objects.select_for_update().get(pk=facts.live_seat)
        if seat.shift_id is not None and seat.call_id != call_id:
            _begin(seat, State.TALKING, _latest(facts), call_id=call_id)
    if facts.answered_at is None:
        return
    over = Seat.objects.select_for_update().filter(call_id=call_id)
    for seat in over.exclude(pk=facts.live_seat or 0):
        _begin(seat, State.WRAP_UP, facts.ended_at or at)


def _latest(facts: Facts) -> datetime:
    return facts.answered_at or facts.at


def _turn(state: str, *, by: Actor, at: datetime, reason: str = "") -> Seat:
    with transaction.atomic():
        seat = _own(by)
        if (seat.state, seat.reason) != (state, reason):
            _begin(seat, state, at, reason=reason)
        return seat


def _own(by: Actor) -> Seat:
    """The person's own seat, locked, with no call on it."""
    person = _person(by)
    found = Seat.objects.filter(shift__staff=person).values_list("pk", flat=True).first()
    seat = _locked(pk=found) if found else None
    if seat is None or seat.shift is None or seat.shift.staff_id != person:
        raise Conflict("你还没有签入席位", code="no_seat")
    if seat.state == State.TALKING:
        raise Conflict("正在通话，挂断以后再改状态", code="talking")
    return seat


def _locked(**which: object) -> Seat:
    # Without a join: who waits for the lock would get the shift as it was before the wait.
    seat = Seat.objects.select_for_update().filter(**which).first()
    if seat is None:
        raise Missing("没有这个席位")
    return seat


def _shift(seat: Seat) -> Shift:
    assert seat.shift is not None
    return seat.shift


def _begin(
    seat: Seat,
    state: str,
    at: datetime,
    *,
    reason: str = "",
    call_id: int | None = None,
    shift: Shift | None = None,
) -> None:
    """End the running state and begin another, on a locked seat."""
    seat.since = _close(seat, at)
    seat.state, seat.reason, seat.call_id = state, reason, call_id
    if shift is not None:
        seat.shift = shift
    seat.save(update_fields=["since", "state", "reason", "call_id", "shift"])
    tell_of_seat(seat.pk)


def _close(seat: Seat, at: datetime) -> datetime:
    """Write down the stretch that ends; the answer is when it ended."""
    if seat.shift_id is None or seat.since is None:
        return at
    at = max(at, seat.since)
    SeatState.objects.create(
        at=seat.since,
        ended_at=at,
        seat=seat,
        shift_id=seat.shift_id,
        staff_id=_shift(seat).staff_id,
        state=seat.state,
        reason=seat.reason,
        call_id=seat.call_id,
    )
    touch([seat.since], at=at)
    return at


def _empty(seat: Seat) -> None:
    seat.shift = seat.since = seat.call_id = None
    seat.state = seat.reason = ""
    seat.save(update_fields=["since", "state", "reason", "call_id", "shift"])
    tell_of_seat(seat.pk)


def _fitting(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Refused(f"交接最多{LONGEST_NOTE}个字", field="note", code="too_long")
    return note


def _person(by: Actor) -> int:
    """Who sits there. Raises Forbidden for whom it is not."""
    if by.staff_id is None or not may_sit(by):
        raise Forbidden("坐席位是话务员、派单员和回访员的事")
    return by.staff_id
