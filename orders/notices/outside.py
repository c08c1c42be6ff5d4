"""Readers outside the house, who hear by e-mail alone, and what goes along with a letter.

Whoever keeps such readers, and the papers they read, connects here once, at its start.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from orders.notices.gateways.gateway import Attachment

Attaches = Callable[[Mapping[str, Any]], Sequence[Attachment]]


class Outside(Protocol):
    """Whoever keeps readers."""

    def readers(self, to_id: str) -> Sequence[int]:
        """The ids of those who read what is addressed so."""
        ...

    def address(self, reader_id: int) -> str:
        """The reader's e-mail address; "" for who reads no more."""
        ...

    def names(self, ids: Sequence[int]) -> Mapping[int, str]:
        """What readers are called."""
        ...


_connected: list[Outside] = []
_attached: dict[str, Attaches] = {}


def connect(outside: Outside) -> None:
    """Say who keeps readers."""
    _connected[:] = [outside]


def readers(to_id: str) -> Sequence[int]:
    """Who reads what is addressed so."""
    return [one for outside in _connected for one in outside.readers(to_id)]


def address(reader_id: int) -> str:
    """A reader's e-mail address; "" for who reads no more, or where nobody keeps readers."""
    return next((outside.address(reader_id) for outside in _connected), "")


def names(ids: Sequence[int]) -> Mapping[int, str]:
    """What readers are called."""
    return next((outside.names(ids) for outside in _connected), {})


def attach(kind: str, attaches: Attaches) -> None:
    """Letters of that kind carry what the function makes of their payload."""
    _attached[kind] = attaches


def attached(kind: str, payload: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """What goes along with a letter."""
    return tuple(_attached[kind](payload)) if kind in _attached else ()
