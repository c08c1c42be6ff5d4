"""The demo city: sixty days of its life that end now, and two hundred demands in every state.

Everybody in it is invented, the citizens' names and numbers too.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from calls import demo as seats
from orders import rulebook
from orders.models import DayCounter, Order
from orders.period import SHANGHAI
from seeds.demo_calls import demo_calls
from seeds.demo_knowledge import keep_citations, write_articles
from seeds.demo_life import live_through
from seeds.demo_oversight import look_into
from seeds.demo_people import OPERATORS, Callers, give_passwords, hire
from seeds.demo_plans import Matters, Moments, demo_plans
from seeds.scenario import read_scenario
from seeds.simulator.city import read_city
from seeds.simulator.copying import copy_out, first_ids, move_counters, numbers_given
from seeds.simulator.exchange import copy_calls
from seeds.simulator.memory import World
from seeds.simulator.people import staff_units
from seeds.simulator.plan import Plan
from seeds.simulator.play import play
from seeds.simulator.story import Stage
from seeds.simulator.words import read_words
from units import demo
from units.models import Staff, Unit, UnitKind

PACE_OF = "yongshun-2014"  # how long people take is assumed as for the county's year


def load_demo(*, at: datetime, production: bool, environ: Mapping[str, str]) -> int:
    """Fill the default database, which must hold the reference data; the answer is how many
    demands came, 0 where there are some already. No verb is done after `at`.

    Raises DemoRefused where demo data has no business, Unit.DoesNotExist and LookupError where
    the reference data is not that of the demo's place. All or nothing.
    """
    demo.refuse_outside_a_demo(production=production, environ=environ)
    with transaction.atomic():
        _alone()
        demo.create(production=production, environ=environ)
        seats.create()
        hire(Unit.objects.get(kind=UnitKind.HOTLINE))
        staff_units(Unit.objects.order_by("pk"))
        give_passwords()
        now = at.astimezone(SHANGHAI)
        write_articles(now)
        return 0 if Order.objects.exists() else _play(now)


def _alone() -> None:
    """Nobody takes in a demand, or a number for one, before all is written."""
    tables = f"{Order._meta.db_table}, {DayCounter._meta.db_table}"
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _play(now: datetime) -> int:
    draw = random.Random(f"demo {now.date()}")
    assumed, words = read_scenario(PACE_OF).assumed, read_words()
    city, rules = read_city(now.date()), rulebook.current()
    codes = dict(Unit.objects.values_list("pk", "code"))
    moments = Moments(now, rules.calendar, assumed, draw)
    plans = demo_plans(moments, Matters(city, words, codes, draw), draw)
    citizens = _citizens(plans)
    first = first_ids(connection)
    world = World(
        rules,
        dict(Unit.objects.values_list("pk", "path")),
        first_ids=first,
        numbers=numbers_given(connection),
        seed=draw.randrange(2**32),
    )
    templates = {"": words.templates}
    stage = Stage(world, city, words, templates, assumed, lambda n, _: citizens[n], now, 0)
    play(stage, plans, until=now)
    live_through(world, now, city=city, words=words, assumed=assumed, callers=Callers())
    operators = Staff.objects.filter(staff_number__in=OPERATORS).values_list("pk", flat=True)
    exchange = demo_calls(world, list(operators), now, max(first["call"], first["purpose"]))
    copy_out(world, connection)
    copy_calls(exchange, connection)
    keep_citations(world.books["event"])
    move_counters(connection, exchange.next_ids)
    look_into(now)
    return len(world.rows["order"])


def _citizens(plans: Sequence[Plan]) -> dict[int, int]:
    """The id of each caller, made as of the first call."""
    callers = Callers()
    return {plan.caller: callers.citizen(plan.caller, plan.at) for plan in plans}
