"""Counting what a batch moves: how many, how far in working days, in whose hands, which cards."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from orders.deadlines import Rulebook
from orders.lifecycle.decision import stamp
from orders.lifecycle.moving import COLUMNS, Moved
from orders.lifecycle.snapshot import AssignmentFacts
from orders.models import Card
from orders.period import SHANGHAI
from orders.retiming.plan import Planned
from orders.worktime import Calendar

SAMPLES = 12
Counts = dict[str, Any]


def empty() -> Counts:
    """Nothing counted yet; histograms by working days as text, since JSON keeps them so."""
    return {
        "orders": 0,
        "assignments": 0,
        "later": {},
        "earlier": {},
        "others": 0,
        "limits": {},
        "kept": 0,
        "same": 0,
        "revoked": 0,
        "cards": {},
        "units": {},
        "samples": [],
        "failed": [],
    }


def add(counts: Counts, planned: Planned, rules: Rulebook) -> None:
    """Count one order's part. Every open assignment falls into exactly one of later and earlier
    (by its handle limit), others (only another limit or a level moves), kept and same."""
    counts["orders"] += 1
    cards = {level.code: level.card for of in rules.levels.values() for level in of}
    for on, moved in planned.moved:
        counts["assignments"] += 1
        _place(counts, moved, rules.calendar)
        counts["revoked"] += len(moved.revoked)
        for level in moved.revoked:
            _one_more(counts["cards"], cards.get(level.rule_id, ""))
        if moved:
            _one_more(counts["units"], str(on.unit_id))
            _sample(counts, planned, on, moved)


def failed(counts: Counts, number: str) -> None:
    """An order that could not be reckoned; it stays as it is."""
    counts["orders"] += 1
    counts["failed"].append(number)


def _place(counts: Counts, moved: Moved, calendar: Calendar) -> None:
    for column in moved.dues:
        _one_more(counts["limits"], COLUMNS[column])
    if "due_at" in moved.dues:
        old, new = moved.dues["due_at"]
        way = "later" if new > old else "earlier"
        _one_more(counts[way], str(days_between(calendar, *sorted((old, new)))))
    elif moved:
        counts["others"] += 1
    elif moved.kept:
        counts["kept"] += 1
    else:
        counts["same"] += 1


def _sample(counts: Counts, planned: Planned, on: AssignmentFacts, moved: Moved) -> None:
    if len(counts["samples"]) >= SAMPLES:
        return
    counts["samples"].append(
        {
            "number": planned.order.number,
            "unit": on.unit_id,
            "dues": {column: [stamp(old), stamp(new)] for column, (old, new) in moved.dues.items()},
            "levels": [level.rule_id for level in moved.revoked],
        }
    )


def _one_more(into: dict[str, int], key: str) -> None:
    if key:
        into[key] = into.get(key, 0) + 1


def days_between(calendar: Calendar, first: datetime, last: datetime) -> int:
    """How many working days end between two moments: those after the first's day until the last's
    day; 0 within one day."""
    day: date = first.astimezone(SHANGHAI).date()
    end, days = last.astimezone(SHANGHAI).date(), 0
    while day < end:
        day += timedelta(days=1)
        days += calendar.is_working_day(day)
    return days


def moving(counts: Mapping[str, Any]) -> int:
    """How many assignments move at all."""
    return sum(counts.get("units", {}).values())


def cards_of(counts: Mapping[str, Any]) -> dict[Card, int]:
    """How many cards of each colour would be revoked."""
    return {card: counts.get("cards", {}).get(card.value, 0) for card in Card}
