"""What people do about an alert: write down what was done, and close it."""

from datetime import datetime

from django.db import transaction

from orders.errors import Conflict, Forbidden, Refused
from orders.models import Alert, AlertNote
from orders.publishing import ORDERS, tell
from units.access import Area, may_change, may_see
from units.actor import Actor
from units.roles import Role

READERS = frozenset({Role.ANALYST.value, Role.ADMINISTRATOR.value})


def may_note(by: Actor) -> bool:
    """Whoever works with demands; who only reads writes nothing."""
    return may_see(by, Area.ALERTS) and bool(by.roles - READERS)


def note(alert: Alert, *, by: Actor, at: datetime, body: str) -> AlertNote:
    """What was done, on an open alert the person sees. Raises Forbidden, Refused, Conflict."""
    if not may_note(by):
        raise Forbidden("你能看这条要情，不写处置情况")
    with transaction.atomic():
        return _note(_locked(alert), by, at, body)


def close(alert: Alert, *, by: Actor, at: datetime, body: str) -> Alert:
    """A supervisor ends it, saying how it was dealt with. Raises as note does."""
    if not may_change(by, Area.ALERTS):
        raise Forbidden("要情由督办员了结")
    with transaction.atomic():
        row = _locked(alert)
        _note(row, by, at, body)
        row.closed_at, row.closed_by_id, row.closed_as = at, by.staff_id, Alert.ClosedAs.HANDLED
        row.save(update_fields=["closed_at", "closed_by", "closed_as"])
    tell(row.pk, lambda: [ORDERS])
    return row


def _locked(alert: Alert) -> Alert:
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    if row.closed_at is not None:
        raise Conflict("这条要情已经了结", code="closed", at=row.closed_at)
    return row


def _note(row: Alert, by: Actor, at: datetime, body: str) -> AlertNote:
    if not body.strip():
        raise Refused("写明怎么处置的", field="body")
    assert by.staff_id is not None
    return AlertNote.objects.create(alert=row, at=at, by_id=by.staff_id, body=body.strip())
