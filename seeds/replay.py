"""A scenario played into an empty database: reference data, units, staff, a year of verbs."""

from datetime import datetime, timedelta

from django.db import connection

from orders import rulebook
from seeds.load import load
from seeds.scenario import Scenario
from seeds.simulator.city import read_city
from seeds.simulator.copying import copy_out
from seeds.simulator.memory import World
from seeds.simulator.people import staff_desk, staff_units
from seeds.simulator.plan import Outcome, draw_plans
from seeds.simulator.play import Progress, play
from seeds.simulator.story import Callers, Stage
from seeds.simulator.words import read_words
from seeds.tables import BadData
from units.models import Unit, UnitKind

PLAYED_ON = timedelta(days=60)
LONGEST = timedelta(days=365)


def as_of_for(scenario: Scenario, asked: datetime | None) -> datetime:
    """Until when is played: as asked, else 60 days past the period's end. Raises BadData for a
    moment before the end, or more than a year past it."""
    end = scenario.period.end
    moment = asked or end + PLAYED_ON
    if not end <= moment <= end + LONGEST:
        raise BadData(f"--as-of：应在 {end:%Y-%m-%d} 之后一年之内")
    return moment


def replay(
    scenario: Scenario, *, seed: int, as_of: datetime, progress: Progress | None = None
) -> World:
    """Fill the default database, which must be migrated and hold nothing else. The same seed and
    as_of give the same rows. Raises BadData where the scenario's numbers cannot be placed."""
    load(scenario.units)
    staff_desk(Unit.objects.get(kind=UnitKind.HOTLINE), scenario.operators)
    staff_units(Unit.objects.order_by("pk"))
    words = read_words()
    volumes, period = scenario.volumes, scenario.period
    city = read_city(period.first)
    paths = dict(Unit.objects.values_list("pk", "path"))
    world = World(rulebook.current(), paths, seed=seed)
    plans = draw_plans(
        period,
        {
            Outcome.ANSWERED: volumes.answered,
            Outcome.COMPLETED: volumes.completed,
            Outcome.OPEN: volumes.open,
        },
        scenario.assumed,
        words.tops_by_kind(),
        seed=seed,
    )
    callers = Callers(world, seed)
    stage = Stage(world, city, words, scenario.assumed, callers.citizen, period.end, seed)
    play(stage, plans, until=as_of, progress=progress)
    copy_out(world, connection)
    return world
