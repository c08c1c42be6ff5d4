"""Calls as orders know them: the one a demand is taken in on, and those made about an order.

Calls are kept above this app: whoever keeps them connects here once, at its start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orders.models import Citizen
from units.actor import Actor


@dataclass(frozen=True, slots=True)
class CallingIn:
    """A call as the form of a demand needs it; citizen is None where the number is withheld."""

    call_id: int
    citizen: Citizen | None
    channel_id: str
    url: str


@dataclass(frozen=True, slots=True)
class CallAbout:
    """A call that was about an order. purpose: what it was for, in words; seconds of talk, None
    where nobody spoke or it still goes on; url is its page."""

    at: datetime
    inbound: bool
    purpose: str
    by: str
    seconds: int | None
    url: str


class Telephone(Protocol):
    """Whoever keeps calls."""

    def calling(self, call_id: int) -> CallingIn | None:
        """The call of that number, or None."""
        ...

    def about(self, actors: Sequence[Actor], order_id: int) -> list[CallAbout]:
        """The calls about an order, the newest first, for those who may see calls."""
        ...

    def registered(self, call_id: int, order_id: int, *, by: Actor, at: datetime) -> None:
        """Link the demand to its call, in the transaction that takes it in."""
        ...


_connected: list[Telephone] = []


def connect(telephone: Telephone) -> None:
    """Say who keeps calls."""
    _connected[:] = [telephone]


def calling(call_id: int | None) -> CallingIn | None:
    """The call a form was opened from; None where there is none, or nobody keeps calls."""
    return _connected[0].calling(call_id) if _connected and call_id is not None else None


def calls_about(actors: Sequence[Actor], order_id: int) -> list[CallAbout]:
    """The calls about the order, the newest first; none for who may not see calls."""
    return [one for telephone in _connected for one in telephone.about(actors, order_id)]


def registered(call_id: int, order_id: int, *, by: Actor, at: datetime) -> None:
    """Tell whoever keeps calls that a demand came of this one."""
    for telephone in _connected:
        telephone.registered(call_id, order_id, by=by, at=at)
