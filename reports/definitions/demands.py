"""Every statistic of accepted demands (domain §4): each is in one part, by its latest decision."""

from typing import Any

from orders.facts import Part
from reports import dating
from reports.definitions.parts import both, every, rate
from reports.populations import demands
from reports.populations.demands import DEMANDS
from reports.statistic import Statistic

_DEMAND: dict[str, Any] = {"population": DEMANDS, "dated_by": dating.RECEIVED_AT}

DEMAND_STATISTICS: tuple[Statistic, ...] = (
    Statistic("demands.accepted", "受理", numerator=every, **_DEMAND),
    *(
        Statistic(f"demands.{part.value}", part.label, numerator=demands.in_part(part), **_DEMAND)
        for part in Part
    ),
    Statistic(
        "demands.days", "有受理的日子", numerator=every, unit="天", distinct=demands.DAY, **_DEMAND
    ),
    Statistic("demands.completed", "办结诉求", numerator=demands.completed, **_DEMAND),
    rate(
        "demands.direct_rate",
        "直接答复率",
        better=None,
        numerator=demands.in_part(Part.DIRECT),
        denominator=every,
        source="964/1282 = 75.20",
        **_DEMAND,
    ),
    rate(
        "demands.dispatched_rate",
        "派单率",
        better=None,
        numerator=demands.in_part(Part.DISPATCHED),
        denominator=every,
        source="37527/71184 = 52.7",
        **_DEMAND,
    ),
    rate(
        "demands.completed_rate",
        "综合办结率",
        numerator=demands.completed,
        denominator=every,
        source="11163/11171 = 99.93",
        **_DEMAND,
    ),
    rate(
        "demands.repeated_rate",
        "重复诉求率",
        better=False,
        numerator=both(demands.with_citizen, demands.repeated),
        denominator=every,
        note=f"同一市民{demands.REPEATED_WITHIN.days}天内同一类别再来的；并单的也算",
        **_DEMAND,
    ),
)
