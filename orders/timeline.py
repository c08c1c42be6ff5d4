"""What happened to an order, newest first: event rows joined to the words they point at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.access import texts_for
from orders.event_words import Names, change_words
from orders.labels import districts
from orders.models import Category, Channel, Event, LevelRule, Order, Reason
from orders.states import Verb
from units.actor import Actor
from units.models import Staff, Unit, UnitKind

FILTERS = {"": "全部", "handling": "办理", "talk": "沟通", "system": "系统"}
TALK = frozenset({Verb.CONTACT, Verb.SUPPLEMENT, Verb.RECORD_CALLBACK, Verb.ANSWER})
ICONS: dict[Verb, str] = {
    Verb.RECEIVE: "phone-incoming",
    Verb.CORRECT: "pencil",
    Verb.SUPPLEMENT: "message-2",
    Verb.ANSWER: "message-report",
    Verb.DECLINE: "ban",
    Verb.TRANSFER: "send",
    Verb.MERGE: "git-merge",
    Verb.UNMERGE: "arrows-split",
    Verb.WITHDRAW: "arrow-back-up",
    Verb.DISPATCH: "arrows-split",
    Verb.ADD_ASSIST: "users",
    Verb.RECALL: "corner-up-left",
    Verb.SIGN: "check",
    Verb.CONTACT: "phone-call",
    Verb.ASK_RETURN: "arrow-back-up",
    Verb.RULE_RETURN: "gavel",
    Verb.ASK_EXTENSION: "hourglass",
    Verb.DECIDE_EXTENSION: "hourglass",
    Verb.ASK_SUSPENSION: "player-pause",
    Verb.DECIDE_SUSPENSION: "player-pause",
    Verb.RESUME: "player-play",
    Verb.HAND_DOWN: "sitemap",
    Verb.COMPLETE: "circle-check",
    Verb.ACCEPT: "list-check",
    Verb.SEND_BACK: "arrow-back-up",
    Verb.PLACE_CALLBACK: "phone-outgoing",
    Verb.TAKE_CALLBACK: "users",
    Verb.RECORD_CALLBACK: "phone-outgoing",
    Verb.DOUBT_RATING: "gavel",
    Verb.RULE_RATING: "gavel",
    Verb.REWORK: "refresh",
    Verb.ARCHIVE: "archive",
    Verb.REOPEN: "history",
    Verb.RAISE_LEVEL: "alarm",
    Verb.RETIME: "calendar",
    Verb.URGE: "speakerphone",
    Verb.SUPERVISE: "shield-check",
    Verb.ANSWER_SUPERVISION: "message-report",
    Verb.CLOSE_SUPERVISION: "shield-check",
    Verb.APPEAL: "scale",
    Verb.DECIDE_APPEAL: "scale",
}
# Words that need saying what they are; others stand alone.
TEXT_HEADS = {
    "departure_text_id": "没有按目录派：",
    "override_text_id": "派给被反映单位：",
    "without_assists_text_id": "不等协办：",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words; old and new are due moments it moved, until a moment it names."""

    when: datetime
    verb: str
    icon: str
    actor: str
    group: str
    change: str = ""
    text: str = ""
    old: datetime | None = None
    new: datetime | None = None
    until: datetime | None = None

    @property
    def from_clock(self) -> bool:
        return self.group == "system"


def entries_for(actors: Sequence[Actor], order: Order) -> list[Entry]:
    """The order's whole timeline for this person, newest first; words only of the person's
    circle."""
    events = list(Event.objects.filter(order_id=order.pk).order_by("-id"))
    texts = dict(texts_for(actors, order).values_list("pk", "body"))
    names = _names(events)
    return [_entry(event, texts, names) for event in events]


def _names(events: Sequence[Event]) -> Names:
    payloads = [event.payload for event in events]
    people = {pk for event in events for pk in (event.by_id, event.on_behalf_of_id) if pk}
    units = {event.by_unit_id for event in events if event.by_unit_id}
    changed = [p.get("changed", {}) for p in payloads]
    codes = {code for c in changed for code in c.get("category_id", ())}
    mains = {p[key] for p in payloads for key in ("main_id", "merged_order_id") if key in p}
    for payload in payloads:
        units |= set(_unit_ids(payload))
    known = list(Unit.objects.filter(pk__in=units))
    return Names(
        dict(Staff.objects.filter(pk__in=people).values_list("pk", "name")),
        {unit.pk: unit.short_name or unit.name for unit in known},
        dict(Reason.objects.values_list("code", "name")),
        dict(Category.objects.filter(code__in=codes).values_list("code", "name")),
        dict(Channel.objects.values_list("code", "name")),
        dict(Order.objects.filter(pk__in=mains).values_list("pk", "number")),
        districts() if any("district" in c for c in changed) else {},
        dict(LevelRule.objects.values_list("code", "name")),
        frozenset(unit.pk for unit in known if unit.kind == UnitKind.HOTLINE),
    )


def _unit_ids(payload: dict[str, Any]) -> Iterable[int]:
    for key in ("unit_id", "lead_unit_id"):
        if payload.get(key):
            yield payload[key]
    for key in ("assist_unit_ids", "child_unit_ids"):
        yield from payload.get(key) or ()
    yield from (pk for pk in payload.get("changed", {}).get("about_unit_id", ()) if pk)


def _entry(event: Event, texts: dict[int, str], names: Names) -> Entry:
    verb, payload = Verb(event.verb), event.payload
    moved, until = payload.get("due"), payload.get("until")
    words = change_words(verb, payload, names)
    by_clock = verb == Verb.RAISE_LEVEL  # what was reached is all there is to say
    return Entry(
        event.at,
        words if by_clock else verb.label,
        ICONS[verb],
        _actor(event, names),
        "system" if event.by_kind == "system" else "talk" if verb in TALK else "handling",
        "" if by_clock else words,
        "" if verb == Verb.RECEIVE else _words(payload, texts),
        datetime.fromisoformat(moved["old"]) if moved else None,
        datetime.fromisoformat(moved["new"]) if moved else None,
        datetime.fromisoformat(until) if until else None,
    )


def _actor(event: Event, names: Names) -> str:
    if event.by_kind != "staff":
        who = {"citizen": "市民", "channel": "渠道"}.get(event.by_kind, "系统")
        behalf = names.staff.get(event.on_behalf_of_id or 0)
        return f"{who}（代{behalf}）" if behalf else who
    person = names.staff.get(event.by_id or 0, "")
    if event.on_behalf_of_id:
        person += f"（代{names.staff.get(event.on_behalf_of_id, '')}）"
    unit = event.by_unit_id
    if unit is None or unit in names.hotline:
        return person
    return f"{names.units.get(unit, '')} · {person}"


def _words(payload: dict[str, Any], texts: dict[int, str]) -> str:
    parts = [
        TEXT_HEADS.get(key, "") + texts[pk]
        for key, pk in payload.items()
        if key.endswith("text_id") and pk in texts
    ]
    return "\n".join(parts)
