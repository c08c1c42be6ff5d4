"""Calls that wait to be handed to the gateway: under a lease, so that a lost answer is asked for
again under the same key and no two calls are ever made of one."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from orders.callbacks.gateway import Call, Gateway, GatewayAway, connected
from orders.citizens import identity_of
from orders.clock.drains import Took, drains
from orders.models import Citizen, PlacedCallback
from orders.privacy import Unreadable

AGAIN = timedelta(minutes=1)
log = logging.getLogger(__name__)


def calls_due(at: datetime) -> int:
    """How many calls wait to be handed over."""
    return PlacedCallback.objects.filter(hand_at__lte=at).count()


@drains("callback_calls", due=calls_due)
def drain_calls(at: datetime, most: int) -> Took:
    """Hand over up to `most` calls; one that is not taken is offered again a minute later."""
    calls = _leased(at, most)
    gateway = connected() if calls else None
    deeds: Counter[str] = Counter()
    for placed in calls:
        taken = gateway is not None and _hand(gateway, placed)
        deeds["handed" if taken else "not_taken"] += 1
    return Took(len(calls), deeds)


def _leased(at: datetime, most: int) -> list[PlacedCallback]:
    with transaction.atomic():
        waiting = PlacedCallback.objects.select_for_update(skip_locked=True)
        waiting = waiting.filter(hand_at__lte=at).order_by("hand_at", "pk")
        ids = list(waiting.values_list("pk", flat=True)[:most])
        calls = PlacedCallback.objects.filter(pk__in=ids)
        if ids:
            calls.update(hand_at=at + AGAIN)
    related = calls.select_related("task__order", "task__merged_order").order_by("pk")
    return list(related) if ids else []


def _hand(gateway: Gateway, placed: PlacedCallback) -> bool:
    order = placed.task.merged_order or placed.task.order
    try:
        identity = identity_of(Citizen.objects.get(pk=order.citizen_id or 0))
        if identity is None:
            return False
        call = Call(placed.key, identity.phone, placed.placed_at, placed.times_out_at)
        gateway_id = gateway.place(call)
    except (GatewayAway, Citizen.DoesNotExist, Unreadable, KeyError) as fault:
        log.warning("call %s was not taken: %s", placed.key, type(fault).__name__)
        return False
    PlacedCallback.objects.filter(pk=placed.pk).update(hand_at=None, gateway_id=gateway_id[:100])
    return True
