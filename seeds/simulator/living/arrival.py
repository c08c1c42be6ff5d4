"""One demand that somebody comes with, before any door has taken it."""

from dataclasses import dataclass
from datetime import datetime

from orders.lifecycle.receiving import Demand
from seeds.simulator.plan import Matter


@dataclass(frozen=True, slots=True)
class Arrival:
    """A demand that somebody comes with at a moment; caller: who, by a number of the simulated."""

    at: datetime
    channel: str
    kind: str
    urgency: str
    matter: Matter
    caller: int
    confidential: bool

    def demand(self, citizen_id: int | None) -> Demand:
        """What a door hands over."""
        return self.matter.demand(
            channel=self.channel,
            kind=self.kind,
            urgency=self.urgency,
            confidential=self.confidential,
            citizen_id=citizen_id,
        )
