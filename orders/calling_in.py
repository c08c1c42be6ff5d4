"""A demand taken in while its citizen is on the telephone: who calls, and what came of the call.

Calls are kept above this app: whoever keeps them connects here once, at its start.
"""

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


class Telephone(Protocol):
    """Whoever keeps calls."""

    def calling(self, call_id: int) -> CallingIn | None:
        """The call of that number, or None."""
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


def registered(call_id: int, order_id: int, *, by: Actor, at: datetime) -> None:
    """Tell whoever keeps calls that a demand came of this one."""
    for telephone in _connected:
        telephone.registered(call_id, order_id, by=by, at=at)
