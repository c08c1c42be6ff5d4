"""Every statistic of seats and of missed calls called back."""

from reports import dating
from reports.definitions.parts import every, rate
from reports.populations import returns, seats
from reports.populations.returns import RETURNS
from reports.populations.seats import SEAT_STATES
from reports.statistic import Statistic

SEAT_STATISTICS: tuple[Statistic, ...] = (
    rate(
        "seats.occupancy",
        "座席占用率",
        better=None,
        population=SEAT_STATES,
        dated_by=dating.SAT_AT,
        numerator=seats.with_callers,
        denominator=seats.at_work,
        sums=("seconds", "seconds"),
        note="通话和整理占在席时间，小休不计；跨零点的一段算在开始那天",
    ),
    Statistic(
        "returns.owed",
        "未接待回拨",
        population=RETURNS,
        dated_by=dating.OPENED_AT,
        numerator=every,
        unit="个",
    ),
    rate(
        "returns.on_time_rate",
        "按时回拨率",
        population=RETURNS,
        dated_by=dating.RETURN_DUE,
        numerator=returns.in_time,
        denominator=returns.due,
    ),
)
