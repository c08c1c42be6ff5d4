"""How a month's sample reads: progress, the result of each unit, the orders and what may follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from orders import rulebook
from orders.access import title_for
from orders.buttons import on_offer
from orders.inspection.findings import CLEAN
from orders.lifecycle.load import load
from orders.models import Inspection, InspectionItem
from units.actor import Actor
from units.models import Unit

# What a finding may lead to, where the order stands so that it may be done.
FOLLOWING = ("rework", "reopen", "supervise")


@dataclass(frozen=True, slots=True)
class Line:
    """An order of the sample."""

    item: InspectionItem
    number: str
    title: str

    @property
    def clean(self) -> bool:
        return self.item.finding_id == CLEAN


@dataclass(frozen=True, slots=True)
class Result:
    """A unit's part of the sample; bad are the findings that are not clean."""

    unit: Unit
    completed: int
    drawn: int
    found: int
    bad: int


def lines(actors: Sequence[Actor], drawn: Inspection) -> list[Line]:
    """The orders by unit and number."""
    rows = drawn.items.select_related("order__category", "unit", "finding", "found_by")
    return [
        Line(item, item.order.number, title_for(actors, item.order))
        for item in rows.order_by("unit__path", "order__number")
    ]


def results(drawn: Inspection, found: Sequence[Line]) -> list[Result]:
    """One a unit, in the order of the tree."""
    made = []
    for stratum in drawn.units.select_related("unit").order_by("unit__path"):
        mine = [line for line in found if line.item.unit_id == stratum.unit_id]
        done = [line for line in mine if line.item.finding_id]
        bad = sum(not line.clean for line in done)
        made.append(Result(stratum.unit, stratum.completed, stratum.drawn, len(done), bad))
    return made


@dataclass(frozen=True, slots=True)
class Way:
    """A verb that may follow a finding, on its own page."""

    label: str
    url: str


def ways_on(actors: Sequence[Actor], item: InspectionItem, at: datetime) -> list[Way]:
    """What may be done now about an order with a finding that is not clean."""
    if item.finding_id in (None, CLEAN):
        return []
    facts = load(item.order_id)[item.order_id]
    offered = dict.fromkeys(verb for verb, _ in on_offer(facts, actors, rulebook.current(), at))
    return [
        Way(verb.label, reverse("orders:verb", args=[facts.number, verb]))
        for verb in offered
        if verb in FOLLOWING
    ]
