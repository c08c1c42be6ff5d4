"""The telephone of the demo city's sixty days: the calls its demands came by, and the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seeds.call_quotas import Share, by_phone
from seeds.simulator.exchange import Exchange, Telephone
from seeds.simulator.memory import World

TOO_NEW = timedelta(minutes=10)  # a call that began later may still be on
# For each call that registers a demand, how many others there were: assumed.
BESIDE, ASKING, SILENT = 0.45, 0.15, 0.04
ABANDONED, SELF_SERVICE, OUTBOUND = 0.05, 0.5, 0.35
IN_15S, KEYED, CONTENT = 0.96, 0.4, 0.94  # of the answered; of the keyed


@dataclass(frozen=True, slots=True)
class Told:
    """A demand as its call told it."""

    at: datetime
    channel: str
    joined: bool = False


def demo_calls(world: World, operators: Sequence[int], now: datetime, first_id: int) -> Exchange:
    """The calls of all demands in the world and as many others as usual, all over before now."""
    rows = list(world.rows["order"].values())
    told = [
        Told(row["received_at"], str(row["channel_id"]) if _old(row, now) else "") for row in rows
    ]
    first = min(row["received_at"] for row in rows) - timedelta(minutes=5)
    registering = sum(by_phone(one.channel) for one in told)
    exchange = Exchange(
        world, told, _share(registering, world), Telephone.read(), operators,
        (first, now - TOO_NEW), first_id, "demo",
    )  # fmt: skip
    exchange.play()
    return exchange


def _old(row: dict[str, datetime], now: datetime) -> bool:
    """Whether the call that told of it is surely over."""
    return row["received_at"] < now - TOO_NEW


def _share(registering: int, world: World) -> Share:
    answered = round(registering * (1 + BESIDE))
    keyed, abandoned = round(answered * KEYED), round(answered * ABANDONED)
    called_back = sum(row["way"] == "call" for row in world.rows["attempt"].values())
    return Share(
        self_service=round(answered * SELF_SERVICE),
        answered=answered,
        in_15s=round(answered * IN_15S),
        abandoned=abandoned,
        abandoned_5s=abandoned // 4,
        outbound=called_back + round(answered * OUTBOUND),
        asking=round(registering * ASKING),
        silent=round(registering * SILENT),
        keyed=keyed,
        keyed_satisfied=round(keyed * CONTENT),
    )
