"""Demands come by the day's weight: fewer on holidays, and as on working days on made-up ones."""

import random
from collections import Counter
from datetime import date, timedelta

from orders.period import SHANGHAI, parse
from seeds.scenario import read_scenario
from seeds.simulator.arrivals import draw_arrivals
from seeds.simulator.city import City
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.arrivals import arrivals
from seeds.simulator.words import read_words


def test_a_golden_week_is_quiet_and_the_days_made_up_for_it_are_not() -> None:
    assumed = read_scenario("yueyang-2016").assumed
    october = parse("2016-10")
    drawn = draw_arrivals(
        october, 31_000, random.Random(1), daily=assumed.daily(), hours=assumed.hours
    )
    days = Counter(at.date() for at in drawn)
    assert sum(days.values()) == 31_000
    assert days[date(2016, 10, 3)] < 0.6 * days[date(2016, 10, 10)]
    assert days[date(2016, 10, 8)] > 1.2 * days[date(2016, 10, 15)], "a Saturday that was worked"


def test_a_citys_demands_are_the_same_however_a_time_is_cut(city: City) -> None:
    start = parse("2024-02-08").start
    hours = [start + timedelta(hours=hour) for hour in (0, 7, 30, 31, 96, 200)]

    def between(begin: int, end: int) -> list[Arrival]:
        return list(
            arrivals(
                hours[begin], hours[end], city=city, words=read_words(),
                assumed=read_scenario("yongshun-2014").assumed, seed="city", callers=900,
            )
        )  # fmt: skip

    whole = between(0, 5)
    assert [one for n in range(5) for one in between(n, n + 1)] == whole
    days = Counter(one.at.astimezone(SHANGHAI).date() for one in whole)
    assert days[date(2024, 2, 12)] < days[date(2024, 2, 8)], "the Spring Festival"
