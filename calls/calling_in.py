"""What the form of a demand is told of the call it was opened from."""

from datetime import datetime

from django.urls import reverse

from calls.models import Call
from calls.purposes import register
from orders.calling_in import CallingIn
from units.actor import Actor

DEFAULT_CHANNEL = "phone"


class Calls:
    """Connects calls to the form (orders/calling_in.py)."""

    def calling(self, call_id: int) -> CallingIn | None:
        """The call with its citizen, and the channel of the line that was dialled."""
        call = Call.objects.select_related("citizen", "line").filter(id=call_id).first()
        if call is None:
            return None
        erased = call.citizen is not None and call.citizen.erased_at is not None
        return CallingIn(
            call.id,
            None if erased else call.citizen,
            call.line.channel_id if call.line else DEFAULT_CHANNEL,
            reverse("calls:call", args=[call.id]),
        )

    def registered(self, call_id: int, order_id: int, *, by: Actor, at: datetime) -> None:
        """Link them, in the transaction that takes the demand in."""
        register(call_id, order_id, by=by, at=at)
