"""Registering a demand at the desk: the citizen, the order and the form's token in one go."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from orders import calling_in
from orders.errors import Conflict
from orders.forms.demand import DemandForm
from orders.lifecycle import take_in
from orders.models import Registration
from units.actor import Actor
from units.models import Staff


def registered(token: UUID) -> Registration | None:
    """What came of a form sent before."""
    return Registration.objects.select_related("order").filter(token=token).first()


def register(form: DemandForm, *, staff: Staff, by: Actor, at: datetime) -> Registration:
    """Take in the demand of a valid form; `by` is the way in which the person acts. A form sent
    twice, even at the same moment, makes one order. Raises Conflict for the second, Refused where
    a rule forbids it; then nothing is written, the citizen included."""
    token = form.cleaned_data["token"]
    try:
        with transaction.atomic():
            citizen = form.citizen(at=at)
            done = take_in(form.demand(citizen), by=by, at=at)
            if form.calling is not None:
                calling_in.registered(form.calling.call_id, done.order_id, by=by, at=at)
            return Registration.objects.create(
                token=token, staff=staff, order_id=done.order_id, at=at
            )
    except IntegrityError:
        if registered(token) is None:
            raise
        raise Conflict("这张表已经登记过", code="sent_before") from None
