"""The calls of a chunk: those that told of its demands, the others of those days, and the hotline's
own; counted by the chunk's share, so that a year's calls are as many as the scenario says.

What an answered call said, whose seat it was and how long it took are drawn; no switch is played.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from calls.models import Call, CallPurpose, Line, Seat
from calls.models.call import Direction, Outcome, OutPurpose
from orders.period import shanghai_day
from seeds.call_quotas import Share, by_phone
from seeds.simulator.memory import World

OWN_LINE, GENERAL = "12345", "general"
_QUEUES = {"enterprise": "enterprise", "deputies": "deputies"}
_SETTLED = {"answered": Outcome.DIRECT, "transferred": Outcome.TRANSFERRED}
_PROMISE = 15  # seconds
_Columns = dict[str, Any]


class Told(Protocol):
    """A demand as its call told it: when, on which channel, and whether in the same call as the
    one before."""

    @property
    def at(self) -> datetime: ...
    @property
    def channel(self) -> str: ...
    @property
    def joined(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Telephone:
    """The lines by the channel they belong to, and the seats."""

    lines: Mapping[str, str]
    seats: Sequence[int]

    @classmethod
    def read(cls) -> "Telephone":
        """Of the default database."""
        lines = dict(Line.objects.order_by("-position").values_list("channel_id", "code"))
        return cls(lines, list(Seat.objects.order_by("pk").values_list("pk", flat=True)))


def seats_for(count: int) -> list[Seat]:
    """So many seats, not yet written."""
    return [Seat(code=f"{n:03d}", name=f"{n:03d}号席", extension=f"8{n:03d}")
            for n in range(1, count + 1)]  # fmt: skip


@dataclass
class Exchange:
    """Calls and purposes of one chunk, as columns. period: half-open, outside which no call of the
    share lies; first_id: where the calls' and the purposes' counters begin."""

    world: World
    plans: Sequence[Told]
    share: Share
    telephone: Telephone
    operators: Sequence[int]
    period: tuple[datetime, datetime]
    first_id: int
    seed: str
    calls: list[_Columns] = field(default_factory=list)
    purposes: list[_Columns] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = random.Random(f"calls {self.seed}")
        orders = list(self.world.rows["order"].values())
        self.told = [
            (plan, order)
            for plan, order in zip(self.plans, orders, strict=False)
            if by_phone(plan.channel)
        ]
        self.arrivals = [plan.at for plan in self.plans if plan.at >= self.period[0]]

    def play(self) -> None:
        """All calls, in the order of their beginning."""
        waits = self._waits()
        for order_of_call in self._groups():
            self._registering(order_of_call, next(waits))
        beside = self.share.answered - len(self.calls)
        kinds = ["ask"] * self.share.asking + ["silent"] * self.share.silent
        for kind in (kinds + [""] * beside)[:beside]:
            self._beside(kind, next(waits))
        self._rate()
        self._given_up()
        self._self_service()
        self._outbound()
        self._seat()

    @property
    def next_ids(self) -> dict[str, int]:
        """Where the counters of calls and purposes go on."""
        return {
            "call": self.first_id + len(self.calls),
            "purpose": self.first_id + len(self.purposes),
        }

    def _groups(self) -> Iterator[list[_Columns]]:
        """The demands of each call that registers."""
        group: list[_Columns] = []
        for plan, order in self.told:
            if group and not plan.joined:
                yield group
                group = []
            group.append(order)
        if group:
            yield group

    def _waits(self) -> Iterator[int]:
        """How many seconds each answered call waited: so many at most the promise."""
        quick = [True] * self.share.in_15s
        waits = quick + [False] * (self.share.answered - len(quick))
        self.draw.shuffle(waits)
        for fast in waits:
            yield self.draw.randint(2, _PROMISE) if fast else self.draw.randint(_PROMISE + 1, 75)

    def _registering(self, orders: Sequence[_Columns], wait: int) -> None:
        first, last = orders[0], orders[-1]
        answered = first["received_at"] - timedelta(seconds=self.draw.randint(20, 90))
        ended = last["received_at"] + timedelta(seconds=self.draw.randint(20, 60))
        channel = first["channel_id"]
        settled = {str(order["state"]) for order in orders}
        outcome = _SETTLED.get(next(iter(settled)), Outcome.ORDER) if len(settled) == 1 else "order"
        if first["kind"] == "praise":
            outcome = Outcome.PRAISE
        call = self._answered(
            answered,
            ended,
            wait,
            line_id=self.telephone.lines.get(channel, OWN_LINE),
            queue_id=_QUEUES.get(channel, GENERAL),
            operator_id=first["received_by_id"],
            outcome=str(outcome),
            citizen_id=first["citizen_id"],
        )
        if outcome == Outcome.TRANSFERRED:
            call["transferred_to_id"] = first["reason_id"]
        purpose = "praise" if outcome == Outcome.PRAISE else "register"
        for order in orders:
            self._purpose(call, order, purpose, order["received_at"])

    def _beside(self, kind: str, wait: int) -> None:
        """A call that registers nothing: it asks about a demand, is silent, or settled at once."""
        if not self.told:
            return
        _, order = self.draw.choice(self.told)
        hours = self.draw.uniform(0.5, 30) if kind == "ask" else self.draw.uniform(-0.5, 0.5)
        answered = self._inside(order["received_at"] + timedelta(hours=hours))
        length = timedelta(seconds=self.draw.randint(8, 20 if kind == "silent" else 150))
        call = self._answered(
            answered,
            answered + length,
            wait,
            line_id=OWN_LINE,
            queue_id=GENERAL,
            operator_id=self.draw.choice(self.operators),
            outcome=str(Outcome.SILENT if kind == "silent" else Outcome.DIRECT),
            citizen_id=order["citizen_id"] if kind == "ask" else None,
        )
        if kind == "ask":
            self._purpose(call, order, "ask", answered)

    def _answered(self, answered: datetime, ended: datetime, wait: int, **of: Any) -> _Columns:
        begin = self.period[0]
        offered = answered - timedelta(seconds=wait)
        at = offered - timedelta(seconds=self.draw.randint(8, 20))
        if at < begin:  # the year's first seconds
            at, offered, answered = begin, max(begin, offered), max(begin, answered)
        return self._call(
            at, Direction.IN, offered_at=offered, answered_at=answered, ended_at=ended, **of
        )

    def _rate(self) -> None:
        """Those who press a key after the call."""
        rated = self.draw.sample(self.calls, min(self.share.keyed, len(self.calls)))
        for n, call in enumerate(rated):
            good = n < self.share.keyed_satisfied
            call["service_rating"] = self.draw.choice((5, 5, 5, 4, 3) if good else (2, 1))

    def _given_up(self) -> None:
        for n in range(self.share.abandoned):
            at = self._somewhen()
            offered = at + timedelta(seconds=self.draw.randint(8, 20))
            least, most = (1, 5) if n < self.share.abandoned_5s else (6, 90)
            gone = offered + timedelta(seconds=self.draw.randint(least, most))
            self._call(
                at,
                Direction.IN,
                line_id=OWN_LINE,
                queue_id=GENERAL,
                offered_at=offered,
                ended_at=gone,
                outcome=str(Outcome.ABANDONED),
            )

    def _self_service(self) -> None:
        for _ in range(self.share.self_service):
            at = self._somewhen()
            ended = at + timedelta(seconds=self.draw.randint(15, 120))
            self._call(at, Direction.IN, line_id=OWN_LINE, self_service=True, ended_at=ended)

    def _outbound(self) -> None:
        """Each attempt to call a citizen back, then as many calls to units as the share leaves."""
        begin, end = self.period
        counted = sum(begin <= call["at"] < end for call in self._callbacks())
        for _ in range(self.share.outbound - counted):
            at = self._somewhen()
            answered = at + timedelta(seconds=self.draw.randint(5, 25))
            self._call(
                at,
                Direction.OUT,
                answered_at=answered,
                ended_at=answered + timedelta(seconds=self.draw.randint(20, 180)),
                operator_id=self.draw.choice(self.operators),
                purpose=str(self.draw.choice((*[OutPurpose.TO_UNIT] * 5, OutPurpose.TRANSFER))),
            )

    def _callbacks(self) -> Iterator[_Columns]:
        rows = self.world.rows
        for attempt in rows["attempt"].values():
            if attempt["way"] != "call":
                continue
            order = rows["order"][rows["callback"][attempt["task_id"]]["order_id"]]
            talk = timedelta(seconds=self.draw.randint(25, 110))
            reached = attempt["result"] == "reached"
            at = attempt["at"] - talk
            yield self._call(
                at,
                Direction.OUT,
                answered_at=at + timedelta(seconds=self.draw.randint(4, 20)) if reached else None,
                ended_at=attempt["at"],
                operator_id=attempt["by_id"],
                purpose=str(OutPurpose.CALLBACK),
                citizen_id=order["citizen_id"],
            )

    def _seat(self) -> None:
        """Who answers sits where they sat before on that day; where somebody speaks there, at a
        seat that nobody had that day, and else at the one that has been free the longest."""
        free = dict.fromkeys(self.telephone.seats, self.period[0])
        spare: list[int] = []
        today, sitting = None, dict[int | None, int]()
        self.calls.sort(key=lambda call: (call["at"], call["id"]))
        for call in self.calls:
            if call["answered_at"] is None or not free:
                continue
            if (day := shanghai_day(call["at"])) != today:
                today, sitting, spare = day, {}, [*reversed(self.telephone.seats)]
            seat = sitting.get(call["operator_id"])
            if seat is None or free[seat] > call["at"]:
                seat = spare.pop() if spare else min(free, key=free.__getitem__)
            call["seat_id"] = sitting[call["operator_id"]] = seat
            free[seat] = call["ended_at"]

    def _somewhen(self) -> datetime:
        """A moment of the chunk's days, as its demands are spread over them."""
        at = self.draw.choice(self.arrivals)
        return self._inside(at + timedelta(seconds=self.draw.randint(-1800, 1800)))

    def _inside(self, moment: datetime) -> datetime:
        """The moment, or one inside the period where it lies outside."""
        begin, end = self.period
        if not begin <= moment < end - timedelta(minutes=3):
            moment = end - timedelta(seconds=self.draw.randint(180, 7200))
        return moment.replace(microsecond=0)

    def _call(self, at: datetime, direction: Direction, **of: Any) -> _Columns:
        call = _BLANK | {"id": self.first_id + len(self.calls), "at": at,
                         "direction": str(direction)} | of  # fmt: skip
        self.calls.append(call)
        return call

    def _purpose(self, call: _Columns, order: _Columns, purpose: str, at: datetime) -> None:
        self.purposes.append(
            {
                "id": self.first_id + len(self.purposes),
                "call_id": call["id"],
                "order_id": order["id"],
                "purpose": purpose,
                "at": at,
                "by_id": call["operator_id"],
            }
        )


_BLANK: _Columns = {
    "id": 0, "at": None, "direction": "", "line_id": None, "queue_id": None, "self_service": False,
    "offered_at": None, "answered_at": None, "ended_at": None, "seat_id": None,
    "operator_id": None, "transferred_to_id": None, "outcome": "", "purpose": "",
    "citizen_id": None, "service_rating": None,
}  # fmt: skip


def copy_calls(exchange: Exchange, connection: BaseDatabaseWrapper) -> int:
    """Write them by COPY; the answer is how many rows."""
    with connection.cursor() as cursor:
        for model, rows in ((Call, exchange.calls), (CallPurpose, exchange.purposes)):
            _copy(cursor, connection, model, rows)
    return len(exchange.calls) + len(exchange.purposes)


def _copy(
    cursor: Any,
    connection: BaseDatabaseWrapper,
    model: type[models.Model],
    rows: Sequence[_Columns],
) -> None:
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
