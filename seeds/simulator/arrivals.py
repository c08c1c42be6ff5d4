"""When demands arrive: over a period by the weights of days and hours."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from orders.period import SHANGHAI, Period
from seeds.daily import Daily


def draw_arrivals(
    period: Period,
    count: int,
    draw: random.Random,
    *,
    daily: Daily,
    hours: Sequence[float],
) -> list[datetime]:
    """So many moments of the period, in order, Shanghai time, to the second."""
    days = period.days
    weights = [daily.weight(day) for day in days]
    begun = {day: datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) for day in days}
    sums = list(accumulate(hours))
    moments = []
    for day in draw.choices(days, weights, k=count):
        (hour,) = draw.choices(range(24), cum_weights=sums)
        moments.append(begun[day] + timedelta(seconds=hour * 3600 + draw.randrange(3600)))
    return sorted(moments)


def draw_on_days(
    days: Sequence[date], count: int, draw: random.Random, *, hours: Sequence[float]
) -> list[datetime]:
    """So many moments spread evenly over the given days, in order."""
    moments = []
    for n in range(count):
        (hour,) = draw.choices(range(24), hours)
        day = days[n % len(days)]
        start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        moments.append(start + timedelta(hours=hour, seconds=draw.randrange(3600)))
    return sorted(moments)
