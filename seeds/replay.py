"""A scenario played into an empty database: reference data, units, staff, a year of verbs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection

from calls.models import Seat
from orders.tables import BadData
from seeds.call_quotas import shared_out
from seeds.load import load
from seeds.scenario import Scenario
from seeds.simulator.bare import bare
from seeds.simulator.chunks import Chunk, Played, Setting, cut
from seeds.simulator.copying import ALL, move_counters
from seeds.simulator.drawing import draw_plans
from seeds.simulator.exchange import seats_for
from seeds.simulator.people import staff_desk, staff_units
from seeds.simulator.words import tops_by_kind
from seeds.simulator.workers import play_side_by_side, processes_for
from units.models import Unit, UnitKind

PLAYED_ON = timedelta(days=60)
LONGEST = timedelta(days=365)
Say = Callable[[str], None]
At = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much was played and written."""

    demands: int
    verbs: int
    rows: int


def as_of_for(scenario: Scenario, asked: datetime | None) -> datetime:
    """Until when is played: as asked, else 60 days past the period's end. Raises BadData for a
    moment before the end, or more than a year past it."""
    end = scenario.period.end
    moment = asked or end + PLAYED_ON
    if not end <= moment <= end + LONGEST:
        raise BadData(f"--as-of：应在 {end:%Y-%m-%d} 之后一年之内")
    return moment


def replay(
    scenario: Scenario,
    *,
    seed: int,
    as_of: datetime,
    processes: int | None = None,
    say: Say = lambda _: None,
    progress: At = lambda _, __: None,
) -> Replayed:
    """Fill the default database, which must be migrated and hold nothing else. The same seed and
    as_of give the same rows, whatever the number of processes (as many as serve, unless said).
    Raises BadData where the scenario's numbers cannot be placed."""
    say("装参考数据")
    load(scenario.units)
    staff_desk(Unit.objects.get(kind=UnitKind.HOTLINE), scenario.operators)
    staff_units(Unit.objects.order_by("pk"))
    if scenario.calls is not None:
        Seat.objects.bulk_create(seats_for(scenario.calls.seats))
    setting = Setting.read(scenario, seed, as_of)
    chunks = _chunks(setting)
    played = _play(setting, chunks, processes or processes_for(chunks), say, progress)
    next_ids: Counter[str] = Counter()
    for one in played:
        next_ids |= Counter(one.next_ids)
    move_counters(connection, next_ids)
    return Replayed(
        sum(one.demands for one in played),
        sum(one.verbs for one in played),
        sum(one.rows for one in played),
    )


def _chunks(setting: Setting) -> list[Chunk]:
    scenario = setting.scenario
    tops = {group: tops_by_kind(some) for group, some in setting.templates.items()}
    twice = scenario.calls.twice if scenario.calls else 0
    plans = draw_plans(scenario.streams, scenario.assumed, tops, seed=setting.seed, twice=twice)
    chunks = list(cut(plans))
    if scenario.calls is None:
        return chunks
    shares = shared_out(scenario.calls, [chunk.registering for chunk in chunks])
    return [replace(chunk, share=share) for chunk, share in zip(chunks, shares, strict=True)]


def _play(
    setting: Setting, chunks: list[Chunk], processes: int, say: Say, progress: At
) -> list[Played]:
    if len(chunks) == 1:
        return [setting.play(chunks[0], progress)]
    total, done = sum(len(chunk.plans) for chunk in chunks), 0
    played = []
    with bare(connection, ALL.values()):
        side_by_side = play_side_by_side(setting, chunks, processes)
        for one in map(setting.play, chunks) if processes == 1 else side_by_side:
            played.append(one)
            done += one.demands
            progress(done, total)
        say("建索引，核对引用")
    return played
