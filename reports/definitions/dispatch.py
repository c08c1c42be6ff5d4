"""Every statistic of dispatching and of how units take it (domain §4), placed by dispatch."""

from typing import Any

from orders import facts
from reports import dating
from reports.definitions.parts import ON, assessed, counted, every, flag, rate, standing
from reports.populations import demands
from reports.populations.demands import DEMANDS
from reports.populations.leads import LEADS
from reports.statistic import Statistic

_FIRST_DISPATCH: dict[str, Any] = {"population": DEMANDS, "dated_by": dating.FIRST_DISPATCHED_AT}
_DISPATCHED: dict[str, Any] = {"population": LEADS, "dated_by": dating.DISPATCHED_AT}

DISPATCH_STATISTICS: tuple[Statistic, ...] = (
    Statistic("orders.given", "派出（含改派前）", numerator=every, **_DISPATCHED),
    Statistic("orders.dispatched", "转办", numerator=standing, **_DISPATCHED),
    rate(
        "orders.signed_on_time_rate",
        "及时签收率",
        numerator=lambda as_of: facts.signed_on_time(as_of, ON),
        denominator=assessed(),
        source="6/7 = 85.71",
        **_DISPATCHED,
    ),
    rate(
        "orders.return_rate",
        "退单率",
        better=False,
        numerator=flag("return_asked"),
        denominator=counted,
        **_DISPATCHED,
    ),
    *(
        rate(
            f"orders.{code}_rate",
            name,
            better=better,
            numerator=flag(column),
            denominator=over,
            note=note,
            **_DISPATCHED,
        )
        for code, name, better, column, over, note in (
            (
                "extension",
                "延期申请率",
                False,
                "extension_asked",
                counted,
                "申请过延期的，不论准否",
            ),
            (
                "suspension",
                "挂账申请率",
                None,
                "suspension_asked",
                counted,
                "申请过挂账的，不论准否",
            ),
            ("dispute", "申诉率", None, "contested", every, "单位对发牌、超期或评价提过申诉的"),
            ("urge", "催办率", False, "urged", counted, "市民在派单以后催过的"),
        )
    ),
    rate(
        "orders.contacted_on_time_rate",
        "响应率",
        numerator=lambda as_of: facts.contacted_on_time(as_of, ON),
        denominator=assessed(lambda _: facts.contact_owed(ON)),
        source="三率之一：限时联系市民",
        **_DISPATCHED,
    ),
    rate(
        "orders.first_dispatch_rate",
        "首派准确率",
        numerator=demands.never_moved,
        denominator=demands.given,
        **_FIRST_DISPATCH,
    ),
)
