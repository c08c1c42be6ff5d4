"""What an event means to the citizen: one sentence for each that concerns them, none for others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orders.models import Event
from orders.states import Verb


@dataclass(frozen=True, slots=True)
class Names:
    """What sentences may name; on a confidential order units stays empty, so none is named."""

    units: Mapping[int, str]  # unit id -> short name
    lead_units: Mapping[int, int]  # id of a top-level lead assignment -> unit id
    reasons: Mapping[str, str] = field(default_factory=dict)

    def unit(self, unit_id: int | None) -> str:
        """The unit's short name, or 单位 where it is not to be named."""
        return self.units.get(unit_id or 0, "单位")

    def lead(self, event: Event) -> str:
        return self.unit(self.lead_units.get(event.assignment_id or 0))


Say = Callable[[Event, Names], str]


def sentence(event: Event, names: Names) -> str:
    """The sentence, or "" for what is not the citizen's business: what assists and lower units do,
    what is asked and not granted, corrections."""
    if event.assignment_id is not None and event.assignment_id not in names.lead_units:
        return ""
    say = _SENTENCES.get(Verb(event.verb))
    return say(event, names) if say else ""


def _given(event: Event, names: Names) -> str:
    unit_id = event.payload.get("lead_unit_id")
    return f"转给{names.units[unit_id]}办理" if unit_id in names.units else "转给负责的单位办理"


def _ruled(event: Event, names: Names) -> str:
    if event.payload.get("verdict") != "moved":
        return ""
    unit_id = event.payload.get("unit_id")
    if unit_id is None:
        return "核对后重新安排单位"
    return f"核对后改由{names.unit(unit_id)}办理".replace("由单位", "由别的单位")


def _extended(event: Event, names: Names) -> str:
    days = event.payload.get("days")
    return f"要多用{days}个工作日" if event.payload.get("granted") else ""


def _suspended(event: Event, names: Names) -> str:
    if not event.payload.get("granted"):
        return ""
    until = datetime.fromisoformat(event.payload["until"])
    return f"要等一等，预计{until.month}月{until.day}日接着办"


def _reason(before: str, after: str) -> Say:
    def say(event: Event, names: Names) -> str:
        return before + names.reasons.get(str(event.payload.get("reason")), after)

    return say


def _withdrawn(event: Event, names: Names) -> str:
    return "您撤回了这件诉求" if event.by_kind == "citizen" else "这件诉求已撤回"


def _supplemented(event: Event, names: Names) -> str:
    return "您补充了情况" if event.by_kind == "citizen" else "补充了您说的情况"


def _called(event: Event, names: Names) -> str:
    payload: Mapping[str, Any] = event.payload
    if payload.get("rating"):
        return f"您评了{payload['rating']}分（满分5分）"
    return "我们回访了您" if payload.get("result") == "reached" else "回访没有联系上您"


def _pressed(event: Event, names: Names) -> str:
    """The citizen's own urge, and the one the hotline made for the caller; others are ours."""
    if event.by_kind == "citizen":
        return "您催了一次，已转给办理的人"
    return "已替您催办" if event.payload.get("for_caller") else ""


def _plain(words: str) -> Say:
    return lambda event, names: words


_SENTENCES: dict[Verb, Say] = {
    Verb.RECEIVE: _plain("我们收到了您的诉求"),
    Verb.SUPPLEMENT: _supplemented,
    Verb.ANSWER: _plain("我们答复了您"),
    Verb.DECLINE: _reason("按规定不能受理：", "理由见下"),
    Verb.TRANSFER: _reason("移交给", "有关部门"),
    Verb.MERGE: _plain("和另一件同样的诉求一起办"),
    Verb.UNMERGE: _plain("单独办理"),
    Verb.WITHDRAW: _withdrawn,
    Verb.DISPATCH: _given,
    Verb.RECALL: _plain("收回来重新安排单位"),
    Verb.SIGN: lambda event, names: f"{names.lead(event)}已签收",
    Verb.CONTACT: lambda event, names: f"{names.lead(event)}联系了您",
    Verb.RULE_RETURN: _ruled,
    Verb.DECIDE_EXTENSION: _extended,
    Verb.DECIDE_SUSPENSION: _suspended,
    Verb.RESUME: _plain("接着办理"),
    Verb.COMPLETE: lambda event, names: f"{names.lead(event)}答复了，我们在核对",
    Verb.SEND_BACK: lambda event, names: f"核对后请{names.lead(event)}再补充办理",
    Verb.ACCEPT: _plain("核对过了，已办结"),
    Verb.RECORD_CALLBACK: _called,
    Verb.REWORK: _plain("按您的评价重新办理"),
    Verb.URGE: _pressed,
    Verb.ARCHIVE: _plain("这件已归档"),
    Verb.REOPEN: _plain("重新打开，接着办理"),
}
