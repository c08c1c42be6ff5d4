"""The rail: which places each role is offered, in which order (console README §3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: its key, the two characters, the icon, the name of its URL."""

    key: str
    label: str
    icon: str
    url_name: str


PLACES: dict[str, Place] = {
    place.key: place
    for place in (
        Place("desk", "座席", "headset", "calls:seat"),
        Place("todo", "待办", "list-check", "orders:todo"),
        Place("orders", "工单", "ticket", "orders:list"),
        Place("dispatch", "派单", "arrows-split", "orders:received"),
        Place("rulings", "裁定", "gavel", "orders:returns"),
        Place("merges", "并单", "git-merge", "merges"),
        Place("callbacks", "回访", "phone-call", "orders:callbacks"),
        Place("supervision", "督办", "shield-check", "supervision"),
        Place("overview", "总览", "layout-dashboard", "overview"),
        Place("statistics", "统计", "chart-bar", "statistics"),
        Place("analysis", "分析", "zoom-exclamation", "analysis"),
        Place("rankings", "排名", "trophy", "rankings"),
        Place("bulletins", "通报", "file-text", "bulletins"),
        Place("knowledge", "知识", "book-2", "knowledge:list"),
        Place("subordinates", "下级", "users-group", "subordinates"),
        Place("own_unit", "本单位", "building", "own_unit"),
        Place("timing", "日历", "calendar", "orders:timing"),
        Place("scenarios", "场景", "history", "scenarios"),
        Place("profile", "我的", "user", "profile"),
    )
}
# Lines of work in the order in which two roles are joined; each reads as the README's line.
LINES: dict[str, tuple[str, ...]] = {
    "operator": ("desk", "orders", "callbacks", "knowledge", "profile"),
    "dispatcher": (
        "dispatch",
        "orders",
        "rulings",
        "merges",
        "supervision",
        "knowledge",
        "statistics",
    ),
    # Bulletins are not in the README's line: what is issued about units, they read.
    "unit": ("todo", "orders", "bulletins", "subordinates", "knowledge", "own_unit"),
    "callback": ("callbacks", "orders", "knowledge", "profile"),
    "supervisor": (
        "supervision",
        "orders",
        "dispatch",
        "callbacks",
        "statistics",
        "bulletins",
        "analysis",
        "knowledge",
    ),
    # 分析 and 场景 are not in the README: what stands out, and years that were published.
    "leader": (
        "overview",
        "statistics",
        "rankings",
        "bulletins",
        "analysis",
        "supervision",
        "orders",
        "scenarios",
    ),
    # Who keeps the system reads what leaders read, and looks after calendars, limits, knowledge.
    "administrator": (
        "overview",
        "statistics",
        "rankings",
        "bulletins",
        "analysis",
        "supervision",
        "orders",
        "knowledge",
        "timing",
        "scenarios",
    ),
    # Not in the README: who only keeps the knowledge base is offered nothing else.
    "editor": ("knowledge", "profile"),
}
# Which line each role of the staff works in (units/roles.py).
LINE_OF_ROLE: dict[str, str] = {
    "operator": "operator",
    "dispatcher": "dispatcher",
    "platform_dispatcher": "unit",
    "unit_clerk": "unit",
    "unit_head": "unit",
    "reviewer": "callback",
    "knowledge_editor": "editor",
    "supervisor": "supervisor",
    "analyst": "leader",
    "administrator": "administrator",
}


def places_for(roles: Iterable[str]) -> list[Place]:
    """The union of the roles' lines, each place once, in the README's order of lines."""
    wanted = {LINE_OF_ROLE[role] for role in roles if role in LINE_OF_ROLE}
    keys = dict.fromkeys(key for line, keys in LINES.items() if line in wanted for key in keys)
    return [PLACES[key] for key in keys]


def address(url_name: str) -> str:
    """Where that name leads, or "" while there is no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
