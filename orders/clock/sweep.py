"""One sweep: every drain in turn until nothing is due, in batches that each commit."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from orders.callbacks import drained, handing
from orders.clock import orders_due
from orders.clock.drains import BATCH, DRAINS
from orders.retiming import draining

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Swept:
    """What a sweep did: items looked at by drain, deeds by name."""

    items: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)


def sweep(*, at: datetime, batch: int = BATCH) -> Swept:
    """Do all that is due by `at` (an aware moment). Safe to run twice, and several at once."""
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    swept = Swept()
    for name, drain in DRAINS.items():
        while (took := drain.turn(at, batch)).items:
            swept.items[name] += took.items
            swept.deeds += took.deeds
            if took.items < batch:
                break
    if swept.deeds:
        log.info("the clock did %s", ", ".join(f"{n} {deed}" for deed, n in swept.deeds.items()))
    return swept


__all__ = ["Swept", "drained", "draining", "handing", "orders_due", "sweep"]
