"""The running hotline as a ground: what stands is read, every change goes over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from orders.lifecycle.load import load
from orders.lifecycle.snapshot import OrderFacts, UnitRef
from orders.models import Order
from orders.period import SHANGHAI
from seeds.demo_people import name_of, phone_of
from seeds.simulator.live.intake_door import IntakeDoor
from seeds.simulator.live.staff import Everybody
from seeds.simulator.living.arrival import Arrival
from seeds.simulator.living.grounds import Hands
from seeds.simulator.living.step import Step
from units.actor import Actor
from units.models import Unit

_NOT_SAID = frozenset({"proposal"})  # the form looks it up itself


class HttpGround:
    """Orders of the hotline behind a base address, whose database is the default one."""

    def __init__(self, people: Everybody, door: IntakeDoor, hands: Hands) -> None:
        self.people, self.door, self.hands = people, door, hands
        self.codes = dict(Unit.objects.values_list("pk", "code"))

    def facts(self, order_id: int) -> OrderFacts:
        order = load(order_id)[order_id]
        self.hands.saw(order)
        return order

    def do(self, order: OrderFacts, step: Step, at: datetime) -> None:
        body = {name: self._said(value) for name, value in step.inputs.items()
                if name not in _NOT_SAID and value not in (None, "", [])}  # fmt: skip
        if step.assignment_id is not None:
            body["assignment"] = step.assignment_id
        self.people.behind(step.by).do(order.number, str(step.verb), body)

    def typed(self, arrival: Arrival, by: Actor, more: Mapping[str, Any]) -> int:
        """A demand that an operator types into the console's form; the order's id."""
        name, address = name_of(arrival.caller)
        sent = self.people.behind(by).send(
            "/orders/new/",
            {
                "token": str(uuid4()),
                "channel": arrival.channel,
                "kind": arrival.kind,
                "urgency": arrival.urgency,
                "category": arrival.matter.template.category,
                "title": arrival.matter.title,
                "body": arrival.matter.body,
                "district": arrival.matter.town.district,
                "place": arrival.matter.spot,
                "phone": phone_of(arrival.caller),
                "name": name,
                "form_of_address": address,
                **({"confidential": "on"} if arrival.confidential else {}),
                **more,
            },
        )
        return _order_id(sent.headers["Location"].rstrip("/").rsplit("/", 1)[-1])

    def delivered(self, arrival: Arrival, at: datetime) -> int:
        """A demand that another system hands in; the order's id."""
        name, address = name_of(arrival.caller)
        body = {
            "kind": arrival.kind,
            "urgency": arrival.urgency,
            "category": arrival.matter.template.category,
            "title": arrival.matter.title,
            "text": arrival.matter.body,
            "place": {
                "district": arrival.matter.town.district,
                "text": arrival.matter.spot,
            },
            "citizen": {
                "phone": phone_of(arrival.caller),
                "name": name,
                "form_of_address": address,
            },
            "confidential": arrival.confidential,
        }
        return _order_id(self.door.deliver(arrival.channel, body, uuid4(), at))

    def _said(self, value: Any) -> Any:
        """An input of a verb as its form takes it."""
        if isinstance(value, UnitRef):
            return self.codes[value.id]
        if isinstance(value, list | tuple):
            return [self._said(one) for one in value]
        if isinstance(value, datetime):
            return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0).isoformat(" ")
        return value


def _order_id(number: str) -> int:
    return Order.objects.values_list("pk", flat=True).get(number=number)
