"""The demo city: two hundred demands of the last five weeks, ending now, in every state.

They are played through the same verbs as any other; citizens, numbers and words are invented.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction

from orders import rulebook
from orders.citizens import citizen_for
from orders.deadlines import Rulebook
from orders.models import DayCounter, Order
from orders.models.limits import Kind
from orders.period import shanghai_day, span
from orders.states import Verb
from seeds.assumptions import Assumptions
from seeds.scenario import read_scenario
from seeds.simulator.city import read_city
from seeds.simulator.copying import copy_out, first_ids
from seeds.simulator.memory import World
from seeds.simulator.people import staff_units
from seeds.simulator.plan import Outcome, Plan, draw_plans
from seeds.simulator.play import play
from seeds.simulator.story import Stage
from seeds.simulator.words import read_words
from units.models import Unit

SEED = "demo"
WEEKS = timedelta(days=35)
ROOM = timedelta(days=10)
OUTCOMES: Mapping[Outcome, int] = {
    Outcome.ANSWERED: 66,
    Outcome.DECLINED: 4,
    Outcome.TRANSFERRED: 4,
    Outcome.MERGED: 4,
    Outcome.WITHDRAWN: 3,
    Outcome.FREE: 87,
}
# The last verb done, how many stand there, and how many working days ago they came: so every
# state is there, whatever the hour.
STANDING: tuple[tuple[Verb, int, int], ...] = (
    (Verb.RECEIVE, 5, 0),
    (Verb.DISPATCH, 6, 0),
    (Verb.SIGN, 6, 2),
    (Verb.CONTACT, 4, 3),
    (Verb.COMPLETE, 6, 7),
    (Verb.ACCEPT, 5, 8),
)
_SURNAMES = "王李张刘陈杨黄周吴彭田向覃罗梁谢"
# No operator has ever given out numbers that begin with 154.
_PHONE = "154{:08d}"


class NoReference(LookupError):
    """The demo city's units are not there yet."""


def fill(at: datetime) -> int:
    """Write the demo city as it stands at that moment; the answer is how many demands came: none
    where the database holds any. All or nothing. Raises NoReference."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_demo'))")
        if Order.objects.exists():
            return 0
        if not Unit.objects.exists():
            raise NoReference("还没有单位，先运行 python manage.py load_reference")
        staff_units(Unit.objects.order_by("pk"))
        world = _played(at)
        copy_out(world, connection)
    return len(world.rows["order"])


def _played(at: datetime) -> World:
    rules, words = rulebook.current(), read_words()
    paths = dict(Unit.objects.values_list("pk", "path"))
    world = World(rules, paths, first_ids=first_ids(connection))
    world.numbers.update(dict(DayCounter.objects.values_list("day", "last")))
    assumed = _assumed()
    period = span(shanghai_day(at - WEEKS), shanghai_day(at))
    plans = draw_plans(period, OUTCOMES, assumed, words.tops_by_kind(), seed=SEED, room=ROOM)
    plans = [*_before(plans, at), *_standing(rules, at, len(plans))]
    for plan in plans:
        plan.confidential = plan.kind == Kind.REPORT
    stage = Stage(world, read_city(period.last), words, assumed, _citizen, period.end, SEED)
    play(stage, plans, until=at)
    return world


def _assumed() -> Assumptions:
    """A county's habits, with more of what a visitor should see."""
    return replace(
        read_scenario("yongshun-2014").assumed,
        channels={"phone": 0.78, "wechat": 0.08, "web": 0.08, "county_mailbox": 0.06},
        late=5,
        returns_moved=3,
        returns_upheld=2,
        extensions=4,
        suspensions=2,
        hand_downs=3,
        assists=12,
        send_backs=5,
        rated=70,
        satisfied=63,
        reworked=3,
    )


def _before(plans: Iterable[Plan], at: datetime) -> list[Plan]:
    """What would only arrive later today arrived a day, or a few, earlier."""
    moved = []
    for plan in plans:
        while plan.at >= at - timedelta(minutes=30):
            plan.at -= timedelta(days=1)
        moved.append(plan)
    return moved


def _standing(rules: Rulebook, at: datetime, first: int) -> list[Plan]:
    """Demands that stand still after a verb: work for whoever looks at the demo."""
    draw = random.Random(f"{SEED} standing")
    plans: list[Plan] = []
    for verb, count, days in STANDING:
        for _ in range(count):
            n = first + len(plans)
            plans.append(
                Plan(
                    n=n,
                    at=_arrived(rules, at, verb, days, draw),
                    outcome=Outcome.FREE,
                    channel="phone",
                    kind=draw.choice((Kind.HELP, Kind.COMPLAIN)),
                    top=draw.choice(("02", "06", "10")),
                    urgency="normal",
                    caller=n,
                    stop=verb,
                )
            )
    return plans


def _arrived(rules: Rulebook, at: datetime, verb: Verb, days: int, draw: random.Random) -> datetime:
    if days:
        return rules.before(at, days) - timedelta(minutes=draw.randrange(10, 500))
    soonest, latest = (1, 25) if verb == Verb.RECEIVE else (30, 240)
    return at - timedelta(minutes=draw.uniform(soonest, latest))


def _citizen(caller: int, at: datetime) -> int:
    draw = random.Random(f"{SEED} caller {caller}")
    surname = draw.choice(_SURNAMES)
    address = f"{surname}{draw.choice(('先生', '女士'))}"
    return citizen_for(_PHONE.format(caller + 1), f"{surname}某", address, at=at).pk
