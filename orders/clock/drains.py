"""What the clock looks at: each kind of thing that falls due registers how it is drained.

A drain handles at most so many due items, each in its own right (unique rows, conditional updates),
and says how many it took; 0 ends its turn. Asking it when nothing is due costs one index probe.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

BATCH = 200


@dataclass(frozen=True, slots=True)
class Took:
    """What one turn of a drain did: items looked at, and deeds by name."""

    items: int
    deeds: Counter[str] = field(default_factory=Counter)


Turn = Callable[[datetime, int], Took]


@dataclass(frozen=True, slots=True)
class Drain:
    """turn(at, most) handles up to `most` due items; due(at) counts them and changes nothing."""

    turn: Turn
    due: Callable[[datetime], int]


DRAINS: dict[str, Drain] = {}


def drains(name: str, *, due: Callable[[datetime], int]) -> Callable[[Turn], Turn]:
    """Registers a drain under its name; a second one of that name is a mistake."""

    def register(turn: Turn) -> Turn:
        if name in DRAINS:
            raise LookupError(f"{name} is drained twice")
        DRAINS[name] = Drain(turn, due)
        return turn

    return register
