"""What each kind of notice says to staff: words from ids and codes, in this one place.

A new kind is one line of KINDS (what a citizen reads of it stands in citizen_words.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from orders.models.notice import NoticeGroup
from orders.period import SHANGHAI, parse

Payload = Mapping[str, Any]
LEVEL = "level."


@dataclass(slots=True)
class Names:
    """Names for the codes that payloads hold, looked up beforehand."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: the group people choose it by, what it is called, its sentence, its icon.

    hot: it does not wait for the end of quiet hours.
    """

    group: NoticeGroup
    label: str
    says: Callable[[Payload, Names], str]
    icon: str = "bell"
    hot: bool = False


def _plain(words: str) -> Callable[[Payload, Names], str]:
    return lambda payload, names: words


def by_when(moment: str | None) -> str:
    """最迟7月29日 18:00 from a moment as payloads keep it; nothing of none."""
    if not moment:
        return ""
    local = datetime.fromisoformat(moment).astimezone(SHANGHAI)
    return f"最迟{local.month}月{local.day}日 {local:%H:%M}"


def _then(words: str, more: str) -> str:
    return f"{words}，{more}" if more else words


def _why_raised(payload: Payload) -> str:
    if payload.get("reworks"):
        return f"重办{payload['reworks']}次仍不满意"
    return f"第{payload['dispatches']}次派单" if payload.get("dispatches") else "久拖未决"


def _sent_back(payload: Payload, names: Names) -> str:
    return _then("答复没有通过，补充后再交", names.reasons.get(payload.get("reason", ""), ""))


def _figures(payload: Payload, names: Names) -> str:
    parts = [
        f"在办{payload.get('open', 0)}件",
        f"今天到期{payload.get('due_today', 0)}件",
        f"已超期{payload.get('overdue', 0)}件",
    ]
    cards = [
        f"{name}{count}张"
        for name, count in (("黄牌", payload.get("yellow", 0)), ("红牌", payload.get("red", 0)))
        if count
    ]
    return "，".join(parts) + (f"。昨天以来{'、'.join(cards)}" if cards else "")


def _within(minutes: int) -> str:
    return "一小时内" if minutes == 60 else f"{minutes}分钟内"


def _quarterly(words: str) -> Callable[[Payload, Names], str]:
    def says(payload: Payload, names: Names) -> str:
        quarter = parse(str(payload["quarter"])).label if payload.get("quarter") else ""
        return _then(f"{quarter}{words}", by_when(payload.get("due")))

    return says


def _bulletin(words: str) -> Callable[[Payload, Names], str]:
    return lambda payload, names: f"{payload.get('kind', '通报')}{payload.get('number', '')}{words}"


def _risen(payload: Payload, names: Names) -> str:
    """供水15件，平常2.25件；灵溪镇: 供水…"""
    day = date.fromisoformat(str(payload["day"])) if payload.get("day") else None
    when = f"{day.month}月{day.day}日" if day else ""
    where = payload.get("district") or ""
    what = f"{where}“{payload.get('theme', '诉求')}”{payload.get('count', '')}件"
    return f"{when}{what}，预期{payload.get('expected', '—')}件，属于突增"


def _level(payload: Payload, names: Names) -> str:
    code = str(payload.get("level", ""))
    name = names.levels.get(code, code) or "时限提醒"
    return f"{name}（时钟停过，这是补记的）" if payload.get("missed") else name


_G = NoticeGroup
KINDS: dict[str, Kind] = {
    # To units.
    "dispatched": Kind(
        _G.WORK, "新派", lambda p, n: _then("派来一件", by_when(p.get("due"))), "send"
    ),
    "reworked": Kind(
        _G.WORK, "重办", lambda p, n: _then("要重办", by_when(p.get("due"))), "refresh"
    ),
    "sent_back": Kind(_G.WORK, "退回补充", _sent_back, "corner-up-left"),
    "supplemented": Kind(_G.WORK, "市民补充", _plain("有新的情况，看过再办"), "message-2"),
    "recalled": Kind(_G.WORK, "收回", _plain("这件已收回，不用再办"), "arrow-back-up"),
    "moved": Kind(_G.WORK, "改派", _plain("这件已改派给别的单位，不用再办"), "arrows-split"),
    "return_upheld": Kind(_G.RULINGS, "退单维持", _plain("退单没有准，仍由你单位办"), "gavel"),
    "extension_decided": Kind(
        _G.RULINGS,
        "延期裁定",
        lambda p, n: "延期准了，新的时限在单上" if p.get("granted") else "延期没有准，原时限不变",
        "gavel",
    ),
    "suspension_decided": Kind(
        _G.RULINGS,
        "挂账裁定",
        lambda p, n: "挂账准了，时钟停着" if p.get("granted") else "挂账没有准，时钟照走",
        "gavel",
    ),
    "retimed": Kind(
        _G.WORK,
        "重算时限",
        lambda p, n: _then(
            "超期的记录撤销了，时限重算" if p.get("revoked") else "时限提前了",
            by_when(p.get("due")),
        ),
        "calendar",
    ),
    "resumed": Kind(_G.WORK, "恢复办理", _plain("挂账结束，时钟又走了"), "player-play"),
    # To roles of the hotline.
    "asked_return": Kind(_G.WAITING, "申请退单", _plain("单位申请退单，等裁定"), "scale"),
    "asked_extension": Kind(_G.WAITING, "申请延期", _plain("单位申请延期，等裁定"), "scale"),
    "asked_suspension": Kind(_G.WAITING, "申请挂账", _plain("单位申请挂账，等裁定"), "scale"),
    "replied": Kind(_G.WAITING, "待审核", _plain("单位已答复，等审核"), "message-2"),
    "raised": Kind(
        _G.SUPERVISION,
        "提级",
        lambda p, n: f"{_why_raised(p)}，提级办理",
        "arrow-up",
    ),
    "rating_doubted": Kind(_G.WAITING, "评价待认定", _plain("回访员提请认定评价，等裁定"), "scale"),
    "rating_excluded": Kind(
        _G.RULINGS, "评价剔除", _plain("市民的评价认定不合理，不计入考核"), "gavel"
    ),
    # Supervision and what stands beside the lifecycle.
    "urged": Kind(_G.SUPERVISION, "催办", _plain("请尽快办，办到哪一步写上"), "speakerphone"),
    "supervised": Kind(
        _G.SUPERVISION,
        "督办",
        lambda p, n: _then("列入督办", by_when(p.get("due"))),
        "shield-check",
    ),
    "supervision_closed": Kind(
        _G.SUPERVISION,
        "督办结果",
        lambda p, n: {
            "met": "督办已销号",
            "sent_back": "督办结果退回，再办再报",
            "lifted": "督办已撤销",
        }.get(str(p.get("verdict")), "督办已了结"),
        "shield-check",
    ),
    "supervision_answered": Kind(
        _G.WAITING, "督办回报", _plain("单位报了督办结果，等看"), "shield-check"
    ),
    "appealed": Kind(_G.WAITING, "申诉", _plain("单位申诉，等裁定"), "scale"),
    "appeal_decided": Kind(
        _G.RULINGS,
        "申诉裁定",
        lambda p, n: "申诉成立" if p.get("granted") else "申诉没有成立",
        "gavel",
    ),
    "alert": Kind(
        _G.ALERT,
        "要情",
        lambda p, n: (
            f"{_within(p.get('minutes', 60))}同类诉求{p['count']}件"
            if p.get("count")
            else "一小时内同类诉求骤增"
        ),
        "alert-triangle",
        hot=True,
    ),
    "warning": Kind(_G.ALERT, "预警", _risen, "zoom-exclamation"),
    "inspected": Kind(
        _G.SUPERVISION,
        "抽查",
        lambda p, n: _then("抽查查到问题", n.reasons.get(p.get("reason", ""), "")),
        "search",
    ),
    "explanation.owed": Kind(_G.SUPERVISION, "书面说明", _quarterly("要书面说明"), "file-text"),
    "explanation.reminder": Kind(
        _G.SUPERVISION, "书面说明", _quarterly("的书面说明还没写"), "file-text"
    ),
    "explanation.late": Kind(
        _G.SUPERVISION, "书面说明", _quarterly("的书面说明逾期没写"), "file-text"
    ),
    "explanation.sent_back": Kind(
        _G.SUPERVISION, "书面说明", _quarterly("的书面说明要重写"), "file-text"
    ),
    "explanation.accepted": Kind(
        _G.SUPERVISION, "书面说明", _quarterly("的书面说明已认可"), "file-text"
    ),
    "explanation.written": Kind(
        _G.SUPERVISION, "书面说明", _quarterly("的书面说明有单位提交了，等审看"), "file-text"
    ),
    "checked": Kind(
        _G.RULINGS,
        "质检",
        lambda p, n: f"答复质检得{p.get('points', '')}分，满分{p.get('possible', '')}分",
        "list-check",
    ),
    "bulletin.drafted": Kind(
        _G.WAITING, "通报", _bulletin("编好了，补上案例和表扬再送审"), "file-text"
    ),
    "bulletin.checked": Kind(_G.WAITING, "通报", _bulletin("审核过了，等签发"), "file-text"),
    "bulletin.signed": Kind(_G.WAITING, "通报", _bulletin("签发了，可以印发"), "file-text"),
    "bulletin.issued": Kind(_G.DIGEST, "通报", _bulletin("印发了，在“通报”里看"), "file-text"),
    "return_call.late": Kind(
        _G.CLOCK,
        "未接回拨",
        lambda p, n: f"{p.get('count', '')}个未接来电到时还没有回拨",
        "phone-call",
    ),
    "digest": Kind(_G.DIGEST, "每日简报", _figures, "chart-bar"),
    # To citizens: staff never read these, their words are in citizen_words.py.
    "received": Kind(_G.CITIZEN, "受理", _plain("受理告知"), "ticket"),
    "extended": Kind(_G.CITIZEN, "延期", _plain("延期告知"), "clock"),
    "completed": Kind(_G.CITIZEN, "办结", _plain("办结告知"), "circle-check"),
    "declined": Kind(_G.CITIZEN, "不予受理", _plain("不予受理告知"), "ban"),
    "survey": Kind(_G.CITIZEN, "满意度", _plain("满意度调查"), "star"),
}
_ANY_LEVEL = Kind(_G.CLOCK, "时限", _level, "alarm")


def kind_of(code: str) -> Kind:
    """The kind of a code. The clock's level.<code> are all one kind; a code nobody wrote words for
    still reaches its reader, under its own name."""
    if code.startswith(LEVEL):
        return _ANY_LEVEL
    return KINDS.get(code) or Kind(_G.WORK, code, _plain(code))


def words(code: str, payload: Payload, names: Names) -> str:
    """One sentence for staff, without the order's number."""
    return kind_of(code).says(payload, names)
