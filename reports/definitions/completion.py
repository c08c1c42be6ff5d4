"""Every statistic of completing orders (domain §4): due is reached once, on its own day."""

from fractions import Fraction
from typing import Any

from orders import facts
from reports import dating
from reports.definitions.parts import assessed, later, rate, standing
from reports.populations.leads import LEADS, ROUNDS
from reports.statistic import Spread, Statistic

_DISPATCHED: dict[str, Any] = {"population": LEADS, "dated_by": dating.DISPATCHED_AT}
_COMPLETED: dict[str, Any] = {"population": LEADS, "dated_by": dating.COMPLETED_AT}
_DUE: dict[str, Any] = {"population": LEADS, "dated_by": dating.DUE_ON}
_BALANCE: dict[str, Any] = {"population": LEADS, "dated_by": dating.BALANCE}
_LATER_DUE: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.DUE_ON}

_DONE = assessed(facts.completed)

COMPLETION_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "orders.completed",
        "办结",
        numerator=lambda as_of: standing(as_of) & facts.completed(as_of),
        **_COMPLETED,
    ),
    Statistic("orders.due", "到期", numerator=assessed(facts.due), **_DUE),
    rate(
        "orders.completed_rate",
        "办结率",
        numerator=facts.completed,
        denominator=assessed(facts.due),
        source="25783/29186 = 88.34",
        **_DUE,
    ),
    rate(
        "orders.completed_rate.dispatched",
        "办结率（比转办）",
        numerator=facts.completed,
        denominator=assessed(),
        source="314/318 = 98.74",
        **_DISPATCHED,
    ),
    rate(
        "orders.completed_rate.balance",
        "办结率（比结转加新派减未到期）",
        numerator=facts.completed,
        denominator=assessed(facts.due),
        **_BALANCE,
    ),
    rate(
        "orders.on_time_rate",
        "按期办结率",
        numerator=facts.completed_on_time,
        denominator=assessed(facts.due),
        source="24165/29186 = 82.80; 2794/2798 = 99.86",
        **_DUE,
    ),
    rate(
        "orders.overdue_rate",
        "超期率",
        better=False,
        numerator=facts.overdue,
        denominator=assessed(facts.due),
        source="4/2798 = 0.14",
        **_DUE,
    ),
    rate(
        "orders.rework_rate",
        "重办率",
        better=False,
        numerator=facts.reworked,
        denominator=assessed(facts.due),
        source="34/11303 = 0.30",
        **_DUE,
    ),
    rate(
        "orders.rework_on_time_rate",
        "重办按期率",
        numerator=facts.completed_on_time,
        denominator=assessed(facts.due, later),
        **_LATER_DUE,
    ),
    *(
        Statistic(
            f"orders.handled_p{percent}",
            f"办理用时{words}",
            numerator=_DONE,
            spread=Spread("handled_minutes", Fraction(percent, 100)),
            unit="工作小时",
            places=1,
            higher_is_better=False,
            note="从派单到所采纳的答复，按工作日历，停表的时间也算；分桶求得，误差在1.1%以内",
            **_COMPLETED,
        )
        for percent, words in ((50, "中位数"), (90, "九成以内"))
    ),
)
