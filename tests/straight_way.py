"""The straight way of a demand, from receiving to the archive, as calls that a bench repeats."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orders.lifecycle.receiving import Demand
from orders.lifecycle.snapshot import UnitRef
from orders.states import Verb
from units.actor import Actor
from units.roles import Role

START = datetime(2024, 6, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a week without holidays
DEMAND = Demand(
    "phone", "help", "normal", "10.01.01", "柳岸街道路灯不亮", "路灯连续三晚不亮，行人不便"
)


@dataclass(frozen=True)
class Step:
    verb: Verb
    by: Actor
    at: datetime
    inputs: dict[str, Any] = field(default_factory=dict)


def steps(lead: UnitRef, start: datetime = START) -> Iterator[Step]:
    """Dispatch, sign, contact, complete, accept, archive; nobody is to be called back."""
    desk = Actor("staff", roles=frozenset({Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER}))
    clerk = Actor("staff", None, lead.id, lead.path, frozenset({Role.UNIT_CLERK}))
    way: list[tuple[Verb, Actor, dict[str, Any]]] = [
        (Verb.DISPATCH, desk, {"lead": lead}),
        (Verb.SIGN, clerk, {}),
        (Verb.CONTACT, clerk, {"text": "已电话联系，问清了地点"}),
        (Verb.COMPLETE, clerk, {"text": "已更换灯泡，当晚全亮"}),
        (Verb.ACCEPT, desk, {"public_text": "路灯已修好"}),
        (Verb.ARCHIVE, desk, {}),
    ]
    for hours, (verb, by, inputs) in enumerate(way, 1):
        yield Step(verb, by, start + timedelta(hours=hours), inputs)


def receiver() -> Actor:
    """Who receives."""
    return Actor("staff", roles=frozenset({Role.OPERATOR}))
