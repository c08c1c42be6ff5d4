"""One demand played through the verbs: a generator that says when it goes on, and then does it."""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from orders.lifecycle.receiving import Demand
from orders.lifecycle.snapshot import OrderFacts
from orders.states import OrderState, Verb
from seeds.assumptions import Assumptions
from seeds.simulator.city import City
from seeds.simulator.memory import World
from seeds.simulator.pace import Pace
from seeds.simulator.plan import PLAYED_ON, Matter, Outcome, Plan
from seeds.simulator.settling import DECLINED_FOR, TRANSFERRED_FOR, answer, receipt
from seeds.simulator.words import Templates, Words
from units.actor import Actor
from units.roles import Role

Waits = Iterator[datetime]
CitizenOf = Callable[[int, datetime], int]
_IN_TOWN = 0.55  # of the matters happen in the county's own town


class Over(Exception):
    """The plan says to stop after the verb just done."""


@dataclass
class Stage:
    """What all stories of a play share. templates: the matters by the group of units that lead
    them; citizen_of: the id of a caller, by the plan's number; lasting: demands that are still
    worked on when the period ends."""

    world: World
    city: City
    words: Words
    templates: Mapping[str, Templates]
    assumed: Assumptions
    citizen_of: CitizenOf
    end: datetime
    seed: int | str
    lasting: set[int] = field(default_factory=set)


class Story(ABC):
    """One demand on the stage; at is the moment it has come to."""

    def __init__(self, stage: Stage, plan: Plan) -> None:
        self.stage = stage
        self.plan = plan
        self.at = plan.at
        self.draw = random.Random(f"story {stage.seed} {plan.n}")
        self.end = plan.end or stage.end
        until = self.end if plan.outcome is Outcome.COMPLETED else None
        self.pace = Pace(stage.world.rules.calendar, self.draw, until)
        self.order_id = 0
        self.desk = stage.city.somebody(Role.OPERATOR, self.draw)
        self.matter = plan.matter or self._matter()
        self.town, self.template = self.matter.town, self.matter.template

    def play(self) -> Waits:
        """The moments this demand waits for; between them its verbs are done."""
        try:
            self._receive()
            yield from self.way()
        except Over:
            return

    @abstractmethod
    def way(self) -> Waits:
        """What follows the receiving; each sort of story has its own."""

    @property
    def facts(self) -> OrderFacts:
        """The demand as it stands."""
        return self.stage.world.facts(self.order_id)

    def until(self, moment: datetime) -> Waits:
        """Wait for that moment."""
        self.at = moment
        yield moment

    def do(self, verb: Verb, by: Actor, **inputs: Any) -> None:
        """Do a verb now. Raises Over where the plan stops after it."""
        self.stage.world.perform(verb, self.order_id, by=by, at=self.at, **inputs)
        if self.plan.stop == verb:
            raise Over

    def say(self, occasion: str) -> str:
        """A phrase for the occasion."""
        return self.stage.words.say(occasion, self.draw)

    def one_of(self, role: Role) -> Actor:
        """Somebody of the desk."""
        return self.stage.city.somebody(role, self.draw)

    def _receive(self) -> None:
        self.order_id = self.stage.world.take_in(self._demand(), by=self.desk, at=self.at)
        if self.plan.outcome in PLAYED_ON:
            self.stage.lasting.add(self.order_id)
        if self.plan.stop == Verb.RECEIVE:
            raise Over

    def _demand(self) -> Demand:
        plan = self.plan
        return self.matter.demand(
            channel=plan.channel,
            kind=plan.kind,
            urgency=plan.urgency,
            confidential=plan.confidential,
            citizen_id=self.stage.citizen_of(plan.caller, self.at),
        )

    def _matter(self) -> Matter:
        town = self.stage.city.town(self.draw, _IN_TOWN)
        place = self.stage.words.place_in(town.name, self.draw, urban=town.urban)
        templates = self.stage.templates[self.plan.group][self.plan.kind, self.plan.top]
        return Matter(self.draw.choice(templates), town, place)


class AtTheDesk(Story):
    """Settled without a unit: answered, declined, transferred."""

    def way(self) -> Waits:
        if self.plan.outcome is Outcome.UNDECIDED:
            return
        yield from self.until(self.pace.soon(self.at, self.stage.assumed.answer_minutes))
        self._settle()

    def _settle(self) -> None:
        settle = {
            Outcome.ANSWERED: self._answer,
            Outcome.DECLINED: self._decline,
            Outcome.TRANSFERRED: self._transfer,
            Outcome.UNRECEIPTED: self._transfer,
        }
        settle[self.plan.outcome]()

    def _answer(self) -> None:
        text = answer(self.stage.words, self.plan.kind, self.template.reply, self.draw)
        self.do(Verb.ANSWER, self.desk, text=text)

    def _decline(self) -> None:
        reason = self.draw.choice(DECLINED_FOR)
        self.do(Verb.DECLINE, self.desk, reason_id=reason)

    def _transfer(self) -> None:
        reason = self.draw.choice(TRANSFERRED_FOR)
        silent = self.plan.outcome is Outcome.UNRECEIPTED
        said = "" if silent else receipt(self.at, self.draw)
        self.do(Verb.TRANSFER, self.desk, reason_id=reason, receipt=said)


class Repeated(AtTheDesk):
    """Another citizen calls about a matter that already runs, and joins it."""

    def _receive(self) -> None:
        self.main = self._running()
        super()._receive()

    def _demand(self) -> Demand:
        """The running demand's words; without one, a matter of its own."""
        own = super()._demand()
        if self.main is None:
            return own
        main = self.stage.world.rows["order"][self.main]
        same = ("kind", "category_id", "title", "district", "place")
        body = f"又有市民来电反映：{main['title']}，希望尽快处理。"
        return replace(own, body=body, **{name: main[name] for name in same})

    def _settle(self) -> None:
        running = self.main is not None and self.main == self._running(self.main)
        if running:
            self.do(Verb.MERGE, self.desk, main_id=self.main)
        else:
            self.do(Verb.ANSWER, self.desk, text=self.say("desk.help"))

    def _running(self, wanted: int | None = None) -> int | None:
        """The latest demand that units still work on and complete within the period, or the wanted
        one if they still do."""
        rows = self.stage.world.rows["order"]
        states = {OrderState.DISPATCHED, OrderState.HANDLING}
        for pk in reversed(rows) if wanted is None else [wanted]:
            if pk in self.stage.lasting or rows[pk]["confidential"]:
                continue
            if rows[pk]["state"] in states:
                return pk
        return None


class Withdrawn(Story):
    """The citizen takes it back before a unit has it."""

    def way(self) -> Waits:
        yield from self.until(self.pace.soon(self.at, (10, 40)))
        self.do(Verb.WITHDRAW, Actor.citizen(), text="事情已经自己解决了")
