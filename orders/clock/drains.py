"""What the clock looks at: each kind of thing that falls due registers how it is drained.

A drain handles at most so many due items, each in its own right (unique rows, conditional updates),
and says how many it took; 0 ends its turn. Asking it when nothing is due costs one index probe.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

BATCH = 200


@dataclass(frozen=True, slots=True)
class Took:
    """What one turn of a drain did: items looked at, and deeds by name."""

    items: int
    deeds: Counter[str]


Drain = Callable[[datetime, int], Took]
DRAINS: dict[str, Drain] = {}


def drains(name: str) -> Callable[[Drain], Drain]:
    """Registers a drain under its name; a second one of that name is a mistake."""

    def register(function: Drain) -> Drain:
        if name in DRAINS:
            raise LookupError(f"{name} is drained twice")
        DRAINS[name] = function
        return function

    return register
