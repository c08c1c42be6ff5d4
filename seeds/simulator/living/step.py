"""One thing that somebody will do with an order: what, who, when, with which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from orders.states import Verb
from units.actor import Actor

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Step:
    """inputs: those of the verb's decide function; assignment_id: on which, where it matters."""

    at: datetime
    verb: Verb
    by: Actor
    assignment_id: int | None = None
    inputs: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


def earliest(*steps: Step | None) -> Step | None:
    """The one that comes first."""
    return min((step for step in steps if step is not None), key=lambda s: s.at, default=None)
