"""What a person stands before when about to do a verb: the order, the assignment, in which way.

Pages and the staff API prepare a verb here and do it here, so that both say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File

from orders import rulebook
from orders.access import get_order_for
from orders.deadlines import Rulebook
from orders.errors import Conflict
from orders.evidence import kept_with
from orders.lifecycle import Done, apply
from orders.lifecycle.apply import told
from orders.lifecycle.load import load
from orders.lifecycle.registry import check, open_to
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.models import Order
from orders.states import Verb
from orders.transitions import rows_of
from units.actor import Actor, actors_of
from units.models import Staff


@dataclass(frozen=True, slots=True)
class Standing:
    """One verb about to be done: on what, by whom, when, under which rules.

    order is the row as it is shown, facts the snapshot the rules look at; actors are all ways the
    person may act, `by` the one this verb is done in; on is None for the order as a whole.
    """

    verb: Verb
    order: Order
    facts: OrderFacts
    on: AssignmentFacts | None
    actors: Sequence[Actor]
    by: Actor
    at: datetime
    rules: Rulebook


def stand(
    verb: Verb, staff: Staff, number: str, *, at: datetime, assignment_id: int | None = None
) -> tuple[Standing, Conflict | None]:
    """Prepare a verb. A conflict (the order moved on) comes beside the standing, told who did
    what, so that a form can keep its words. Raises Missing or Forbidden."""
    actors = actors_of(staff, at=at)
    order = get_order_for(actors, number)
    facts = load(order.pk)[order.pk]
    by = acting(verb, facts, actors, assignment_id)
    conflict = None
    try:
        on = check(verb, facts, by, assignment_id)
    except Conflict as met:
        conflict = told(met, order.pk)
        on = facts.assignment(assignment_id) if assignment_id is not None else facts.lead
    rules = rulebook.current()
    return Standing(verb, order, facts, on, actors, by, at, rules), conflict


def acting(
    verb: Verb, facts: OrderFacts, actors: Sequence[Actor], assignment_id: int | None = None
) -> Actor:
    """The way in which the person may do the verb now; else one in which it could ever be done;
    else the own one, which the rules then refuse."""
    for actor in actors:
        open_on = open_to(verb, facts, actor)
        if any(a is None or assignment_id in (None, a.id) for a in open_on):
            return actor
    ever = (a for a in actors if any(row.who & (a.roles | {a.kind}) for row in rows_of(verb)))
    return next(ever, actors[0])


def do(standing: Standing, inputs: dict[str, Any], uploads: Sequence[File] = ()) -> Done:
    """Do the verb; uploads are kept with it and join its input `evidence`. Raises the errors of
    orders.errors; then nothing was written."""
    if uploads:
        with kept_with(standing.order, uploads, by=standing.by, at=standing.at) as ids:
            return _apply(standing, inputs | {"evidence": [*inputs.get("evidence", ()), *ids]})
    return _apply(standing, inputs)


def _apply(standing: Standing, inputs: dict[str, Any]) -> Done:
    return apply(
        standing.verb,
        standing.order.pk,
        by=standing.by,
        at=standing.at,
        assignment_id=standing.on.id if standing.on else None,
        **inputs,
    )
