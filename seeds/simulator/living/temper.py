"""What a unit is like: each has its own pace and care, and slows under load."""

import random
from dataclasses import dataclass

USUAL_LOAD = 12  # orders in hand; twice as many take half as long again


@dataclass(frozen=True, slots=True)
class Temper:
    """pace: the share of a limit it uses is multiplied by it; care: how often a reply is good and
    the matter solved."""

    pace: float
    care: float


def temper_of(unit_id: int, seed: int | str, in_hand: int) -> Temper:
    """The same unit is always alike; what it has in hand slows it."""
    draw = random.Random(f"temper {seed} {unit_id}")
    pace = draw.triangular(0.6, 1.35, 0.85)
    load = 1 + 0.5 * max(0, in_hand - USUAL_LOAD) / USUAL_LOAD
    return Temper(pace * min(load, 2.0), draw.triangular(0.78, 0.99, 0.93))
