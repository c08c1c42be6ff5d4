"""Now and then many citizens call about one thing at once: a burst main, a power cut, a flood.

Each stretch of days has one, on a day, at an hour and in a street that are drawn by the stretch
alone: however a time is cut into pieces, its surges are the same. How often and how many is an
assumption; it gives the demo's alerts and warnings something true to find.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from orders.models.limits import Urgency
from orders.period import SHANGHAI
from seeds.simulator.city import City
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.plan import Matter
from seeds.simulator.words import Words

EVERY = 9  # days, one surge in each
COUNT = (7, 14)  # demands of one
HOURS = (0.7, 3.0)  # from the first to about the last
BEGINS = (8, 19)  # o'clock
_CHANNELS = {"phone": 90, "wechat": 8, "app": 2}


def surges(
    start: datetime, end: datetime, *, city: City, words: Words, seed: int | str, callers: int
) -> Iterator[Arrival]:
    """The demands of all surges of that time, not in order."""
    first, last = _stretch(start), _stretch(end)
    for stretch in range(first, last + 1):
        for arrival in _surge(stretch, city, words, seed, callers):
            if start <= arrival.at < end:
                yield arrival


def _stretch(moment: datetime) -> int:
    return moment.astimezone(SHANGHAI).date().toordinal() // EVERY


def _surge(
    stretch: int, city: City, words: Words, seed: int | str, callers: int
) -> Iterator[Arrival]:
    draw = random.Random(f"surge {seed} {stretch}")
    day = date.fromordinal(stretch * EVERY + draw.randrange(EVERY))
    begins = datetime.combine(day, time(draw.randrange(*BEGINS)), SHANGHAI)
    length = timedelta(hours=draw.uniform(*HOURS))
    town = draw.choice(city.urban)
    template = draw.choice(words.surges)
    matter = Matter(template, town, words.place_in(town.name, draw, urban=True))
    for _ in range(draw.randint(*COUNT)):
        (channel,) = draw.choices(list(_CHANNELS), list(_CHANNELS.values()))
        at = begins + length * draw.betavariate(1.2, 2.5)  # most come soon, some late
        yield Arrival(
            at=at.astimezone(UTC),
            channel=channel,
            kind=template.kind,
            urgency=str(Urgency.URGENT),
            matter=matter,
            caller=draw.randrange(callers),
            confidential=False,
        )
