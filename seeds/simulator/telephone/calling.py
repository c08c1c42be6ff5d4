"""Who calls, and when: a Poisson stream whose rate follows hour, weekday, season, holiday, surge.

Every day has a source of its own, drawn from the seed: the same callers ring whatever stands in
the centre, so that two centres are compared over the same days.
"""

import random
from bisect import bisect
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import exp, gamma, log, sqrt

from seeds.simulator.telephone.centre import HALF, HALVES, Demand, Kind, Patience, Surge

# (seconds since the period's start, its kind's place, seconds it keeps an operator, patience)
Caller = tuple[float, int, float, float]
DAY = HALF * HALVES
_YEAR = 365.0


class Calling:
    """The callers of one seed, day by day."""

    def __init__(self, demand: Demand, seed: int) -> None:
        self.demand = demand
        self.seed = seed
        self.usual = usual_rate(demand)
        self.surges = _drawn(demand, random.Random(f"surges {seed}"))
        self.kinds = list(accumulate(kind.share for kind in demand.kinds))[:-1]
        self.talks = [_log_normal(kind) for kind in demand.kinds]

    def rate(self, day: int, half: int) -> float:
        """Callers a second in that half hour of that day of the period."""
        rate = self.usual(day, half)
        at = day * DAY + half * HALF
        for start, end, times in self.surges:
            if start <= at < end:
                rate *= times
        return rate

    def day(self, day: int) -> list[list[Caller]]:
        """The callers of a day, by half hour, in order."""
        draw = random.Random(f"callers {self.seed} {day}")
        return [self._half(day, half, draw) for half in range(HALVES)]

    def _half(self, day: int, half: int, draw: random.Random) -> list[Caller]:
        rate = self.rate(day, half)
        found: list[Caller] = []
        if rate <= 0:
            return found
        start = day * DAY + half * HALF
        end = start + HALF
        chance, exponential, normal = draw.random, draw.expovariate, draw.gauss
        kinds, talks, waits = self.kinds, self.talks, self.demand.kinds
        scale, power = weibull(self.demand.patience)
        at = start + exponential(rate)
        while at < end:
            kind = bisect(kinds, chance())
            mu, sigma = talks[kind]
            wrap = waits[kind].wrap
            busy = exp(normal(mu, sigma)) + (exponential(1 / wrap) if wrap else 0.0)
            found.append((at, kind, busy, scale * exponential(1) ** power))
            at += exponential(rate)
        return found


def weibull(patience: Patience) -> tuple[float, float]:
    """Scale and power: scale * (standard exponential) ** power is distributed as that patience."""
    power = 1 / patience.shape
    return patience.mean / gamma(1 + power), power


def usual_rate(demand: Demand) -> Callable[[int, int], float]:
    """Callers a second by day of the period and half hour, without surges, scaled so that the
    period gives the callers it should."""
    days = [demand.daily.weight(day) for day in demand.dates()]
    scale = demand.callers / (sum(days) * sum(demand.hours) * 3600)
    return lambda day, half: scale * days[day] * demand.hours[half // 2]


def usual_rates(demand: Demand, *, working: bool) -> list[float]:
    """The same by hour: the mean of the period's working days (or days off).

    All are 0 where the period has no such day.
    """
    rate = usual_rate(demand)
    days = [place for place, day in enumerate(demand.dates()) if demand.daily.works(day) == working]
    if not days:
        return [0.0] * 24
    return [sum(rate(day, 2 * hour) for day in days) / len(days) for hour in range(24)]


def _drawn(demand: Demand, draw: random.Random) -> list[tuple[float, float, float]]:
    """Start and end in seconds of the period, and times the usual rate."""
    return [one for surge in demand.surges for one in _of(surge, demand.dates(), draw)]


def _of(
    surge: Surge, dates: Sequence[date], draw: random.Random
) -> list[tuple[float, float, float]]:
    days = [place for place, day in enumerate(dates) if day.month in surge.months]
    year = [dates[0] + timedelta(days=step) for step in range(int(_YEAR))]
    season = sum(day.month in surge.months for day in year)
    found = []
    # A Poisson stream through the season's days, a year's worth of it being a_year.
    at = draw.expovariate(surge.a_year / season) if surge.a_year else float("inf")
    while at < len(days):
        start = (days[int(at)] + at % 1) * DAY
        length = draw.uniform(*surge.hours) * 3600
        found.append((start, start + length, draw.uniform(*surge.times)))
        at += draw.expovariate(surge.a_year / season)
    return found


def _log_normal(kind: Kind) -> tuple[float, float]:
    """mu and sigma of the log-normal with that mean and that coefficient of variation."""
    variance = log(1 + kind.talk_cv**2)
    return log(kind.talk) - variance / 2, sqrt(variance)
