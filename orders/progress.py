"""The steps of an order's way with their moments, and which of them it stands at."""

from dataclasses import dataclass
from datetime import datetime

from orders.lifecycle.snapshot import OrderFacts
from orders.models import CallbackTask, Order
from orders.states import OrderState

STRAIGHT = ("受理", "派单", "签收", "办结", "审核", "回访", "归档")
# Which step is awaited in which state.
AWAITS = {
    OrderState.RECEIVED: 1,
    OrderState.DISPATCHED: 2,
    OrderState.HANDLING: 3,
    OrderState.REPLIED: 4,
    OrderState.CALLING_BACK: 5,
}


@dataclass(frozen=True, slots=True)
class Step:
    """did: it is behind us; now: it is awaited, for so many seconds."""

    label: str
    moment: datetime | None = None
    did: bool = False
    now: bool = False
    waits: float | None = None


def steps(
    order: Order, facts: OrderFacts, callback: CallbackTask | None, at: datetime
) -> list[Step]:
    """The straight way; an order settled without a unit has two steps alone."""
    state = OrderState(facts.state)
    if state not in AWAITS and state != OrderState.ARCHIVED:
        last = Step(state.label, order.decided_at, did=True)
        return [Step("受理", order.received_at, did=True), last]
    moments = _moments(order, facts, callback)
    here = AWAITS.get(state, len(STRAIGHT))
    if state == OrderState.CALLING_BACK and facts.open_callback is None:
        here = len(STRAIGHT) - 1
    done = [m for m in moments[:here] if m is not None]
    waits = (at - done[-1]).total_seconds() if done else None
    return [
        Step(label, None, now=True, waits=waits)
        if n == here
        else Step(label, moments[n] if n < here else None, did=n < here)
        for n, label in enumerate(STRAIGHT)
    ]


def _moments(
    order: Order, facts: OrderFacts, callback: CallbackTask | None
) -> list[datetime | None]:
    lead = facts.lead
    return [
        order.received_at,
        lead.dispatched_at if lead else None,
        lead.signed_at if lead else None,
        lead.replied_at if lead else None,
        lead.accepted_at if lead else None,
        callback.closed_at if callback else None,
        order.archived_at,
    ]
