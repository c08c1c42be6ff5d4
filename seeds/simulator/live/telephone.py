"""The switch and the desk: calls ring, are answered by whoever is free, and are talked through."""

import logging
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from calls.models import CallReference, HandOver, ReturnCall, Seat
from calls.models.call import Outcome
from calls.tokens import issue
from orders.errors import LifecycleError
from orders.models import Order
from orders.transitions import FINAL
from seeds.demo_people import phone_of
from seeds.simulator.live.person import TIMEOUT, Away
from seeds.simulator.live.staff import Everybody
from seeds.simulator.living.arrival import Arrival
from units.actor import Actor

log = logging.getLogger(__name__)
SWITCH = "模拟的交换机"
HOTLINE, QUEUE = "12345", "general"
RING, TALK, PATIENCE, NOTES = (2.0, 9.0), (40.0, 210.0), 70.0, (15.0, 50.0)  # seconds
LOOKS_AGAIN = 2.0  # seconds of somebody who waits for a free seat
_READS = 20  # of what was left, at the beginning of a turn
REACHED = 0.75  # of those called back
KEYS = 0.4  # of the callers press a key after the call
BESIDE = 0.6  # calls that register nothing, for each that does
# What these are about.
KINDS = {"direct": 55, "ask": 25, "silent": 8, "nuisance": 4, "gives_up": 8}
Now = Callable[[], datetime]


class Switch:
    """The telephone switch: tells the hotline what happens on its lines."""

    def __init__(self, base: str, at: datetime) -> None:
        _, token = issue(SWITCH, at=at, ends_others_at=at)
        self._http = httpx.Client(base_url=base, timeout=TIMEOUT)
        self._path = f"/cti/{token}"

    def tell(self, event: str, call_id: str, at: datetime, **said: str) -> None:
        """One event. Raises Away."""
        body = {"event": event, "callId": call_id, "direction": "in", "at": at.isoformat(), **said}
        try:
            answer = self._http.post(self._path, json=body)
        except httpx.TransportError as error:
            raise Away(str(error)) from None
        if answer.status_code >= 400:
            raise Away(f"{answer.status_code} /cti/")

    def close(self) -> None:
        """Off the line."""
        self._http.close()


@dataclass
class Operator:
    """Somebody who answers: where, whether on a call, and whether the turn is over."""

    actor: Actor
    seat: str
    extension: str
    busy: bool = False
    leaves: bool = False


