"""How fast verbs are without a database: decided on snapshots, and done in memory."""

from dataclasses import dataclass
from datetime import date
from time import perf_counter

from orders.deadlines import Limit, Rulebook
from orders.lifecycle.registry import decide
from orders.lifecycle.snapshot import OrderFacts, UnitRef
from seeds.calendars import load_years, working_calendar
from seeds.reference import read_reference
from seeds.simulator.memory import World
from tests.straight_way import DEMAND, START, Step, receiver, steps

ORDERS = 500
ROUNDS = 5
LEAD = UnitRef(2, "/1/2/", "城管局")


@dataclass(frozen=True)
class Call:
    """A verb on the snapshot it once was decided on."""

    facts: OrderFacts
    step: Step


def rulebook() -> Rulebook:
    """The limits and the calendar of the reference files."""
    limits = [
        Limit(
            one.code, one.clock, one.amount, one.measure, one.channel, one.kind, one.urgency,
            one.category, one.valid_from,
        )
        for one in read_reference().limits
    ]  # fmt: skip
    calendar = working_calendar(load_years(), date(2014, 1, 1), date(2027, 12, 31))
    return Rulebook.of(limits, calendar, 1)


def make_calls(rules: Rulebook) -> list[Call]:
    """Every verb of some orders' straight way, with the snapshot before it."""
    world = World(rules, {LEAD.id: LEAD.path})
    calls = []
    for _ in range(ORDERS):
        order_id = world.take_in(DEMAND, by=receiver(), at=START)
        for step in steps(LEAD):
            calls.append(Call(world.facts(order_id), step))
            world.perform(step.verb, order_id, by=step.by, at=step.at, **step.inputs)
    return calls


def measure() -> dict[str, float]:
    """Verbs a second: decided alone, and done in memory with all their rows."""
    rules = rulebook()
    calls = make_calls(rules)
    decided = done = float("inf")
    for _ in range(ROUNDS):
        begun = perf_counter()
        for call in calls:
            step = call.step
            decide(step.verb, call.facts, by=step.by, at=step.at, rules=rules, **step.inputs)
        decided = min(decided, perf_counter() - begun)
        begun = perf_counter()
        make_calls(rules)
        done = min(done, perf_counter() - begun)
    return {
        "decide.verbs_per_second": len(calls) / decided,
        "decide.verbs_in_memory_per_second": (len(calls) + ORDERS) / done,
    }
