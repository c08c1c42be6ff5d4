"""Who is calling, as far as the hotline knows: the masked number, how often, what is running.

Each running order comes with the sentence to read aloud, so that the citizen hears its state.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from orders.citizens import find_by_phone
from orders.lifecycle.load import load
from orders.lifecycle.snapshot import OrderFacts
from orders.masking import mask_numbers
from orders.models import Citizen, Order
from orders.period import SHANGHAI
from orders.states import OrderState
from orders.transitions import FINAL
from units.models import Unit

YEAR = timedelta(days=365)
MOST_RUNNING = 5  # orders read to a caller; the rest is in the list
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Running:
    """An order not yet over, and what is said of it."""

    order: Order
    unit: str
    says: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A citizen known by the number; year counts the demands of the last 365 days."""

    citizen: Citizen
    year: int
    open: int
    running: list[Running]


def caller_of(phone: str, *, at: datetime) -> Caller | None:
    """Who has that number; None when it is new. Raises Refused for what is no number."""
    citizen = find_by_phone(phone)
    return None if citizen is None else caller(citizen, at=at)


def caller(citizen: Citizen, *, at: datetime) -> Caller:
    """A citizen who calls: the demands of a year, and those still open in words to read out."""
    orders = Order.objects.filter(citizen=citizen)
    unfinished = orders.exclude(state__in=FINAL)
    found = list(unfinished.order_by("-received_at", "-id")[:MOST_RUNNING])
    facts = load(*(order.pk for order in found)) if found else {}
    on_units = {a.unit_id for one in facts.values() for a in one.assignments}
    names = dict(Unit.objects.filter(pk__in=on_units).values_list("pk", "name"))
    running = []
    for order in found:
        lead = facts[order.pk].lead
        unit = names[lead.unit_id] if lead else ""
        running.append(Running(order, unit, sentence(facts[order.pk], unit, at)))
    year = orders.filter(received_at__gte=at - YEAR).count()
    return Caller(citizen, year, unfinished.count(), running)


def sentence(order: OrderFacts, unit: str, at: datetime) -> str:
    """The state of an order in words for its citizen."""
    opening = f"您{_day(order.received_at, at)}反映的“{mask_numbers(order.title)}”，"
    if order.state == OrderState.RECEIVED:
        return f"{opening}我们已经受理，正在安排单位办理。"
    if order.state == OrderState.REPLIED:
        return f"{opening}{unit}已经答复，我们正在核对，核对后给您回电。"
    if order.state == OrderState.CALLING_BACK:
        return f"{opening}{unit}已经办完，我们会打电话问您满不满意。"
    return f"{opening}由{unit}办理，{_when(order, at)}"


def _when(order: OrderFacts, at: datetime) -> str:
    """Until when the unit has to answer, or why it takes longer."""
    lead = order.lead
    if lead is None or lead.due_at is None:
        return "办完会告诉您。"
    if lead.open_pause("suspension"):
        return "眼下有原因办不下去，条件具备就接着办。"
    if lead.open_pause("return"):
        return "单位提出不归它管，我们正在核定由谁办。"
    if at > lead.due_at:
        return f"原定{_day(lead.due_at, at)}答复，还没有办结。"
    return f"最迟{_day(lead.due_at, at)}答复您。"


def _day(moment: datetime, at: datetime) -> str:
    """今天, 昨天, 明天, else 7月29日（周三）, the year only when it differs."""
    day, today = moment.astimezone(SHANGHAI).date(), at.astimezone(SHANGHAI).date()
    near = {0: "今天", -1: "昨天", 1: "明天"}.get((day - today).days)
    if near:
        return near
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
