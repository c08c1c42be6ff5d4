"""All that an order's page shows to one person, gathered through the doors of access.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orders import rulebook
from orders.access import get_order_for, sees_all, texts_for, title_for, visible_to
from orders.buttons import Button, buttons
from orders.calling_in import CallAbout, calls_about
from orders.citing import Drawn, drawn_for
from orders.clocks import Reading, of_order
from orders.deadlines import Rulebook
from orders.holdings import Holding, holdings_of
from orders.labels import districts
from orders.lifecycle.load import load
from orders.lifecycle.snapshot import OrderFacts
from orders.models import CallbackTask, Category, Order, Text
from orders.models.limits import Urgency
from orders.oversight.of_order import Pressing, pressing_of
from orders.progress import Step, steps
from orders.timeline import Entry, entries_for
from units.actor import Actor

LEVELS = {Urgency.NORMAL.value: 0, Urgency.URGENT.value: 1, Urgency.CRITICAL.value: 2}


@dataclass(frozen=True, slots=True)
class Dossier:
    """One order as one person sees it at one moment."""

    at: datetime
    order: Order
    facts: OrderFacts
    title: str
    words: list[Text]
    path: list[str]
    where: str
    urgency: int
    whole: bool
    steps: list[Step]
    clocks: list[Reading]
    holdings: list[Holding]
    callbacks: list[CallbackTask]
    calls: list[CallAbout]
    drawn: list[Drawn]
    main: Order | None
    merged: list[Order]
    pressing: Pressing
    entries: list[Entry]
    buttons: list[Button]

    @property
    def again(self) -> str:
        """第2轮, once it was given back to the unit after a reply was accepted."""
        n = max((h.row.round_n for h in self.holdings if h.row.role == "lead"), default=1)
        return f"第{n}轮" if n > 1 else ""

    @property
    def suspended(self) -> bool:
        return any(holding.suspended for holding in self.holdings)


def dossier(actors: Sequence[Actor], number: str, *, at: datetime) -> Dossier:
    """Gather it. Raises Missing where the person does not see the order."""
    order = get_order_for(actors, number)
    facts = load(order.pk)[order.pk]
    rules = rulebook.current()
    whole = sees_all(actors)
    holdings = holdings_of(actors, order, facts, rules, at)
    callbacks = list(
        CallbackTask.objects.filter(order=order)
        .select_related("merged_order", "round__doubt__asked_by", "round__doubt__decided_by")
        .select_related("round__doubt__text")
        .prefetch_related("attempts__text", "placed")
        .order_by("id")
    )
    own = [task for task in callbacks if task.merged_order_id is None]
    seen = visible_to(actors)
    return Dossier(
        at=at,
        order=order,
        facts=facts,
        title=title_for(actors, order),
        words=demand_words(actors, order),
        path=category_path(order.category),
        where=where(order, whole=whole),
        urgency=LEVELS[order.urgency],
        whole=whole,
        steps=steps(order, facts, own[-1] if own else None, at),
        clocks=_clocks(order, facts, rules, at) if whole else [],
        holdings=holdings,
        callbacks=callbacks,
        calls=calls_about(actors, order.pk),
        drawn=drawn_for(actors, order.pk),
        main=seen.filter(pk=order.merged_into_id).first() if order.merged_into_id else None,
        merged=list(seen.filter(merged_into=order).order_by("-received_at")),
        pressing=pressing_of(actors, order, facts, rules, at),
        entries=entries_for(actors, order),
        buttons=buttons(
            facts, actors, rules, at, {h.row.unit_id: _short(h) for h in _flat(holdings)}
        ),
    )


def demand_words(actors: Sequence[Actor], order: Order) -> list[Text]:
    """What is wanted: the citizen's own words, or to a unit the redacted ones; then what was
    added."""
    kinds = [Text.Kind.DEMAND, Text.Kind.REDACTED, Text.Kind.SUPPLEMENT]
    return list(texts_for(actors, order).filter(kind__in=kinds).order_by("id"))


def category_path(category: Category) -> list[str]:
    """Names from the top to the category itself."""
    path, at = [category.name], category.parent
    while at is not None:
        path.insert(0, at.name)
        at = at.parent
    return path


def where(order: Order, *, whole: bool) -> str:
    """District, street and place; on a confidential order a unit does not read the free words."""
    place = "" if order.confidential and not whole else order.place
    parts = [districts().get(order.district, ""), order.street, place]
    return " ".join(part for part in parts if part)


def _clocks(order: Order, facts: OrderFacts, rules: Rulebook, at: datetime) -> list[Reading]:
    return of_order(facts, rules, at, order.dispatch_due_at)


def _flat(holdings: Sequence[Holding]) -> list[Holding]:
    return [h for top in holdings for h in (top, *_flat(top.children))]


def _short(holding: Holding) -> str:
    return holding.row.unit.short_name or holding.row.unit.name
