"""What is past its limit and still with a unit: how much by age, and the worst order by order.

The orders listed are the rows the statistic of the stock counts, so that list and figure agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders.labels import districts
from orders.models import Card, Level, Order, Round
from reports.catalogue import find
from reports.measure import Measured
from reports.overview.counting import Fresh, ask, fresh
from reports.overview.look import Look

OVERDUE = "orders.open_overdue"
AGES = tuple(f"{OVERDUE}.{age}" for age in ("over_15d", "to_15d", "to_7d", "to_3d"))
_CARDS = ("orders.red_cards", "orders.yellow_cards")
MOST = 8  # orders listed
Age = tuple[str, Measured, str, str]  # words, figure, where it begins and how wide it is


@dataclass(frozen=True, slots=True)
class Late:
    """One order: card is red, yellow or "" by the heaviest that stands; seconds: by the calendar
    since its limit."""

    number: str
    title: str
    place: str
    unit: str
    due_at: datetime
    seconds: float
    card: str


@dataclass(frozen=True, slots=True)
class Overdue:
    """whole: the stock; ages: its parts, the oldest first; cards: those given this month."""

    whole: Measured
    ages: tuple[Age, ...]
    cards: tuple[Measured, ...]
    orders: tuple[Late, ...]
    fresh: Fresh


def overdue(look: Look) -> Overdue:
    """The stock at the look's moment, or at the end of its day."""
    found = ask(look, (OVERDUE, *AGES), look.today)
    cards = ask(look, _CARDS, look.month)
    whole = found.rows[OVERDUE][0]
    return Overdue(
        whole,
        tuple(_ages(whole, [found.rows[code][0] for code in AGES])),
        tuple(cards.rows[code][0] for code in _CARDS),
        _worst(look) if whole.numerator else (),
        fresh(look, found.kept),
    )


def _ages(whole: Measured, parts: Sequence[Measured]) -> list[Age]:
    """Each with the words in brackets of its name, and its place in percent of the whole."""
    found: list[Age] = []
    at = 0.0
    for one in parts:
        width = 100 * one.numerator / whole.numerator if whole.numerator else 0.0
        name = one.statistic.name.partition("（")[2].removesuffix("）")
        found.append((name, one, f"{at:.2f}%", f"{width:.2f}%"))
        at += width
    return found


def _worst(look: Look) -> tuple[Late, ...]:
    moment = min(look.as_of, look.today.end)
    rounds = list(
        _rows(look, moment)
        .select_related("assignment__order__category", "assignment__unit")
        .order_by("due_at", "pk")[:MOST]
    )
    cards = _cards([one.assignment_id for one in rounds], moment)
    names = districts()
    return tuple(
        Late(
            one.assignment.order.number,
            _title(one.assignment.order),
            names.get(one.assignment.order.district, ""),
            one.assignment.unit.short_name,
            one.due_at,
            (moment - one.due_at).total_seconds(),
            cards.get(one.assignment_id, ""),
        )
        for one in rounds
        if one.due_at is not None
    )


def _title(order: Order) -> str:
    """A page that hangs on a wall names no confidential matter, whoever opened it."""
    return f"保密件：{order.category.name}" if order.confidential else order.title


def _rows(look: Look, moment: datetime) -> QuerySet[Any, Round]:
    of = find(OVERDUE)
    rows = of.population.rows(moment).filter(of.dated_by.within(look.today, moment))
    return rows.filter(of.numerator(moment))


def _cards(assignments: Sequence[int], moment: datetime) -> dict[int, str]:
    """By assignment the heaviest card that had been given and stands."""
    stands = Q(revoked_at__isnull=True) | Q(revoked_at__gte=moment)
    given = Level.objects.filter(
        stands, assignment_id__in=assignments, occurred_at__lt=moment
    ).exclude(card="")
    found: dict[int, str] = {}
    for assignment, card in given.values_list("assignment_id", "card"):
        if assignment is not None and found.get(assignment) != Card.RED:
            found[assignment] = card
    return found
