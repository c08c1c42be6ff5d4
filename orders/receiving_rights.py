"""In which way a person may take in a demand, by the table of states."""

from collections.abc import Sequence

from orders.states import Verb
from orders.transitions import rows_of
from units.actor import Actor


def receiver(actors: Sequence[Actor]) -> Actor | None:
    """The first of the ways to act in which a demand may be received; None when there is none."""
    who = rows_of(Verb.RECEIVE)[0].who
    return next((actor for actor in actors if actor.roles & who), None)
