"""What everybody asked has said, and when an order is archived without a hand because of it."""

from datetime import datetime, timedelta

from orders.deadlines import Rulebook
from orders.facts import SATISFIED_FROM
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import OrderState


def ratings_of(order: OrderFacts, on: AssignmentFacts) -> list[int]:
    """What everybody asked about the assignment's last round said, but for a rating that was
    excluded."""
    counted = on.round.rating is not None and on.round.rating_excluded_at is None
    own = [on.round.rating] if on.round.rating is not None and counted else []
    merged = [
        task.rating
        for task in order.callbacks
        if task.round_id == on.round.id and task.merged_order_id and task.rating is not None
    ]
    return own + merged


def archive_due(order: OrderFacts, rules: Rulebook) -> datetime | None:
    """The moment from which the clock archives the order: some working time after the last
    citizen was asked or given up. None while anything is open, where somebody is dissatisfied (a
    person decides between rework and archive), and where the rule leaves it to people."""
    lead, terms = order.lead, rules.calling_back(order.kind)
    if order.state != OrderState.CALLING_BACK or lead is None:
        return None
    if terms is None or terms.archive_after is None or order.open_callbacks:
        return None
    accepted = lead.round.accepted_at
    if accepted is None or lead.round.open_doubt is not None:
        return None
    if min(ratings_of(order, lead), default=SATISFIED_FROM) < SATISFIED_FROM:
        return None
    asked = [task.closed_at for task in order.callbacks if task.round_id == lead.round.id]
    last = max([accepted, *(moment for moment in asked if moment is not None)])
    return rules.calendar.add_working_time(last, timedelta(minutes=terms.archive_after))
