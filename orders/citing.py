"""The knowledge base as orders know it: what a direct answer is drawn from.

Articles are kept above this app: whoever keeps them connects here once, at its start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orders.access import sees_all
from orders.errors import Refused
from units.actor import Actor

MOST = 5  # articles of one answer


@dataclass(frozen=True, slots=True)
class Drawn:
    """An article an answer was drawn from; in_use is False where it was withdrawn since."""

    number: str
    title: str
    url: str
    at: datetime
    by: str
    in_use: bool


class KnowledgeBase(Protocol):
    """Whoever keeps articles."""

    def finder(self, order_number: str) -> str:
        """The address of the page, and fragment, that finds articles for an order."""
        ...

    def words(self, number: str) -> str:
        """What the article of that number tells a citizen; "" where none is in use."""
        ...

    def named(self, numbers: Sequence[str]) -> Mapping[str, str]:
        """By number what each is called, also what cannot be used and why."""
        ...

    def cite(self, order_id: int, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
        """Keep that the order's answer was drawn from these, in the transaction that answers.
        Raises Refused at the field articles."""
        ...

    def drawn(self, order_id: int) -> list[Drawn]:
        """What the order's answers were drawn from, the first cited first."""
        ...


_connected: list[KnowledgeBase] = []


def connect(base: KnowledgeBase) -> None:
    """Say who keeps articles."""
    _connected[:] = [base]


def base() -> KnowledgeBase | None:
    """Who keeps articles; None where nobody does."""
    return _connected[0] if _connected else None


def cite(order_id: int, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Tell whoever keeps articles. Raises Refused."""
    found = base()
    if found is None:
        raise Refused("没有知识库可引用", field="articles")
    found.cite(order_id, numbers, by=by, at=at)


def drawn_for(actors: Sequence[Actor], order_id: int) -> list[Drawn]:
    """What the order's answers were drawn from, for the hotline's own people."""
    found = base()
    return found.drawn(order_id) if found is not None and sees_all(actors) else []
