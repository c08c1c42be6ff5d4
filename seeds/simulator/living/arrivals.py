"""What citizens come with: so many demands a day, told in invented words, by invented people."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime

from orders.models.limits import Kind, Urgency
from orders.period import shanghai_day, span
from seeds.assumptions import Assumptions
from seeds.simulator.arrivals import draw_arrivals
from seeds.simulator.city import City
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.surges import surges
from seeds.simulator.plan import Matter
from seeds.simulator.words import Template, Words

PER_DAY = 20  # demands of the demo's county on a usual day
CHANNELS = {"phone": 78, "wechat": 6, "app": 5, "web": 5, "window": 2, "mailbox": 2, "province": 2}
KINDS = {
    Kind.CONSULT: 38, Kind.HELP: 32, Kind.COMPLAIN: 18, Kind.REPORT: 4, Kind.SUGGEST: 4,
    Kind.PRAISE: 3, Kind.OTHER: 1,
}  # fmt: skip
REPEAT_CALLERS, IN_TOWN, URGENT = 0.15, 0.6, 0.04
CONFIDENTIAL = 0.2  # of those who report somebody ask to remain unknown
_URGENT_KINDS = frozenset({Kind.HELP, Kind.COMPLAIN})


def arrivals(
    start: datetime,
    end: datetime,
    *,
    city: City,
    words: Words,
    assumed: Assumptions,
    seed: int | str,
    callers: int,
    per_day: float = PER_DAY,
) -> Iterator[Arrival]:
    """The demands of that time in their order, by the weights of days and hours, surges among
    them; the same however a time is cut. callers: how many people may call, some of them again and
    again."""
    daily = assumed.daily(months=[1] * 12)
    by_kind = _by_kind(words, assumed)
    usual: list[Arrival] = []
    for day in span(shanghai_day(start), shanghai_day(end)).days:
        draw = random.Random(f"arrivals {seed} {day}")
        many = per_day * daily.weight(day) * len(assumed.weekdays) / sum(assumed.weekdays)
        count = int(many + draw.random())  # the rounding is drawn, so that it evens out
        drawn = draw_arrivals(span(day, day), count, draw, daily=daily, hours=assumed.hours)
        usual += [_drawn(at, city, words, by_kind, callers, draw) for at in drawn]
    at_once = surges(start, end, city=city, words=words, seed=seed, callers=callers)
    yield from sorted(
        (*(one for one in usual if start <= one.at < end), *at_once), key=lambda one: one.at
    )


def _by_kind(
    words: Words, assumed: Assumptions
) -> Mapping[str, tuple[list[Template], list[float]]]:
    """For each kind what it can be about, and how often each is."""
    found: dict[str, tuple[list[Template], list[float]]] = {}
    for (kind, top), some in sorted(words.templates.items()):
        templates, weights = found.setdefault(kind, ([], []))
        templates += some
        weights += [assumed.categories.get(top, 0.01) / len(some)] * len(some)
    return found


def _drawn(
    at: datetime,
    city: City,
    words: Words,
    by_kind: Mapping[str, tuple[list[Template], list[float]]],
    callers: int,
    draw: random.Random,
) -> Arrival:
    (kind,) = draw.choices(list(KINDS), list(KINDS.values()))
    (channel,) = draw.choices(list(CHANNELS), list(CHANNELS.values()))
    templates, weights = by_kind[kind]
    (template,) = draw.choices(templates, weights)
    town = city.town(draw, IN_TOWN)
    urgent = kind in _URGENT_KINDS and draw.random() < URGENT
    often = draw.random() < REPEAT_CALLERS  # some people call again and again
    return Arrival(
        at=at,
        channel=channel,
        kind=str(kind),
        urgency=str(Urgency.URGENT if urgent else Urgency.NORMAL),
        matter=Matter(template, town, words.place_in(town.name, draw, urban=town.urban)),
        caller=draw.randrange(callers // 20 if often else callers),
        confidential=kind == Kind.REPORT and draw.random() < CONFIDENTIAL,
    )
