"""Showing the number behind a call to a person at the telephone: who, how often, and the record.

The rules are those of orders (orders/revealing.py), and the records of both count together.
"""

from datetime import datetime

from django.db import transaction

from calls.access import AT_THE_TELEPHONE, acting, call_for
from calls.models import CallReveal
from orders.citizens import identity_of
from orders.errors import Refused
from orders.models import Citizen
from orders.phones import readable
from orders.revealing import RECORDS, Revealed, admit
from units.actor import actors_of
from units.models import Staff
from units.roles import Role

MAY_SEE = AT_THE_TELEPHONE | {Role.SUPERVISOR.value}


def reveal(call_id: int, reason: str, *, staff: Staff, at: datetime) -> Revealed:
    """Show the number of a call's citizen, and record it. Raises Missing, Forbidden, Refused for a
    reason not on the list or a call without a number, TooMany."""
    actors = actors_of(staff, at=at)
    call = call_for(actors, call_id)
    acting(actors, MAY_SEE, "看市民号码")
    with transaction.atomic():
        chosen = admit(staff, reason, at)
        citizen = (
            Citizen.objects.select_for_update(no_key=True).filter(pk=call.citizen_id or 0).first()
        )
        identity = identity_of(citizen) if citizen else None
        if citizen is None or identity is None:
            raise Refused("这通电话没有号码", code="no_number")
        record = CallReveal.objects.create(
            citizen=citizen, call_id=call_id, staff=staff, reason=chosen, at=at
        )
    return Revealed(record.pk, readable(identity.phone), identity.name)


def register() -> None:
    """Count these records with the others."""
    if CallReveal not in RECORDS:
        RECORDS.append(CallReveal)
