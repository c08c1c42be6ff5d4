"""What the people around one order do next: the first thing anybody would do, or nothing.

Every draw depends on the order, what is asked of whom, and the seed alone: asked again, on any
ground and at any time, the same people would do the same at the same moment.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.deadlines import Rulebook
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import Verb
from orders.transitions import rows_of
from seeds.assumptions import Assumptions, Span
from seeds.simulator.city import City
from seeds.simulator.living.step import Step
from seeds.simulator.living.temper import Temper, temper_of
from seeds.simulator.pace import Pace
from seeds.simulator.words import Template, Words
from units.actor import Actor
from units.roles import Role


@dataclass(frozen=True, slots=True)
class Habits:
    """The city's people and their ways. in_hand: how many orders a unit has now; machine: the
    hotline's automatic callbacks are at work on this ground, so that people wait for them; fitting:
    the articles an answer to a category may be drawn from, number and words, the likeliest first.
    """

    city: City
    words: Words
    assumed: Assumptions
    rules: Rulebook
    seed: int | str
    in_hand: Callable[[int], int]
    machine: bool = False
    fitting: Callable[[str], Sequence[tuple[str, str]]] = lambda _: ()

    def draw(self, order: OrderFacts, of: str) -> random.Random:
        """The dice for one question about an order."""
        return random.Random(f"{self.seed} {order.number} {of}")

    def chance(self, order: OrderFacts, of: str, share: float) -> bool:
        """Whether it happens to this order."""
        return self.draw(order, of).random() < share

    def temper(self, unit_id: int) -> Temper:
        """What the unit is like just now."""
        return temper_of(unit_id, self.seed, self.in_hand(unit_id))

    def worker(self, on: AssignmentFacts, verb: Verb) -> Actor | None:
        """Who in the unit does such a thing; None where nobody there may."""
        who = {role for row in rows_of(verb) for role in row.who}
        some = self.city.people.get(on.unit_id, ())
        return next((one for one in some if one.roles & who), None)

    def by_unit(
        self, on: AssignmentFacts, verb: Verb, at: datetime, **inputs: object
    ) -> Step | None:
        """A step of the unit that holds the assignment; None where nobody there may do it."""
        by = self.worker(on, verb)
        return Step(at, verb, by, on.id, inputs) if by is not None else None

    def somebody(self, role: Role, order: OrderFacts, of: str) -> Actor:
        """One of the desk."""
        return self.city.somebody(role, self.draw(order, f"who {of}"))

    def say(self, occasion: str, order: OrderFacts, of: str = "") -> str:
        """A phrase for the occasion."""
        return self.words.say(occasion, self.draw(order, f"say {occasion} {of}"))

    def within(
        self, order: OrderFacts, of: str, start: datetime, due: datetime | None, part: Span
    ) -> datetime:
        """Some part of a limit after its start; beyond it where the part is more than one."""
        return self._pace(order, of).within(start, due, part)

    def later(self, order: OrderFacts, of: str, start: datetime, minutes: Span) -> datetime:
        """So many working minutes later."""
        return self._pace(order, of).later(start, minutes)

    def soon(self, order: OrderFacts, of: str, start: datetime, minutes: Span) -> datetime:
        """So many minutes later by the clock."""
        return self._pace(order, of).soon(start, minutes)

    def promised(
        self, order: OrderFacts, of: str, start: datetime, days: tuple[int, int]
    ) -> datetime:
        """So many working days after start."""
        return self._pace(order, of).promised(start, days)

    def template(self, order: OrderFacts) -> Template | None:
        """The words the demand was told in, where it is one of the simulated."""
        some = self.words.templates.get((order.kind, order.category_id[:2]), ())
        return next((one for one in some if one.category == order.category_id), None)

    def reply(self, order: OrderFacts, n: int) -> str:
        """What a unit reports, the more the oftener it is asked."""
        template = self.template(order)
        return template.reply if template and n == 1 else self.say("unit.again", order, str(n))

    def _pace(self, order: OrderFacts, of: str) -> Pace:
        return Pace(self.rules.calendar, self.draw(order, of), None)