@dataclass
class Desk:
    """Who answers now, and how calls go; speed: how many times as fast as in life."""

    switch: Switch
    people: Everybody
    now: Now
    speed: float
    operators: list[Operator] = field(default_factory=list)

    def turn(self, coming: Collection[Actor], everybody: Iterable[Actor]) -> None:
        """A turn begins: who comes signs on at a free seat, who sits there already goes on; the
        others leave, whoever talks when the call is over. Asked again it does what is left to do.
        Raises Away, and LifecycleError where the hotline refuses somebody."""
        self._rejoin(everybody)
        sit = {one.actor.staff_id for one in self.operators}
        for operator in self.operators:
            operator.leaves = operator.actor not in coming
        for actor in coming:
            if actor.staff_id not in sit:
                self._sign_on(actor)
        for operator in [one for one in self.operators if one.leaves and not one.busy]:
            self._leave(operator)
        self._take_over()

    def close(self) -> None:
        """Everybody leaves who is not on a call; what the hotline does not hear any more stays as
        it is there, until the traffic runs again."""
        for operator in [one for one in self.operators if not one.busy]:
            try:
                self._leave(operator)
            except (Away, LifecycleError) as error:
                log.info("%s does not sign off: %s", operator.seat, error)

    def _rejoin(self, everybody: Iterable[Actor]) -> None:
        """Those who sit since the traffic ran before."""
        known = {one.actor.staff_id for one in self.operators}
        for actor in everybody:
            seat = Seat.objects.filter(shift__staff=actor.staff_id).first()
            if seat is None or actor.staff_id in known:
                continue
            self.operators.append(Operator(actor, seat.code, seat.extension))
            if seat.state != "ready":
                self.people.behind(actor).send("/seat/ready/", {})

    def _sign_on(self, actor: Actor) -> None:
        seat = Seat.objects.filter(active=True, shift=None).order_by("-code").first()
        if seat is None:
            return
        person = self.people.behind(actor)
        person.send("/seat/sign-on/", {"seat": seat.code})
        self.operators.append(Operator(actor, seat.code, seat.extension))
        person.send("/seat/ready/", {})

    def _leave(self, operator: Operator) -> None:
        said = {"note": left_to_do(ReturnCall.objects.filter(closed_at=None).count())}
        self.people.behind(operator.actor).send("/seat/sign-off/", said)
        self.operators.remove(operator)

    def _take_over(self) -> None:
        """The first of those who sit reads what the others left."""
        reader = next((one for one in self.operators if not one.leaves), None)
        if reader is None:
            return
        for left in HandOver.objects.filter(taken_at=None).order_by("at")[:_READS]:
            path, said = "/seat/take-over/", {"hand_over": str(left.pk)}
            self.people.behind(reader.actor).send(path, said)

    def call(
        self, caller: int, draw: random.Random, told: Callable[[Operator, int], Any]
    ) -> Iterator[datetime]:
        """One call: rings, is answered when somebody is free, is over. told: what the operator
        does of it, with the call's id. Who waits too long gives up."""
        call_id, phone = uuid4().hex, phone_of(caller)
        start = self.now()
        self.switch.tell("newCall", call_id, start, to=HOTLINE, queue=QUEUE, **{"from": phone})
        patience = start + timedelta(seconds=draw.expovariate(1 / PATIENCE) + 3) / self.speed
        yield self._after(draw.uniform(*RING))
        while (operator := self._free()) is None:
            if self.now() > patience:
                self.switch.tell("hangup", call_id, self.now(), cause="cancel")
                return
            yield self._after(LOOKS_AGAIN)
        operator.busy = True
        try:
            self.switch.tell("answer", call_id, self.now(), answeringNumber=operator.extension)
            yield self._after(draw.uniform(*TALK))
            told(operator, _known(call_id))
            yield self._after(draw.uniform(5, 30))
            self.switch.tell("hangup", call_id, self.now(), cause="normalClearing", **_key(draw))
            yield self._after(draw.uniform(*NOTES))
            if operator.leaves:
                self._leave(operator)
            else:
                self.people.behind(operator.actor).send("/seat/ready/", {})
        finally:
            operator.busy = False

    def given_up(self, caller: int, draw: random.Random) -> Iterator[datetime]:
        """Somebody rings off before anybody answers."""
        call_id, phone = uuid4().hex, phone_of(caller)
        self.switch.tell("newCall", call_id, self.now(), to=HOTLINE, queue=QUEUE, **{"from": phone})
        yield self._after(draw.uniform(3, 40))
        self.switch.tell("hangup", call_id, self.now(), cause="cancel")

    def conclude(self, operator: Operator, call_id: int, outcome: str) -> None:
        """The operator writes down what became of the call."""
        said = {"outcome": outcome, "reason": ""}
        self.people.behind(operator.actor).send(f"/calls/{call_id}/conclude/", said)

    def asked(self, operator: Operator, call_id: int, draw: random.Random) -> None:
        """Somebody asks how far an order has come."""
        numbers = list(
            Order.objects.exclude(state__in=FINAL)
            .order_by("-pk")
            .values_list("number", flat=True)[:50]
        )
        if not numbers:
            self.conclude(operator, call_id, Outcome.DIRECT)
            return
        said = {"purpose": "ask", "number": draw.choice(numbers), "text": ""}
        self.people.behind(operator.actor).send(f"/calls/{call_id}/purpose/", said)

    def call_back(self, return_id: int, draw: random.Random) -> None:
        """Somebody who is free calls back who was missed, and notes what came of it."""
        operator = self._free()
        if operator is None:
            return
        result = "reached" if draw.random() < REACHED else "no_answer"
        path = f"/calls/returns/{return_id}/"
        self.people.behind(operator.actor).send(path, {"result": result})

    def _free(self) -> Operator | None:
        return next((one for one in self.operators if not one.busy and not one.leaves), None)

    def _after(self, seconds: float) -> datetime:
        return self.now() + timedelta(seconds=seconds) / self.speed


def beside(desk: Desk, arrival: Arrival, draw: random.Random) -> Iterator[datetime]:
    """A call that registers nothing, by some caller of the same hours."""
    (kind,) = draw.choices(list(KINDS), list(KINDS.values()))
    if kind == "gives_up":
        return desk.given_up(arrival.caller + 1, draw)
    does: Mapping[str, Callable[[Operator, int], Any]] = {
        "ask": lambda by, call_id: desk.asked(by, call_id, draw),
        "direct": lambda by, call_id: desk.conclude(by, call_id, Outcome.DIRECT),
        "silent": lambda by, call_id: desk.conclude(by, call_id, Outcome.SILENT),
        "nuisance": lambda by, call_id: desk.conclude(by, call_id, Outcome.NUISANCE),
    }
    return desk.call(arrival.caller + 1, draw, does[kind])


def left_to_do(owed: int) -> str:
    """What the next turn must know; "" where nothing is left."""
    return f"未接要回拨的还有{owed}个，最早到期的先打。" if owed else ""


def return_calls_due(at: datetime) -> list[int]:
    """The missed calls that are to be called back by now."""
    due = ReturnCall.objects.filter(closed_at=None, opened_at__lte=at - timedelta(minutes=5))
    return list(due.order_by("due_at").values_list("pk", flat=True)[:5])


def _known(cti_id: str) -> int:
    return CallReference.objects.values_list("call_id", flat=True).get(
        source__name=SWITCH, cti_id=cti_id
    )


def _key(draw: random.Random) -> dict[str, str]:
    return {"rating": str(draw.choice((5, 5, 5, 4, 3, 2)))} if draw.random() < KEYS else {}
