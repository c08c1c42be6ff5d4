"""The verbs of a demand: importing this package registers every decide function."""

from orders.lifecycle import (
    asking,
    calling_back,
    dispatching,
    handling,
    raising,
    rating,
    receiving,
    retiming,
    reviewing,
    running_callbacks,
    settling,
)
from orders.lifecycle.apply import Done, apply, take_in

__all__ = [
    "Done",
    "apply",
    "asking",
    "calling_back",
    "dispatching",
    "handling",
    "raising",
    "rating",
    "receiving",
    "retiming",
    "reviewing",
    "running_callbacks",
    "settling",
    "take_in",
]
