"""What a citizen reads: short messages made when they are sent, from what the rows say then.

A new kind for citizens is one function and one line of SAYS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from orders.callbacks.surveys import path_of
from orders.erasure import ERASED
from orders.masking import mask_numbers
from orders.models import Assignment, Order, Request
from orders.notices.gateways.gateway import Permanent
from orders.period import SHANGHAI
from orders.states import AssignmentRole

LONGEST_REASON = 60  # characters of a unit's reason: a message is paid by the seventy
_follow: list[Callable[[str], str]] = []


@dataclass(frozen=True, slots=True)
class Told:
    """What a message is about: the order, and the moment its notice was owed."""

    order: Order
    kind: str
    owed_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)


def follow_by(words: Callable[[str], str]) -> None:
    """Register how a citizen follows an order of that number, in words for the end of a message."""
    _follow[:] = [words]


def message_for(told: Told) -> str:
    """The whole message, signed. Raises Permanent where there are no words for the kind."""
    says = SAYS.get(told.kind)
    if says is None:
        raise Permanent("no_words")
    return f"【{settings.SMS_SIGN}】{says(told)}"


def _follow_words(number: str) -> str:
    return _follow[0](number) if _follow else ""


def _received(told: Told) -> str:
    number = told.order.number
    return f"您反映的事已受理，工单号{number}。{_follow_words(number)}"


def _extended(told: Told) -> str:
    """How much longer, until when and why: the words the unit asked with, read now."""
    request = (
        Request.objects.select_related("text")
        .filter(
            assignment__order=told.order,
            kind=Request.Kind.EXTENSION,
            verdict=Request.Verdict.GRANTED,
            decided_at=told.owed_at,
        )
        .first()
    )
    if request is None:
        raise Permanent("no_extension")
    due = _due(told.order)
    by = f"，最迟{_day(due)}答复您" if due else ""
    more = f"您反映的事（工单{told.order.number}）要多用{request.granted_days}个工作日{by}。"
    return more + _why(request.text.body if request.text else "")


def _why(body: str) -> str:
    words = " ".join(mask_numbers(body).split()).rstrip("。；，")
    if not words or body == ERASED:
        return ""
    return f"原因：{words if len(words) <= LONGEST_REASON else words[: LONGEST_REASON - 1] + '…'}。"


def _due(order: Order) -> datetime | None:
    lead = Assignment.objects.filter(order=order, role=AssignmentRole.LEAD, parent__isnull=True)
    return lead.order_by("-dispatched_at", "-pk").values_list("due_at", flat=True).first()


def _day(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _completed(told: Told) -> str:
    number = told.order.number
    return f"您反映的事（工单{number}）已办结，稍后请您评价。{_follow_words(number)}"


def _declined(told: Told) -> str:
    reason = told.order.reason
    why = f"：{reason.name}" if reason else ""
    return f"您反映的事（工单{told.order.number}）不在12345受理范围{why}。"


def _survey(told: Told) -> str:
    number = told.order.number
    return f"您反映的事（工单{number}）办得怎样，请您评价：{_link(told)}，一次有效。"


def _link(told: Told) -> str:
    """The citizen's own link, made now: what waited in the outbox opens nothing by itself."""
    try:
        return f"{settings.SITE_URL}{path_of(UUID(str(told.payload['key'])))}"
    except (KeyError, ValueError, LookupError):
        raise Permanent("no_survey") from None


SAYS: dict[str, Callable[[Told], str]] = {
    "received": _received,
    "extended": _extended,
    "completed": _completed,
    "declined": _declined,
    "survey": _survey,
}
