"""Surges: many call about one thing at once, the same however a time is cut into pieces."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from orders.models.limits import Urgency
from orders.period import shanghai_day
from seeds.simulator.city import City
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.surges import COUNT, EVERY, HOURS, surges
from seeds.simulator.words import read_words
from tests.factories import moment

START = moment("2026-10-05 00:00")
DAYS = EVERY * 6


def drawn(city: City, start: datetime, end: datetime) -> list[Arrival]:
    return list(surges(start, end, city=city, words=read_words(), seed="s", callers=50))


def test_a_time_cut_into_hours_has_the_surges_of_the_whole(city: City) -> None:
    hours = [START + timedelta(hours=n) for n in range(DAYS * 24 + 1)]
    whole = drawn(city, hours[0], hours[-1])
    pieces = [one for start, end in pairwise(hours) for one in drawn(city, start, end)]
    assert Counter(map(repr, pieces)) == Counter(map(repr, whole))
    assert len({shanghai_day(one.at) for one in whole}) in {5, 6, 7}


def test_a_surge_is_one_matter_in_one_street_within_hours(city: City) -> None:
    days: dict[object, list[Arrival]] = {}
    for one in drawn(city, START, START + timedelta(days=DAYS)):
        days.setdefault(shanghai_day(one.at), []).append(one)
    for some in days.values():
        assert COUNT[0] <= len(some) <= COUNT[1]
        assert len({one.matter for one in some}) == 1
        assert {one.urgency for one in some} == {Urgency.URGENT}
        moments = sorted(one.at for one in some)
        assert moments[-1] - moments[0] <= timedelta(hours=HOURS[1])
        assert len({one.caller for one in some}) > 1
