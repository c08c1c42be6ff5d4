"""How much comes on a day: by the weights of months and weekdays, and by the holiday notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Daily:
    """The weights as in a scenario's assumptions; holiday: what comes on a holiday over what comes
    on a Sunday; off and makeup: the days off by notice and the working days made up for them."""

    months: Sequence[float]
    weekdays: Sequence[float]
    holiday: float
    off: frozenset[date]
    makeup: frozenset[date]

    def works(self, day: date) -> bool:
        """Whether offices work on that day."""
        return day in self.makeup or (day.weekday() < 5 and day not in self.off)

    def weight(self, day: date) -> float:
        """In the measure of the weights: a made-up working day is a working day, a holiday a Sunday
        of its own kind."""
        month = self.months[day.month - 1]
        if day in self.makeup:
            return month * sum(self.weekdays[:5]) / 5
        if day in self.off:
            return month * self.weekdays[6] * self.holiday
        return month * self.weekdays[day.weekday()]
