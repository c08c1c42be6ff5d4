"""Appeals as the tests make them: what stands against a unit, contested and ruled on."""

from typing import Any

from orders.clock.sweep import sweep
from orders.models import Level
from orders.states import OrderState, Verb
from tests.factories import Walk, moment
from units.actor import Actor

REASON = {"text": "停电三天，有供电公司的证明"}


def overdue(walk: Walk) -> Walk:
    """Handled by city management, due on 11 June at half past five; a day later it has a card."""
    walk.receive_from_citizen().dispatch().do(Verb.SIGN, "unit_clerk")
    walk.at = moment("2024-06-12 09:00")
    sweep(at=walk.at)
    return walk


def card_of(walk: Walk, colour: str = "yellow") -> Level:
    return Level.objects.get(order_id=walk.order_id, card=colour)


def appeal(walk: Walk, matter: str, who: str = "unit_clerk", **inputs: Any) -> Walk:
    return walk.do(Verb.APPEAL, who, matter=matter, **{**REASON, **inputs})


def against_card(walk: Walk) -> Walk:
    return appeal(walk, f"card:{card_of(walk).pk}")


def against_lateness(walk: Walk) -> Walk:
    return appeal(walk, f"overdue:{walk.lead.round.id}")


def rated(walk: Walk, rating: int = 1) -> Walk:
    return walk.receive_from_citizen().to(OrderState.CALLING_BACK).rate(rating)


def against_rating(walk: Walk) -> Walk:
    return appeal(walk, f"rating:{walk.lead.round.id}")


def rule(walk: Walk, who: str | Actor = "supervisor", **inputs: Any) -> Walk:
    return walk.do(Verb.DECIDE_APPEAL, who, **{"granted": True, "text": "属实", **inputs})
