"""Every statistic of calls (domain §4): rates are over the offered, and placed by that moment."""

from fractions import Fraction
from typing import Any

from calls.models.call import Outcome
from reports import dating
from reports.populations import calls
from reports.populations.calls import CALLS
from reports.rounding import Rounding
from reports.statistic import Spread, Statistic

_CALL: dict[str, Any] = {"population": CALLS, "dated_by": dating.CALLED_AT, "unit": "个"}
_OFFERED: dict[str, Any] = {"population": CALLS, "dated_by": dating.OFFERED_AT}


def _rate(code: str, name: str, *, better: bool = True, **fields: Any) -> Statistic:
    return Statistic(code, name, unit="%", places=2, higher_is_better=better, **_OFFERED, **fields)


CALL_STATISTICS: tuple[Statistic, ...] = (
    Statistic("calls.traffic", "话务总量", numerator=calls.every, **_CALL),
    Statistic("calls.inbound", "呼入", numerator=calls.inbound, **_CALL),
    Statistic("calls.outbound", "呼出", numerator=calls.outbound, **_CALL),
    Statistic("calls.self_service", "自助", numerator=calls.self_service, **_CALL),
    *(
        Statistic(f"calls.{of.value}", name, numerator=calls.with_outcome(of), **_CALL)
        for of, name in (
            (Outcome.TRANSFERRED, "移交来电"),
            (Outcome.NUISANCE, "骚扰来电"),
            (Outcome.SILENT, "无声来电"),
            (Outcome.MISSED, "未接来电"),
            (Outcome.VOICEMAIL, "留言"),
        )
    ),
    Statistic("calls.offered", "转人工", numerator=calls.offered, unit="个", **_OFFERED),
    Statistic("calls.answered", "接通", numerator=calls.answered, unit="个", **_OFFERED),
    Statistic("calls.praise", "表扬来电", numerator=calls.praise, unit="件", **_OFFERED),
    _rate(
        "calls.answered_rate",
        "接通率",
        numerator=calls.answered,
        denominator=calls.offered,
        rounding=Rounding.TRUNCATE,
        source="18851/19668 = 95.846, 公布95.84：截尾",
    ),
    _rate(
        "calls.answered_15s_rate",
        "15秒接通率",
        numerator=calls.answered_in_15s,
        denominator=calls.offered,
        source="GB/T 33358-2016：15秒内应答",
    ),
    _rate(
        "calls.answered_15s_rate.answered",
        "15秒接通率（比接通）",
        numerator=calls.answered_in_15s,
        denominator=calls.answered,
        source="一个城市公布的94.84高于它的接通率88.94",
    ),
    _rate(
        "calls.abandoned_rate",
        "放弃率",
        better=False,
        numerator=calls.abandoned,
        denominator=calls.offered,
    ),
    _rate(
        "calls.abandoned_rate.after_5s",
        "放弃率（5秒内放弃的不计）",
        better=False,
        numerator=calls.abandoned_later,
        denominator=calls.not_abandoned_at_once,
    ),
    _rate(
        "calls.service_satisfied_rate",
        "服务满意率",
        numerator=calls.keyed_satisfied,
        denominator=calls.keyed,
        missing="exclude",
    ),
    *(
        Statistic(
            f"calls.{code}_mean",
            f"平均{name}",
            numerator=which,
            denominator=which,
            sums=(column, "one"),
            unit="秒",
            places=1,
            higher_is_better=better,
            **_OFFERED,
        )
        for code, name, which, column, better in (
            ("wait", "等待", calls.answered, "wait_seconds", False),
            ("talk", "通话时长", calls.talked, "talk_seconds", None),
        )
    ),
    *(
        Statistic(
            f"calls.wait_p{percent}",
            f"等待{words}",
            numerator=calls.answered,
            spread=Spread("wait_seconds", Fraction(percent, 100)),
            unit="秒",
            higher_is_better=False,
            note="从转人工到应答，放弃的不在内；64秒以下准到秒，以上误差在1.1%以内",
            **_OFFERED,
        )
        for percent, words in ((50, "中位数"), (90, "九成以内"), (95, "九成五以内"))
    ),
)
