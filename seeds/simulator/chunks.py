"""A long play cut into chunks: each has days, ids and a world of its own, so that the rows are the
same however many processes play them, and a chunk can be forgotten once it is written."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import connection, transaction

from orders import rulebook
from orders.deadlines import Rulebook
from seeds.call_quotas import Share, by_phone
from seeds.places import Place, read_place
from seeds.reference import read_reference
from seeds.scenario import Scenario
from seeds.simulator.city import City, read_city
from seeds.simulator.copying import copy_rows
from seeds.simulator.exchange import Exchange, Telephone, copy_calls
from seeds.simulator.memory import LEDGER, MODELS, World
from seeds.simulator.plan import Plan
from seeds.simulator.play import Progress, play
from seeds.simulator.story import Stage
from seeds.simulator.words import Templates, Words, read_words, which
from units.models import GroupMembership, Unit
from units.roles import Role

LEAST = 4_000  # demands of a chunk, to the end of a day: what a process keeps in memory
ROOM = 1_000_000  # ids of each table that a chunk may use


@dataclass(frozen=True, slots=True)
class Chunk:
    """The plans of some whole days. callers: how many people called before its first day; share:
    of the calls, where the scenario counts any."""

    n: int
    plans: Sequence[Plan]
    callers: int
    share: Share | None = None

    @property
    def registering(self) -> int:
        """How many calls tell of its demands."""
        return sum(by_phone(plan.channel) and not plan.joined for plan in self.plans)

    @property
    def first_ids(self) -> dict[str, int]:
        """Where the counters of its tables begin; citizens are numbered as they call."""
        first = dict.fromkeys((*MODELS, LEDGER), self.n * ROOM + 1)
        return first | {"citizen": self.callers + 1}


@dataclass(frozen=True, slots=True)
class Played:
    """What a chunk came to, once it is written."""

    n: int
    demands: int
    verbs: int
    rows: int
    next_ids: Mapping[str, int]


def cut(plans: Sequence[Plan], least: int = LEAST) -> Iterator[Chunk]:
    """The chunks of plans that are in the order of arrival: a day lies within one chunk, since its
    order numbers are counted there."""
    begin, n, callers = 0, 0, 0
    for place in range(1, len(plans) + 1):
        whole = place == len(plans) or plans[place].at.date() != plans[place - 1].at.date()
        if whole and (place - begin >= least or place == len(plans)):
            chunk = Chunk(n, plans[begin:place], callers)
            yield chunk
            callers = max(callers, 1 + max(plan.caller for plan in chunk.plans))
            begin, n = place, n + 1


@dataclass(frozen=True)
class Setting:
    """What every chunk of a replay is played in, read from the database once a process."""

    scenario: Scenario
    seed: int
    as_of: datetime
    rules: Rulebook
    city: City
    words: Words
    templates: Mapping[str, Templates]
    paths: Mapping[int, str]
    telephone: Telephone

    @classmethod
    def read(cls, scenario: Scenario, seed: int, as_of: datetime) -> "Setting":
        """Of the default database, which holds the scenario's units and staff."""
        city, words = read_city(scenario.period.first), read_words().of(_place(scenario))
        return cls(
            scenario,
            seed,
            as_of,
            rulebook.current(),
            city,
            words,
            _templates(scenario, city, words),
            dict(Unit.objects.values_list("pk", "path")),
            Telephone.read(),
        )

    def play(self, chunk: Chunk, progress: Progress | None = None) -> Played:
        """Play a chunk and write it, whole or not at all."""
        world = World(
            self.rules, self.paths, first_ids=chunk.first_ids, seed=f"{self.seed} {chunk.n}"
        )
        self._callers(world, chunk)
        stage = Stage(
            world,
            self.city,
            self.words,
            self.templates,
            self.scenario.assumed,
            lambda caller, _: caller + 1,
            self.scenario.period.end,
            self.seed,
        )
        with _without_collector(), transaction.atomic():
            play(stage, chunk.plans, until=self.as_of, progress=progress)
            rows = copy_rows(world, connection)
            next_ids = dict(world.next_ids)
            if chunk.share is not None:
                exchange = self._calls(world, chunk, chunk.share)
                rows += copy_calls(exchange, connection)
                next_ids |= exchange.next_ids
        if max(next_ids.values()) > (chunk.n + 1) * ROOM:
            raise OverflowError(f"chunk {chunk.n} has used up its ids")
        return Played(chunk.n, len(chunk.plans), world.verbs, rows, next_ids)

    def _calls(self, world: World, chunk: Chunk, share: Share) -> Exchange:
        exchange = Exchange(
            world,
            chunk.plans,
            share,
            self.telephone,
            [one.staff_id for one in self.city.desk[Role.OPERATOR] if one.staff_id],
            (self.scenario.period.start, self.scenario.period.end),
            chunk.n * ROOM + 1,
            f"{self.seed} {chunk.n}",
        )
        exchange.play()
        return exchange

    def _callers(self, world: World, chunk: Chunk) -> None:
        """Those who call for the first time, in the order in which they do."""
        known = chunk.callers
        for plan in chunk.plans:
            if plan.caller == known:
                draw = Random(f"caller {self.seed} {known}")
                world.add_citizen(draw.choice(("先生", "女士")), plan.at)
                known += 1


def _place(scenario: Scenario) -> Place:
    return read_place(scenario.units, read_reference().categories)


class _without_collector:
    """Rows and snapshots make no cycles: looking for some costs a fifth of the time."""

    def __enter__(self) -> None:
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()


def _templates(scenario: Scenario, city: City, words: Words) -> dict[str, Templates]:
    """A group's own streams get the matters that the catalogue gives to its units, the other
    streams the rest: so each group's orders are as many as its streams say."""
    groups = {stream.group for stream in scenario.streams if stream.group}
    members: dict[str, set[int]] = {group: set() for group in groups}
    for group, unit in GroupMembership.objects.filter(group__code__in=groups).values_list(
        "group__code", "unit_id"
    ):
        members[group].add(unit)
    taken = {unit for some in members.values() for unit in some}
    lead = {
        one.category: city.proposed(one.category, "").lead.id
        for some in words.templates.values()
        for one in some
    }

    def led_by(units: Callable[[int], bool]) -> Templates:
        return which(words.templates, lambda one: units(lead[one.category]))

    own = {group: led_by(units.__contains__) for group, units in members.items()}
    return own | {"": led_by(lambda unit: unit not in taken)}
