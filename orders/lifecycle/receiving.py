"""Receiving a demand, and mending or adding to what was written of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from orders.deadlines import Rulebook
from orders.errors import Conflict, Forbidden, Refused
from orders.lifecycle.decision import Case, Decision, Draft
from orders.lifecycle.levels import scheduled
from orders.lifecycle.registry import decides
from orders.models.limits import Clock
from orders.models.text import Audience
from orders.states import OrderState, Verb
from orders.transitions import rows_of
from units.actor import Actor


@dataclass(frozen=True, slots=True)
class Demand:
    """What a citizen wants, as every door hands it over; codes are those of the reference data."""

    channel_id: str
    kind: str
    urgency: str
    category_id: str
    title: str
    body: str
    district: str = ""
    street: str = ""
    place: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    about_unit_id: int | None = None
    citizen_id: int | None = None
    confidential: bool = False


_COLUMNS = tuple(field.name for field in fields(Demand) if field.name != "body")

CORRECTABLE = (
    "kind",
    "urgency",
    "category_id",
    "title",
    "district",
    "street",
    "place",
    "longitude",
    "latitude",
    "about_unit_id",
    "confidential",
    "transfer_receipt",
)


def receive(demand: Demand, *, number: str, by: Actor, at: datetime, rules: Rulebook) -> Decision:
    """A demand becomes an order; its new row has the id -1. The citizen's promise starts now.

    Raises Forbidden for a person who does not receive, Refused for a demand without words.
    """
    decision = receive_unscheduled(demand, number=number, by=by, at=at, rules=rules)
    return scheduled(decision, None, rules)


def receive_unscheduled(
    demand: Demand, *, number: str, by: Actor, at: datetime, rules: Rulebook
) -> Decision:
    """The same without the clock's next look, as registry.decide_unscheduled is of decide."""
    row = rows_of(Verb.RECEIVE)[0]
    if not row.who & (by.roles | {by.kind}):
        raise Forbidden("你不能登记诉求")
    if not demand.title.strip() or not demand.body.strip():
        raise Refused("写明诉求的标题和内容", field="body")
    draft = Draft(-1, Verb.RECEIVE, by, at, "", OrderState.RECEIVED)
    promise = rules.find(Clock.PROMISE, demand, at)
    dispatch = rules.find(Clock.DISPATCH, demand, at)
    draft.add(
        "order",
        **{name: getattr(demand, name) for name in _COLUMNS},
        number=number,
        state=str(OrderState.RECEIVED),
        version=1,
        received_at=at,
        received_by_id=by.staff_id,
        promise_due_at=rules.due(promise.terms, at),
        dispatch_due_at=rules.due(dispatch.terms, at),
        waiting_since=at,
    )
    audience = Audience.HOTLINE if demand.confidential else Audience.UNIT
    text_id = draft.add_text("demand", demand.body, audience, demand.title.strip())
    if demand.citizen_id is not None:
        draft.notify("received", "citizen", demand.citizen_id)
    return draft.done(text_id=text_id, channel=demand.channel_id)


@decides(Verb.CORRECT)
def correct(case: Case, *, changes: Mapping[str, Any], version: int | None = None) -> Decision:
    """Non-dated fields only; the event names the fields with old and new codes (words of title
    and place stay out of it). version: what the person saw; Conflict when it moved on."""
    if version is not None and version != case.order.version:
        raise Conflict("这件刚被别人改过，请看过再改", code="stale")
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise Refused(f"不能更正：{'、'.join(sorted(unknown))}", field=min(unknown))
    moved = {
        name: (getattr(case.order, name), value)
        for name, value in changes.items()
        if getattr(case.order, name) != value
    }
    if not moved:
        raise Refused("没有改动", code="nothing_changed")
    draft = case.draft()
    draft.set_order(**{name: new for name, (_, new) in moved.items()})
    coded = {"kind", "urgency", "category_id", "district", "about_unit_id", "confidential"}
    changed = {name: list(moved[name]) if name in coded else [] for name in sorted(moved)}
    return draft.done(changed=changed)


@decides(Verb.SUPPLEMENT)
def supplement(case: Case, *, text: str) -> Decision:
    """More words on the same matter; no clock is touched."""
    if not text.strip():
        raise Refused("写明要补充的内容", field="text")
    draft = case.draft()
    audience = Audience.HOTLINE if case.order.confidential else Audience.UNIT
    text_id = draft.add_text("supplement", text, audience)
    for assignment in case.order.assignments:
        if assignment.state in {"to_sign", "handling"}:
            draft.notify("supplemented", "unit", assignment.unit_id)
    return draft.done(text_id=text_id)
