"""Sixty days in which the demo city lived by itself, and the days a later start has missed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from django.db.models import Max

from knowledge.finding import for_category
from orders import rulebook
from orders.clock.drains import BATCH
from orders.clock.orders_due import drain_orders
from orders.models import Event, Order
from orders.transitions import FINAL
from seeds.assumptions import Assumptions
from seeds.demo_people import CALLERS, FIRST_CALLER, Callers
from seeds.simulator.city import City, read_city
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.arrivals import arrivals
from seeds.simulator.living.coming import Taking, coming
from seeds.simulator.living.going_on import going_on
from seeds.simulator.living.grounds import DatabaseGround, Hands, MemoryGround
from seeds.simulator.living.habits import Habits
from seeds.simulator.living.together import Together, at_times
from seeds.simulator.memory import World
from seeds.simulator.words import Words, read_words

DAYS = 60  # of history on the first start
MOST_MISSED = timedelta(days=14)
WORTH_PLAYING = timedelta(minutes=10)  # a shorter gap is no gap
LOOKS = timedelta(minutes=30)  # how often the clock looks at days gone by
SEED = "demo"
Progress = Callable[[datetime], None]


class TooLong(Exception):
    """The city stood still for longer than can be played; the words say what to do."""


def live_through(
    world: World,
    now: datetime,
    *,
    city: City,
    words: Words,
    assumed: Assumptions,
    callers: Callers,
) -> None:
    """The last sixty days in a world in memory: every demand comes, and goes on by itself."""
    hands = Hands()
    fitting = cache(for_category)
    habits = Habits(city, words, assumed, world.rules, SEED, hands.in_hand, fitting=fitting)
    come = demands(now - timedelta(days=DAYS), now, city=city, words=words, assumed=assumed)
    _play(MemoryGround(world, hands), habits, come, callers, Together(), now)


def demands(
    start: datetime, end: datetime, *, city: City, words: Words, assumed: Assumptions
) -> list[Arrival]:
    """What the city's citizens come with in that time."""
    drawn = arrivals(
        start, end, city=city, words=words, assumed=assumed, seed=SEED, callers=CALLERS
    )
    return [replace(one, caller=one.caller + FIRST_CALLER) for one in drawn]


def catch_up(now: datetime, assumed: Assumptions, progress: Progress | None = None) -> int:
    """Play what happened since anything last did, through the verbs and with the clock's levels;
    the answer is how many demands came. Raises TooLong after more than fourteen days."""
    last = Event.objects.aggregate(last=Max("at"))["last"]
    if last is None or now - last < WORTH_PLAYING:
        return 0
    if now - last > MOST_MISSED:
        raise TooLong(
            f"演示城市停在{last:%Y-%m-%d}，超过{MOST_MISSED.days}天补不过来："
            "运行 make clean 再 make run 从头来；不管它也能用，只是没有近日的件"
        )
    city, words, hands = read_city(now.date()), read_words(), Hands()
    ground = DatabaseGround(hands)
    fitting = cache(for_category)
    habits = Habits(city, words, assumed, rulebook.current(), SEED, hands.in_hand, fitting=fitting)
    together = Together()
    open_now = Order.objects.exclude(state__in=FINAL).order_by("id").values_list("pk", flat=True)
    for pk in open_now:
        ground.facts(pk)  # the loads are known before anybody reckons with them
    together.join(*(going_on(ground, habits, pk, since=last) for pk in open_now))
    together.join(at_times(_looks(last, now), _clock))
    come = demands(last, now, city=city, words=words, assumed=assumed)
    _play(ground, habits, come, Callers(), together, now, progress)
    return len(come)


def _play(
    ground: Taking,
    habits: Habits,
    come: list[Arrival],
    callers: Callers,
    together: Together,
    now: datetime,
    progress: Progress | None = None,
) -> None:
    together.join(*(coming(ground, habits, one, callers.citizen) for one in come))
    together.until(now, progress)


def _looks(start: datetime, end: datetime) -> list[datetime]:
    return [start + LOOKS * n for n in range(1, int((end - start) / LOOKS) + 1)]


def _clock(at: datetime) -> None:
    """The levels of that moment. Notices and automatic callbacks are not of days gone by: what is
    owed is delivered when the city runs again."""
    while drain_orders(at, BATCH).items == BATCH:
        pass
