"""Turning a number away for a time: decided by a supervisor, with a reason, and lifted again."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from calls.access import BLOCKERS, acting
from calls.models import Block, Call
from orders.errors import Conflict, Missing, Refused
from units.actor import actors_of
from units.models import Staff

MOST_DAYS = 30
LONGEST = 80


def block(call_id: int, days: int, reason: str, *, staff: Staff, at: datetime) -> Block:
    """Turn the caller of this call away for so many days. Raises Forbidden, Missing, Refused, and
    Conflict where the number is blocked already."""
    by = acting(actors_of(staff, at=at), BLOCKERS, "拦截号码，督办员可以")
    reason = reason.strip()
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"拦截1到{MOST_DAYS}天", field="days", code="days_wrong")
    if not reason or len(reason) > LONGEST:
        raise Refused(f"写明缘由，最多{LONGEST}个字", field="reason", code="reason_wrong")
    call = Call.objects.filter(id=call_id, direction="in").first()
    if call is None or call.citizen_id is None:
        raise Missing("这通电话没有可拦截的号码")
    try:
        with transaction.atomic():
            _end_expired(call.citizen_id, staff, at)
            return Block.objects.create(
                citizen_id=call.citizen_id,
                at=at,
                by_id=by.staff_id or staff.pk,
                until=at + timedelta(days=days),
                reason=reason,
            )
    except IntegrityError:
        raise Conflict("这个号码已经在拦截", code="blocked_before") from None


def lift(block_id: int, *, staff: Staff, at: datetime) -> None:
    """Let the number through again. Raises Forbidden, Missing, Conflict where it was lifted."""
    by = acting(actors_of(staff, at=at), BLOCKERS, "解除拦截，督办员可以")
    rows = Block.objects.filter(pk=block_id)
    if not rows.filter(lifted_at__isnull=True).update(lifted_at=at, lifted_by=by.staff_id):
        if not rows.exists():
            raise Missing("没有这条拦截")
        raise Conflict("这条拦截已经解除", code="lifted_before")


def _end_expired(citizen_id: int, staff: Staff, at: datetime) -> None:
    """A block that has run out no longer stands in the way of a new one."""
    expired = Block.objects.filter(citizen=citizen_id, lifted_at__isnull=True, until__lte=at)
    expired.update(lifted_at=at, lifted_by=staff)
