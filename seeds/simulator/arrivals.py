"""When demands arrive: over a period by the weights of months, weekdays and hours."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from orders.period import Period


def draw_arrivals(
    period: Period,
    count: int,
    draw: random.Random,
    *,
    months: Sequence[float],
    weekdays: Sequence[float],
    hours: Sequence[float],
) -> list[datetime]:
    """So many moments of the period, in order, Shanghai time, to the second."""
    days = period.days
    weights = [months[day.month - 1] * weekdays[day.weekday()] for day in days]
    moments = []
    for day in draw.choices(days, weights, k=count):
        (hour,) = draw.choices(range(24), hours)
        start = datetime(day.year, day.month, day.day, tzinfo=period.start.tzinfo)
        moments.append(start + timedelta(hours=hour, seconds=draw.randrange(3600)))
    return sorted(moments)
