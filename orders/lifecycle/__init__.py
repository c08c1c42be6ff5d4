"""The verbs of a demand: importing this package registers every decide function."""

from orders.lifecycle import (
    asking,
    dispatching,
    handling,
    raising,
    receiving,
    retiming,
    reviewing,
    settling,
)
from orders.lifecycle.apply import Done, apply, take_in

__all__ = [
    "Done",
    "apply",
    "asking",
    "dispatching",
    "handling",
    "raising",
    "receiving",
    "retiming",
    "reviewing",
    "settling",
    "take_in",
]
