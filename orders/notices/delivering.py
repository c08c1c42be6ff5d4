"""One run of the deliverer: the outbox is expanded, then what is due is sent."""

from dataclasses import dataclass
from datetime import datetime

from orders.notices.expanding import expand
from orders.notices.sending import anything_to_do, send_due

BATCHES = 100


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many outbox rows were expanded and how many deliveries were tried."""

    expanded: int
    tried: int


def deliver(*, at: datetime) -> Delivered:
    """Do what is due at that moment. Any number of workers may do so at once; an idle run costs
    one query. Called outside a transaction."""
    if not anything_to_do(at=at):
        return Delivered(0, 0)
    expanded = 0
    for _ in range(BATCHES):
        taken = expand(at=at)
        expanded += taken
        if not taken:
            break
    return Delivered(expanded, send_due(at=at))
