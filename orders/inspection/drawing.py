"""Drawing the month's sample: random, and the same again from the stored seed.

Stratified by unit: each unit with completed orders gives its share of them, rounded up, and at
least so many. Within a unit the orders stand by the SHA-256 of "seed:order number", and the first
are taken: the rows' order in the database and the machine's own dice play no part.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from orders import facts
from orders.errors import Conflict, Forbidden, Refused
from orders.models import Inspection, InspectionItem, InspectionUnit, Round
from orders.period import Kind, Period, period_of, shanghai_day
from orders.thresholds import thresholds
from units.access import SUPERVISOR
from units.actor import Actor

A = "assignment__"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A completed order: the last round that was accepted in the month."""

    round_id: int
    order_id: int
    number: str
    unit_id: int


def candidates(month: Period, as_of: datetime) -> list[Candidate]:
    """The completed orders of the month as they stood at as_of, by unit and number; what a granted
    appeal excluded, and what was moved or taken back, is none."""
    done = Round.objects.filter(
        facts.top_lead(A) & facts.assessed(as_of, A) & facts.completed(as_of),
        accepted_at__gte=month.start,
        accepted_at__lt=month.end,
    )
    rows = done.order_by("n").values_list(
        "id", "assignment__order_id", "assignment__order__number", "assignment__unit_id"
    )
    last = {row[1]: Candidate(*row) for row in rows}
    return sorted(last.values(), key=lambda c: (c.unit_id, c.number))


def sample(
    found: Sequence[Candidate], seed: str, percent: int, least: int
) -> Mapping[int, list[Candidate]]:
    """The drawn ones by unit, in the order drawn. Pure."""
    strata: dict[int, list[Candidate]] = {}
    for one in found:
        strata.setdefault(one.unit_id, []).append(one)
    return {
        unit: sorted(mine, key=lambda c: place(seed, c.number))[: quota(len(mine), percent, least)]
        for unit, mine in strata.items()
    }


def quota(count: int, percent: int, least: int) -> int:
    """How many of so many are drawn: the share rounded up, at least the minimum, at most all."""
    return min(count, max(least, -(-count * percent // 100)))


def place(seed: str, number: str) -> str:
    """Where an order stands in the draw."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(month: Period, *, by: Actor, at: datetime, seed: str = "") -> Inspection:
    """Draw the month's sample, once, after its end; without a seed one is made. Raises Forbidden,
    Refused (the month is not over) or Conflict (it was drawn)."""
    if by.kind != "system" and not by.roles & SUPERVISOR:
        raise Forbidden("抽查由督办员抽取")
    if month.kind is not Kind.MONTH or month.opens_on != 1 or at < month.end:
        raise Refused("这个月还没过完，过完再抽", field="month", code="not_over")
    rules = thresholds("sample.percent", "sample.least")
    percent, least = rules["sample.percent"], rules["sample.least"]
    try:
        with transaction.atomic():
            drawn = Inspection.objects.create(
                month=month.first,
                seed=seed or secrets.token_hex(8),
                percent=percent,
                least=least,
                drawn_at=at,
                drawn_by_id=by.staff_id,
            )
            _write(drawn, candidates(month, at))
    except IntegrityError as error:
        if "month" not in str(error):
            raise
        raise Conflict(f"{month.label}已经抽过", code="drawn") from None
    return drawn


def _write(drawn: Inspection, found: Sequence[Candidate]) -> None:
    counts: dict[int, int] = {}
    for one in found:
        counts[one.unit_id] = counts.get(one.unit_id, 0) + 1
    strata = sample(found, drawn.seed, drawn.percent, drawn.least)
    InspectionUnit.objects.bulk_create(
        InspectionUnit(inspection=drawn, unit_id=unit, completed=counts[unit], drawn=len(mine))
        for unit, mine in strata.items()
    )
    InspectionItem.objects.bulk_create(
        InspectionItem(inspection=drawn, order_id=one.order_id, round_id=one.round_id, unit_id=unit)
        for unit, mine in strata.items()
        for one in mine
    )


def draw_last_month(*, at: datetime) -> Inspection | None:
    """The month before that of the moment, where nobody has drawn it yet."""
    month = period_of(Kind.MONTH, shanghai_day(at)).previous()
    if Inspection.objects.filter(month=month.first).exists():
        return None
    try:
        return draw(month, by=Actor.system(), at=at)
    except Conflict:
        return None  # another worker was quicker
