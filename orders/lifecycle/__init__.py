"""The verbs of a demand: importing this package registers every decide function."""

from orders.lifecycle import (
    appealing,
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
    supervising,
    urging,
)
from orders.lifecycle.apply import Done, apply, take_in

__all__ = [
    "Done",
    "appealing",
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
    "supervising",
    "take_in",
    "urging",
]
