"""The demo's shapes become plans: each demand gets its moment, its matter and its caller."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from orders.models.limits import Kind
from orders.period import span
from orders.worktime import Calendar
from seeds.assumptions import Assumptions
from seeds.demo_shapes import SHAPES, Shape
from seeds.simulator.arrivals import draw_arrivals
from seeds.simulator.city import City, Town
from seeds.simulator.plan import Matter, Plan
from seeds.simulator.words import Template, Words

CHANNELS = {"phone": 78, "wechat": 6, "app": 5, "web": 5, "window": 2, "mailbox": 2, "province": 2}
REPEAT_CALLERS = 0.12
_POOL = 8_000  # moments to choose from: enough for any age
_REACH = timedelta(days=45)  # 15 working days with a week of holidays among them
_NEWEST = timedelta(minutes=30)
_IN_TOWN = 0.6
_QUICK = ("07",)  # water and power have clocks of minutes and two days


class Matters:
    """Draws what demands are about, the least told first."""

    def __init__(self, city: City, words: Words, codes: dict[int, str], draw: random.Random):
        self.city, self.words, self.codes, self.draw = city, words, codes, draw
        self.told: Counter[str] = Counter()
        self.templates = [one for some in words.templates.values() for one in some]

    def matter(self, shape: Shape) -> Matter:
        """A matter of the shape's kinds that the catalogue gives to its units. LookupError where
        there are no words for one."""
        town = self.city.town(self.draw, _IN_TOWN)
        fitting = self._fitting(shape, town)
        if not fitting:
            town = self.draw.choice(self.city.urban)
            fitting = self._fitting(shape, town)
        if not fitting:
            raise LookupError(f"演示用的文字里没有适合 {shape.kinds}、{shape.lead} 的诉求")
        least = min(self.told[one.title] for one in fitting)
        chosen = self.draw.choice([one for one in fitting if self.told[one.title] == least])
        self.told[chosen.title] += 1
        place = self.words.place_in(town.name, self.draw, urban=town.urban)
        return Matter(chosen, town, place)

    def _fitting(self, shape: Shape, town: Town) -> list[Template]:
        return [
            one
            for one in self.templates
            if one.kind in shape.kinds
            and (shape.stop is None or one.kind == Kind.CONSULT or self._slow(one))
            and self._named(shape, one, town)
        ]

    def _slow(self, template: Template) -> bool:
        return template.category[:2] not in _QUICK

    def _named(self, shape: Shape, template: Template, town: Town) -> bool:
        if not shape.lead and not shape.assist:
            return True
        proposed = self.city.proposed(template.category, town.district)
        assists = [self.codes[unit.id] for unit in proposed.assists]
        return (not shape.lead or self.codes[proposed.lead.id] == shape.lead) and (
            not shape.assist or assists[:1] == [shape.assist]
        )


class Moments:
    """Moments so many working hours before now, as a week brings them."""

    def __init__(
        self, now: datetime, calendar: Calendar, assumed: Assumptions, draw: random.Random
    ) -> None:
        self.now, self.draw = now, draw
        period = span((now - _REACH).date(), now.date())
        drawn = draw_arrivals(
            period, _POOL, draw, daily=assumed.daily(months=[1] * 12), hours=assumed.hours
        )
        self.pool = [at for at in drawn if at < now - _NEWEST]
        self.ages = [calendar.working_time_between(at, now) for at in self.pool]

    def moment(self, shape: Shape) -> datetime:
        """One that has the shape's age."""
        low, high = (timedelta(hours=hours) for hours in shape.age)
        if shape.by_clock:
            fitting = [at for at in self.pool if low <= self.now - at <= high]
            return self.draw.choice(fitting) if fitting else self._since(low, high)
        fitting = [at for at, age in zip(self.pool, self.ages, strict=True) if low <= age <= high]
        return self.draw.choice(fitting)

    def _since(self, low: timedelta, high: timedelta) -> datetime:
        return self.now - low - (high - low) * self.draw.random()


def demo_plans(moments: Moments, matters: Matters, draw: random.Random) -> list[Plan]:
    """A plan for every demand of the demo, in the order of arrival, none of them after now."""
    shapes = [shape for shape in SHAPES for _ in range(shape.count)]
    plans = [
        _plan(n, shape, moments.moment(shape), matters.matter(shape), draw)
        for n, shape in enumerate(shapes)
    ]
    plans.sort(key=lambda plan: plan.at)
    for plan, caller in zip(plans, _callers(draw), strict=False):
        plan.caller = caller
    return plans


def _plan(n: int, shape: Shape, at: datetime, matter: Matter, draw: random.Random) -> Plan:
    (channel,) = draw.choices(list(CHANNELS), list(CHANNELS.values()))
    return Plan(
        n=n,
        at=at.replace(microsecond=0),
        outcome=shape.outcome,
        channel=channel,
        kind=matter.template.kind,
        top=matter.template.category[:2],
        urgency=shape.urgency,
        caller=0,
        turns=frozenset(shape.turns),
        ratings=tuple(shape.ratings),
        confidential=shape.confidential,
        stop=shape.stop,
        matter=matter,
    )


def _callers(draw: random.Random) -> Iterator[int]:
    """Who calls next: now and then somebody who called before."""
    known = 0
    while True:
        if known and draw.random() < REPEAT_CALLERS:
            yield draw.randrange(known)
        else:
            yield known
            known += 1
