"""How many cards each unit holds, of those a list shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from orders.models import Card

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Held:
    """One unit's cards."""

    unit: str
    red: int
    yellow: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The units with most cards, the red ones first; rest is how many units stand behind them."""

    red: int
    yellow: int
    units: list[Held]
    rest: int


def tally(cards: QuerySet[Any]) -> Tally:
    """Counts of these cards by the unit that earned them."""
    colours = {
        "red": Count("pk", filter=Q(card=Card.RED)),
        "yellow": Count("pk", filter=Q(card=Card.YELLOW)),
    }
    rows = (
        cards.order_by()
        .values("assignment__unit__short_name", "assignment__unit__name")
        .annotate(**colours)
    )
    held = [
        Held(
            row["assignment__unit__short_name"] or row["assignment__unit__name"],
            row["red"],
            row["yellow"],
        )
        for row in rows
    ]
    held.sort(key=lambda one: (-one.red, -one.yellow, one.unit))
    return Tally(
        sum(one.red for one in held),
        sum(one.yellow for one in held),
        held[:SHOWN],
        max(len(held) - SHOWN, 0),
    )
