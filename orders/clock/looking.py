"""Looking at one order: every verb the clock owes it by a moment, decided one after the other."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from orders.deadlines import Rulebook
from orders.lifecycle.after import after
from orders.lifecycle.closing import archive_due
from orders.lifecycle.decision import Decision
from orders.lifecycle.levels import first_reached
from orders.lifecycle.registry import decide
from orders.lifecycle.snapshot import OrderFacts
from orders.states import Verb
from units.actor import Actor

MOST = 20  # verbs of one look; more than that goes in circles


def look(order: OrderFacts, rules: Rulebook, at: datetime) -> list[tuple[Decision, OrderFacts]]:
    """What is to be written about the order by `at`: each decision with the snapshot it was made
    on, the later ones on what the earlier leave. Raises LookupError where it finds no end."""
    decided = list(islice(_owed(order, rules, at), MOST + 1))
    if len(decided) > MOST:
        raise LookupError(f"the clock goes in circles on order {order.number}")
    return decided


def _owed(
    order: OrderFacts, rules: Rulebook, at: datetime
) -> Iterator[tuple[Decision, OrderFacts]]:
    while (
        decision := _levels(order, rules, at)
        or _ended_suspension(order, rules, at)
        or _urged(order, rules, at)
        or _archived(order, rules, at)
    ):
        yield decision, order
        order = after(order, decision)


def _levels(order: OrderFacts, rules: Rulebook, at: datetime) -> Decision | None:
    """The levels of the first subject that has reached any."""
    levels = first_reached(order, rules, at)
    if not levels:
        return None
    return decide(Verb.RAISE_LEVEL, order, by=Actor.system(), at=at, rules=rules, levels=levels)


def _ended_suspension(order: OrderFacts, rules: Rulebook, at: datetime) -> Decision | None:
    """A suspension whose planned moment has come is resumed."""
    for on in order.assignments:
        pause = on.open_pause("suspension")
        if pause is not None and pause.planned_end_at and pause.planned_end_at <= at:
            return decide(
                Verb.RESUME, order, by=Actor.system(), at=at, rules=rules, assignment_id=on.id
            )
    return None


def _urged(order: OrderFacts, rules: Rulebook, at: datetime) -> Decision | None:
    """A level written in this look asks for an urge: one, in the same transaction."""
    urging = {level.code for levels in rules.levels.values() for level in levels if level.urges}
    now = any(level.recorded_at == at and level.rule_id in urging for level in order.levels)
    if not now or any((urge.party, urge.at) == ("clock", at) for urge in order.urges):
        return None
    return decide(Verb.URGE, order, by=Actor.system(), at=at, rules=rules)


def _archived(order: OrderFacts, rules: Rulebook, at: datetime) -> Decision | None:
    """Everybody was asked and nobody is dissatisfied: the order is closed without a hand."""
    due = archive_due(order, rules)
    if due is None or due > at:
        return None
    return decide(Verb.ARCHIVE, order, by=Actor.system(), at=at, rules=rules)
