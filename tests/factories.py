"""Orders for tests, built through the verbs, so that a test begins where a real order would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orders.lifecycle import Done, apply, take_in
from orders.lifecycle.load import load
from orders.lifecycle.receiving import Demand
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, UnitRef
from orders.models import Citizen, Order
from orders.states import OrderState, Verb
from tests.cast import Cast
from units.actor import Actor, actor_of
from units.models import Staff, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """A Shanghai moment from '2024-06-03 10:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = moment("2024-06-03 09:00")  # a week without holidays


def ref(unit: Unit) -> UnitRef:
    return UnitRef(unit.pk, unit.path, unit.name)


def demand(**changes: Any) -> Demand:
    """A plain request for help: a street lamp is out."""
    values: dict[str, Any] = {
        "channel_id": "phone",
        "kind": "help",
        "urgency": "normal",
        "category_id": "10.01.01",
        "title": "柳岸街道路灯不亮",
        "body": "柳岸街道2号路路灯连续三晚不亮，行人不便",
        "district": "east",
    }
    return Demand(**values | changes)


@dataclass
class Walk:
    """One order walked through its verbs by the cast, an hour a step unless said otherwise."""

    cast: Cast
    at: datetime = MONDAY
    order_id: int = 0
    demand: Demand = field(default_factory=demand)

    def receive(self, **changes: Any) -> "Walk":
        self.demand = demand(**changes)
        self.order_id = take_in(self.demand, by=self.actor("operator"), at=self.at).order_id
        return self

    def receive_from_citizen(self, **changes: Any) -> "Walk":
        """The citizen is known: contact and callback are owed."""
        citizen = Citizen.objects.create(created_at=self.at, phone_masked="138****0001")
        return self.receive(citizen_id=citizen.pk, **changes)

    def actor(self, who: str | Staff) -> Actor:
        staff = getattr(self.cast, who) if isinstance(who, str) else who
        return actor_of(staff)

    def do(self, verb: Verb, who: str | Actor, *, hours: float = 1, **inputs: Any) -> "Walk":
        """The next verb, so many hours after the last."""
        self.at += timedelta(hours=hours)
        by = who if isinstance(who, Actor) else self.actor(who)
        self.last: Done = apply(verb, self.order_id, by=by, at=self.at, **inputs)
        return self

    def dispatch(self, unit: Unit | None = None, *assists: Unit, **inputs: Any) -> "Walk":
        lead = ref(unit or self.cast.urban)
        if self.demand.confidential:
            inputs.setdefault("redacted", "有市民反映某路路灯不亮")
        helpers = tuple(ref(assist) for assist in assists)
        return self.do(Verb.DISPATCH, "dispatcher", lead=lead, assists=helpers, **inputs)

    def to(self, state: OrderState) -> "Walk":
        """Walk on the straight way, from wherever the order is, up to a state."""
        steps: dict[str, Callable[[], Walk]] = {
            OrderState.RECEIVED: self.dispatch,
            OrderState.DISPATCHED: lambda: self.do(Verb.SIGN, "unit_clerk"),
            OrderState.HANDLING: lambda: self.do(
                Verb.COMPLETE, "unit_clerk", text="已修好", uncontacted="打不通"
            ),
            OrderState.REPLIED: lambda: self.do(Verb.ACCEPT, "reviewer"),
            OrderState.CALLING_BACK: self._rated_and_archived,
        }
        while self.order.state != state:
            steps[self.order.state]()
        return self

    def _rated_and_archived(self) -> "Walk":
        while self.facts.open_callback:  # the own citizen, and those of merged orders
            self.rate(5)
        return self.do(Verb.ARCHIVE, "reviewer")

    def rate(self, rating: int) -> "Walk":
        return self.do(
            Verb.RECORD_CALLBACK,
            "reviewer",
            way="call",
            result="reached",
            contacted=True,
            solved=rating >= 3,
            rating=rating,
        )

    @property
    def order(self) -> Order:
        return Order.objects.get(pk=self.order_id)

    @property
    def facts(self) -> OrderFacts:
        return load(self.order_id)[self.order_id]

    @property
    def lead(self) -> AssignmentFacts:
        lead = self.facts.lead
        assert lead is not None
        return lead

    def of_unit(self, unit: Unit) -> AssignmentFacts:
        """The latest assignment of that unit."""
        return [a for a in self.facts.assignments if a.unit_id == unit.pk][-1]
