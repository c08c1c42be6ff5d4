"""Every statistic of calls (domain §4): rates are over the offered, and placed by that moment."""

from typing import Any

from reports import calls, dating
from reports.calls import CALLS
from reports.rounding import Rounding
from reports.statistic import Statistic

_CALL: dict[str, Any] = {"population": CALLS, "dated_by": dating.CALLED_AT, "unit": "个"}
_OFFERED: dict[str, Any] = {"population": CALLS, "dated_by": dating.OFFERED_AT}


def _rate(code: str, name: str, *, better: bool = True, **fields: Any) -> Statistic:
    return Statistic(code, name, unit="%", places=2, higher_is_better=better, **_OFFERED, **fields)


CALL_STATISTICS: tuple[Statistic, ...] = (
    Statistic("calls.traffic", "话务总量", numerator=calls.every, **_CALL),
    Statistic("calls.inbound", "呼入", numerator=calls.inbound, **_CALL),
    Statistic("calls.outbound", "呼出", numerator=calls.outbound, **_CALL),
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
)
