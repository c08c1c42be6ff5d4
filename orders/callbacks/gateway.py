"""The interface to whoever places the automatic calls, and which one is connected.

A gateway answers at once with its own number of the call; what came of it is told later, through
the door for results (intake), possibly late, twice, out of order, or never.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID


class GatewayAway(Exception):
    """The call was not taken, or nobody knows; it may be offered again under the same key."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to be made. key names it for good: a gateway that has it must not make it again.

    phone never shows in a repr. until: nobody waits for its result any longer than that.
    """

    key: UUID
    phone: str = field(repr=False)
    placed_at: datetime
    until: datetime


class Gateway(Protocol):
    """Places calls that ask whether the unit has spoken, whether it is solved, and a rating."""

    def place(self, call: Call) -> str:
        """Take the call; the answer is the gateway's number of it. Raises GatewayAway."""
        ...


_connected: list[Callable[[], Gateway | None]] = []


def connect(factory: Callable[[], Gateway | None]) -> None:
    """Say which gateway there is; the factory may answer None."""
    _connected[:] = [factory]


def connected() -> Gateway | None:
    """The gateway, or None: then every call is the desk's."""
    return _connected[0]() if _connected else None
