"""What may be done from a row of a list: the queue's own verbs, where the reader may do them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from orders.buttons import AT_ONCE
from orders.forms import form_for
from orders.lifecycle.registry import open_to
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import Verb
from units.actor import Actor

MOST = 1  # a row has room for one button; the rest is on the order's page


@dataclass(frozen=True, slots=True)
class RowVerb:
    """A button on a row; at_once: pressing it does it."""

    label: str
    url: str
    assignment_id: int | None
    at_once: bool


def verbs_on(
    verbs: Sequence[Verb],
    facts: OrderFacts,
    on: AssignmentFacts | None,
    actors: Sequence[Actor],
) -> list[RowVerb]:
    """The first of these verbs open to one of the actors on this order and assignment."""
    made = []
    for verb in verbs:
        fitting = {a.id if a else None for by in actors for a in open_to(verb, facts, by)}
        target = on.id if on and on.id in fitting else None
        if target is None and None not in fitting:
            continue
        url = reverse("orders:verb", args=[facts.number, verb])
        url = f"{url}?assignment={target}" if target else url
        made.append(RowVerb(form_for(verb).button, url, target, verb in AT_ONCE))
    return made[:MOST]
