"""How many calls a scenario has: read, checked, and shared out among the chunks of a replay."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from orders.tables import Table

_SPOKEN = frozenset({"phone", "enterprise", "deputies", "leaders"})


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of a period. inbound = self_service (never asked for a person) + offered; offered =
    answered + abandoned; in_15s of the answered, abandoned_5s of the abandoned. outbound: all that
    the hotline called itself, callbacks among them. asking: answered calls that only ask how a
    demand stands; silent: answered, and nobody spoke; the rest of the answered that register
    nothing are settled at once. twice: calls that register two demands. keyed: of the answered,
    how many are rated by key press, keyed_satisfied of them 3 and more."""

    inbound: int
    self_service: int
    answered: int
    in_15s: int
    abandoned: int
    abandoned_5s: int
    outbound: int
    asking: int
    silent: int
    twice: int
    keyed: int
    keyed_satisfied: int
    seats: int

    @property
    def offered(self) -> int:
        """Those who asked for a person."""
        return self.answered + self.abandoned


def read_calls(table: Table) -> tuple[Calls, str]:
    """The numbers and why those that no document prints are as they are. Raises BadData."""
    calls = Calls(**{one.name: table.number(one.name, low=0) for one in fields(Calls)})
    why = table.text("why", most=600)
    table.finish()
    if calls.inbound != calls.self_service + calls.offered:
        said = f"自助{calls.self_service} + 接通{calls.answered} + 放弃{calls.abandoned}"
        raise table.fault("inbound", f"{said} 不是{calls.inbound}")
    for small, large in (
        ("in_15s", "answered"),
        ("abandoned_5s", "abandoned"),
        ("keyed", "answered"),
        ("keyed_satisfied", "keyed"),
    ):
        if getattr(calls, small) > getattr(calls, large):
            raise table.fault(small, f"不能多于 {large}（{getattr(calls, large)}）")
    if calls.asking + calls.silent > calls.answered:
        raise table.fault("asking", f"同 silent 合起来不能多于接通的{calls.answered}")
    if not calls.seats:
        raise table.fault("seats", "不能小于1")
    return calls, why


def by_phone(channel: str) -> bool:
    """Whether demands of that channel are told on the telephone."""
    return channel in _SPOKEN or channel.startswith("line.")


def apportioned(total: int, weights: Sequence[int]) -> list[int]:
    """The total in whole parts by the weights, which differ from the exact ones by less than one;
    a part of nothing is nothing."""
    whole, run, before, parts = sum(weights), 0, 0, []
    for weight in weights:
        run += weight
        here = total * run // whole if whole else 0
        parts.append(here - before)
        before = here
    return parts


@dataclass(frozen=True, slots=True)
class Share:
    """What of the calls falls to one chunk; registering: how many of its answered calls register
    the chunk's own demands."""

    self_service: int
    answered: int
    in_15s: int
    abandoned: int
    abandoned_5s: int
    outbound: int
    asking: int
    silent: int
    keyed: int
    keyed_satisfied: int


def shared_out(calls: Calls, registering: Sequence[int]) -> list[Share]:
    """A share for each chunk, of which so many calls register demands. What registers nothing is
    spread like what does. Raises ValueError where more register than are answered."""
    others = calls.answered - sum(registering)
    if others < calls.asking + calls.silent:
        raise ValueError("more calls register, ask or stay silent than are answered")
    beside = apportioned(others, registering)
    answered = [own + more for own, more in zip(registering, beside, strict=True)]
    abandoned, keyed = apportioned(calls.abandoned, answered), apportioned(calls.keyed, answered)
    parts = zip(
        apportioned(calls.self_service, answered),
        answered,
        apportioned(calls.in_15s, answered),
        abandoned,
        apportioned(calls.abandoned_5s, abandoned),
        apportioned(calls.outbound, answered),
        apportioned(calls.asking, beside),
        apportioned(calls.silent, beside),
        keyed,
        apportioned(calls.keyed_satisfied, keyed),
        strict=True,
    )
    return [Share(*part) for part in parts]
