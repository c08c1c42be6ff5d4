"""What orders are told of calls: the one a form was opened from, and those about an order."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from calls.models import Call, CallPurpose
from calls.models.call import Direction
from calls.purposes import register
from orders.calling_in import CallAbout, CallingIn
from units.access import Area, may_see
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

    def about(self, actors: Sequence[Actor], order_id: int) -> list[CallAbout]:
        """The calls linked to the order; a call for two purposes stands twice."""
        if not any(may_see(actor, Area.CALLS) for actor in actors):
            return []
        links = list(CallPurpose.objects.filter(order=order_id).select_related("by"))
        rows = Call.objects.filter(id__in=[link.call_id for link in links])
        calls = {call.id: call for call in rows.defer("events")}
        found = [_about(calls[link.call_id], link) for link in links if link.call_id in calls]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def registered(self, call_id: int, order_id: int, *, by: Actor, at: datetime) -> None:
        """Link them, in the transaction that takes the demand in."""
        register(call_id, order_id, by=by, at=at)


def _about(call: Call, link: CallPurpose) -> CallAbout:
    began, ended = call.answered_at, call.ended_at
    return CallAbout(
        at=call.at,
        inbound=call.direction == Direction.IN,
        purpose=link.get_purpose_display(),
        by=link.by.name if link.by else "",
        seconds=int((ended - began).total_seconds()) if began and ended else None,
        url=reverse("calls:call", args=[call.id]),
    )
