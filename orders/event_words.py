"""What an event changed, in words made from its codes and from names looked up beforehand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from orders.labels import RATINGS
from orders.models import CallbackAttempt, Supervision
from orders.models.appeal import Appeal
from orders.models.limits import Kind, Urgency
from orders.states import Verb

FIELD_NAMES = {
    "kind": "性质",
    "urgency": "紧急程度",
    "category_id": "类别",
    "title": "标题",
    "district": "区域",
    "street": "街道",
    "place": "地点",
    "longitude": "经度",
    "latitude": "纬度",
    "about_unit_id": "被反映单位",
    "confidential": "保密",
    "transfer_receipt": "移交回执",
}

RETIMED = {"sign": "签收", "contact": "联系", "return": "退单"}


@dataclass(slots=True)
class Names:
    """Names for the ids and codes that events hold, fetched in a query a kind."""

    staff: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    hotline: frozenset[int] = frozenset()

    def all_units(self, ids: Iterable[int] | None) -> str:
        return "、".join(self.units.get(pk, "") for pk in ids or ())


def change_words(verb: Verb, payload: dict[str, Any], names: Names) -> str:
    """What the event changed, beside words and due moments."""
    made = _WORDS[verb](payload, names) if verb in _WORDS else ""
    reason = names.reasons.get(payload.get("reason", ""), "")
    return "；".join(part for part in (made, reason) if part)


def _given(payload: dict[str, Any], names: Names) -> str:
    parts = []
    if payload.get("lead_unit_id"):
        parts.append(f"主办{names.all_units([payload['lead_unit_id']])}")
    if payload.get("assist_unit_ids"):
        parts.append(f"协办{names.all_units(payload['assist_unit_ids'])}")
    if payload.get("child_unit_ids"):
        parts.append(names.all_units(payload["child_unit_ids"]))
    return "，".join(parts)


def _ruled(payload: dict[str, Any], names: Names) -> str:
    if payload["verdict"] == "upheld":
        return "维持，不得再退"
    unit = payload.get("unit_id")
    return f"改派给{names.all_units([unit])}，不得再退" if unit else "改派"


def _decided(payload: dict[str, Any], names: Names) -> str:
    if not payload["granted"]:
        return "不同意"
    return f"同意{payload['days']}个工作日" if payload.get("days") else "同意"


def _called(payload: dict[str, Any], names: Names) -> str:
    way = CallbackAttempt.Way(payload["way"]).label
    result = CallbackAttempt.Result(payload["result"]).label
    rating = payload.get("rating")
    rated = f"，{RATINGS[rating]}" if rating else ""
    return f"{_asked(payload, names)}{way}，{result}{rated}"


def _placed(payload: dict[str, Any], names: Names) -> str:
    way = CallbackAttempt.Way(payload["way"]).label
    return f"{_asked(payload, names)}{way}，第{payload['n']}次"


def _asked(payload: dict[str, Any], names: Names) -> str:
    """Whom it was about, where that is not the order's own citizen."""
    of = names.numbers.get(payload.get("merged_order_id", 0), "")
    return f"并单{of}的市民：" if of else ""


def _reached(payload: dict[str, Any], names: Names) -> str:
    return "、".join(names.levels.get(one["level"], one["level"]) for one in payload["levels"])


def _retimed(payload: dict[str, Any], names: Names) -> str:
    """Beside the handle limit, which the entry shows itself: other limits, levels revoked."""
    others = [label for key, label in RETIMED.items() if key in payload]
    levels = "、".join(names.levels.get(code, code) for code in payload.get("levels", ()))
    parts = [
        "撤回重算" if payload.get("undo") else "",
        f"{'、'.join(others)}时限也改了" if others else "",
        f"{'恢复' if payload.get('undo') else '撤销'}：{levels}" if levels else "",
    ]
    return "，".join(part for part in parts if part)


def _corrected(payload: dict[str, Any], names: Names) -> str:
    parts = []
    for name, pair in payload["changed"].items():
        label = FIELD_NAMES.get(name, name)
        if len(pair) == 2:
            old, new = (_value(name, value, names) for value in pair)
            label += f"由{old}改为{new}"
        parts.append(label)
    return "；".join(parts)


def _value(name: str, value: Any, names: Names) -> str:
    if value in (None, ""):
        return "没有写明"
    known: dict[str, dict[Any, str]] = {
        "kind": dict(Kind.choices),
        "urgency": dict(Urgency.choices),
        "category_id": names.categories,
        "district": names.districts,
        "about_unit_id": names.units,
        "confidential": {True: "是", False: "否"},
    }
    return known.get(name, {}).get(value, str(value))


_CLOSED = {"met": "已落实，销号", "sent_back": "退回再办", "lifted": "撤销"}


def _urged(payload: dict[str, Any], names: Names) -> str:
    for_whom = "替市民催，" if payload.get("for_caller") else ""
    return f"{for_whom}第{payload['n']}次"


def _contested(payload: dict[str, Any], names: Names) -> str:
    matter = Appeal.Matter(payload["matter"])
    if matter == Appeal.Matter.CARD:
        return f"发牌：{names.levels.get(payload.get('level', ''), '')}"
    return f"第{payload['n']}轮{matter.label}"


_WORDS: dict[Verb, Callable[[dict[str, Any], Names], str]] = {
    Verb.RECEIVE: lambda p, names: names.channels.get(p.get("channel", ""), ""),
    Verb.CORRECT: _corrected,
    Verb.MERGE: lambda p, names: f"并入{names.numbers.get(p.get('main_id', 0), '')}",
    Verb.UNMERGE: lambda p, names: f"不再并入{names.numbers.get(p.get('main_id', 0), '')}",
    Verb.DISPATCH: _given,
    Verb.ADD_ASSIST: _given,
    Verb.HAND_DOWN: _given,
    Verb.RECALL: lambda p, names: names.units.get(p.get("unit_id", 0), ""),
    Verb.RULE_RETURN: _ruled,
    Verb.CONTACT: lambda p, names: "" if p.get("reached", True) else "没联系上",
    Verb.ASK_EXTENSION: lambda p, names: f"申请{p['days']}个工作日",
    Verb.DECIDE_EXTENSION: _decided,
    Verb.DECIDE_SUSPENSION: _decided,
    Verb.RECORD_CALLBACK: _called,
    Verb.PLACE_CALLBACK: _placed,
    Verb.RULE_RATING: lambda p, names: "不合理，不计入考核" if p["unreasonable"] else "评价有效",
    Verb.RAISE_LEVEL: _reached,
    Verb.RETIME: _retimed,
    Verb.URGE: _urged,
    Verb.SUPERVISE: lambda p, names: Supervision.Kind(p["kind"]).label,
    Verb.CLOSE_SUPERVISION: lambda p, names: _CLOSED[p["verdict"]],
    Verb.APPEAL: _contested,
    Verb.DECIDE_APPEAL: lambda p, names: (
        f"{Appeal.Matter(p['matter']).label}：{'同意' if p['granted'] else '不同意'}"
    ),
}
