"""A call's events in words, the newest first; ids become names that this reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from calls.events import Event, read
from calls.models import Call, CallPurpose, Seat
from calls.models.call import Mark, Outcome, OutPurpose
from orders.models import Order, Reason
from units.models import Staff

LABELS: dict[str, tuple[str, str]] = {
    "newCall": ("来电", "phone-incoming"),
    "answer": ("接通", "phone"),
    "hangup": ("挂断", "phone-off"),
    "ivr": ("进入自助", "list-check"),
    "queue": ("转人工", "users"),
    "hold": ("保持", "player-pause"),
    "resume": ("恢复", "player-play"),
    "transfer": ("转接", "arrow-right"),
    "conference": ("三方", "users-group"),
    "voicemail": ("留言", "message-2"),
    "recording": ("录音", "paperclip"),
    "rating": ("按键评价", "star"),
    "purpose": ("记下", "ticket"),
    "concluded": ("小结", "check"),
    "out_purpose": ("呼出目的", "phone-outgoing"),
    "marked": ("听音记号", "check"),
    "unmarked": ("去掉记号", "x"),
    "timed_out": ("没等到挂断，按最后的动静结束", "clock"),
    "return_owed": ("登记回拨", "phone-call"),
    "other": ("交换机另报", "info-circle"),
}
CAUSES = {
    "normalClearing": "正常挂断",
    "cancel": "市民先挂",
    "busy": "占线",
    "noAnswer": "无人接",
    "congestion": "接不通",
    "notFound": "号码不在线",
    "forwarded": "转到别处",
    "voicemail": "转到留言",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: when, which sign, the verb, who, and what changed."""

    at: datetime
    icon: str
    verb: str
    actor: str
    words: str
    by_clock: bool


def entries(call: Call) -> list[Entry]:
    """The events of the call, the newest first."""
    events = read(call.events)
    names = _Names(events)
    return [_entry(event, names, call.direction) for event in reversed(events)]


class _Names:
    """The names behind the ids of all events, read at once."""

    def __init__(self, events: Sequence[Event]) -> None:
        ids = {
            name: {event.said[name] for event in events if event.said.get(name)}
            for name in ("seat", "staff", "by", "order", "reason")
        }
        self.seats = dict(Seat.objects.filter(pk__in=ids["seat"]).values_list("pk", "code"))
        people = Staff.objects.filter(pk__in=ids["staff"] | ids["by"])
        self.people = dict(people.values_list("pk", "name"))
        orders = Order.objects.filter(pk__in=ids["order"])
        self.orders = dict(orders.values_list("pk", "number"))
        reasons = Reason.objects.filter(pk__in=ids["reason"])
        self.reasons = dict(reasons.values_list("pk", "name"))


def _entry(event: Event, names: _Names, direction: str) -> Entry:
    label, icon = LABELS.get(event.kind, LABELS["other"])
    if event.kind == "newCall" and direction == "out":
        label, icon = "呼出", "phone-outgoing"
    said = event.said
    actor = names.people.get(said.get("staff") or said.get("by") or 0, "")
    words = "，".join(word for word in _words(said, names) if word)
    return Entry(event.at, icon, label, actor, words, event.kind in {"timed_out", "return_owed"})


def _words(said: Mapping[str, Any], names: _Names) -> list[str]:
    seat = names.seats.get(said.get("seat") or 0)
    rating = said.get("rating")
    return [
        f"席位{seat}" if seat else "",
        CAUSES.get(str(said.get("cause", "")), str(said.get("cause", ""))),
        _label(CallPurpose.Purpose, said.get("purpose")) or _label(OutPurpose, said.get("purpose")),
        names.orders.get(said.get("order") or 0, ""),
        _label(Outcome, said.get("outcome")),
        names.reasons.get(said.get("reason") or "", ""),
        _label(Mark, said.get("mark")),
        f"{rating}分" if rating else "",
        "按拦截名单拒接" if said.get("reject") else "",
        str(said.get("named", "")),
    ]


def _label(choices: Any, value: object) -> str:
    return str(choices(value).label) if value in choices.values else ""
