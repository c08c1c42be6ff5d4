"""One order as its citizen may follow it: like a parcel, in steps, with what may be done next.

Only words meant for citizens are shown, numbers in them hidden; a confidential order names no
unit and shows no title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.codes import opens
from intake.steps import Names, sentence
from orders import rulebook
from orders.callbacks.asking import NOBODY, Asked, asked_of
from orders.errors import Missing
from orders.lifecycle import apply
from orders.lifecycle.load import load
from orders.lifecycle.registry import open_to
from orders.lifecycle.snapshot import OrderFacts
from orders.lifecycle.urging import urge_open_from
from orders.masking import mask_numbers
from orders.models import Event, Order, Reason, Text, Urge
from orders.models.limits import Kind
from orders.models.text import Audience
from orders.numbering import is_number
from orders.states import OrderState, Verb
from orders.transitions import FINAL
from units.actor import Actor
from units.models import Unit

STATES: dict[OrderState, str] = {
    OrderState.RECEIVED: "已收到，正在安排单位",
    OrderState.ANSWERED: "已答复您",
    OrderState.DECLINED: "不能受理",
    OrderState.TRANSFERRED: "已移交",
    OrderState.MERGED: "和同样的诉求一起办",
    OrderState.WITHDRAWN: "已撤回",
    OrderState.DISPATCHED: "已转给单位",
    OrderState.HANDLING: "单位正在办理",
    OrderState.REPLIED: "单位答复了，正在核对",
    OrderState.CALLING_BACK: "已办结",
    OrderState.ARCHIVED: "已办结归档",
}
ACTIONS: dict[Verb, str] = {
    Verb.SUPPLEMENT: "supplement",
    Verb.WITHDRAW: "withdraw",
    Verb.URGE: "urge",
    Verb.RECORD_CALLBACK: "rate",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when, in what verb's code, in a sentence; text for the citizen."""

    at: datetime
    code: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """All a citizen sees of an order; steps newest first.

    due_at is when the unit now at work has to answer, None when none is; overdue is said of the
    moment asked about. unit is "" when none is at work or none is to be named.
    """

    number: str
    kind_label: str
    title: str
    confidential: bool
    state: str
    state_label: str
    received_at: datetime
    promise_due_at: datetime | None
    due_at: datetime | None
    overdue: bool
    unit: str
    steps: Sequence[Step]
    actions: Sequence[str]


def order_behind(number: str, code: str) -> Order:
    """The order of that number for who holds its code. Raises Missing, in the same words and as
    quickly, for a wrong code and for a number that does not exist."""
    missing = Missing("单号或查询码不对，请核对后再试")
    if not is_number(number) or not opens(number, code):
        raise missing
    order = Order.objects.select_related("channel").filter(number=number).first()
    if order is None:
        raise missing
    return order


def progress_of(order: Order, *, at: datetime) -> Progress:
    """The order as its citizen sees it at that moment."""
    facts = load(order.pk)[order.pk]
    names = _names(facts)
    lead = facts.lead if order.state in {OrderState.DISPATCHED, OrderState.HANDLING} else None
    due = lead.due_at if lead else None
    promised = due or (None if order.state in _DONE else order.promise_due_at)
    return Progress(
        number=order.number,
        kind_label=Kind(order.kind).label,
        title="" if order.confidential else mask_numbers(order.title),
        confidential=order.confidential,
        state=order.state,
        state_label=_state_words(order),
        received_at=order.received_at,
        promise_due_at=order.promise_due_at,
        due_at=due,
        overdue=promised is not None and at > promised,
        unit=names.units.get(lead.unit_id, "") if lead else "",
        steps=_steps(facts, names),
        actions=actions_open(order, facts, at=at),
    )


_DONE = FINAL | {OrderState.CALLING_BACK}


def actions_open(order: Order, facts: OrderFacts, *, at: datetime) -> list[str]:
    """What the citizen may do now: supplement, withdraw, urge (not again too soon), rate."""
    open_now = {verb for verb in ACTIONS if open_to(verb, facts, Actor.citizen())}
    open_now -= {Verb.RECORD_CALLBACK}
    if asked_of(order, facts):
        open_now.add(Verb.RECORD_CALLBACK)
    if _urged_lately(facts, at):
        open_now.discard(Verb.URGE)
    return [name for verb, name in ACTIONS.items() if verb in open_now]


def rate(order: Order, *, at: datetime, **answers: Any) -> None:
    """The citizen rates what was done, on the page or through the API; the rules are the verb's.
    Raises Conflict where nothing is owed to this citizen."""
    asked = asked_of(order, load(order.pk)[order.pk]) or Asked(order.pk, NOBODY)
    by = Actor.citizen()
    apply(Verb.RECORD_CALLBACK, asked.order_id, by=by, at=at, task_id=asked.task_id, **answers)


def _urged_lately(facts: OrderFacts, at: datetime) -> bool:
    if not facts.urges:
        return False
    again = urge_open_from(facts, Urge.Party.CITIZEN, rulebook.current())
    return again is not None and at < again


def _state_words(order: Order) -> str:
    """The state; of a merged order also how the one it goes with stands."""
    words, main = STATES[OrderState(order.state)], order
    while main.merged_into is not None:
        main = main.merged_into
    return words if main is order else f"{words}：{STATES[OrderState(main.state)]}"


def _names(facts: OrderFacts) -> Names:
    leads = {a.id: a.unit_id for a in facts.assignments if a.subject == "lead"}
    reasons = dict(
        Reason.objects.filter(kind__in=[Reason.Kind.DECLINE, Reason.Kind.TRANSFER]).values_list(
            "code", "name"
        )
    )
    units: dict[int, str] = {}
    if not facts.confidential:
        units = dict(
            Unit.objects.filter(pk__in=set(leads.values())).values_list("pk", "short_name")
        )
    return Names(units, leads, reasons)


def _steps(facts: OrderFacts, names: Names) -> list[Step]:
    words = dict(
        Text.objects.filter(order=facts.id, audience=Audience.CITIZEN).values_list("pk", "body")
    )
    events = Event.objects.filter(order_id=facts.id).order_by("-at", "-id")
    return [
        Step(event.at, event.verb, label, mask_numbers(words.get(_text_id(event), "")))
        for event in events
        if (label := sentence(event, names))
    ]


def _text_id(event: Event) -> int:
    return int(event.payload.get("text_id") or 0)
