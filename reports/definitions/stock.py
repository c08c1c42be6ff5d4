"""Every statistic of what lies there at a moment: open and overdue orders by age, demands waiting.

A stock is seen at the end of a period, or at the moment asked about where that is earlier; stocks
of periods do not add up.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from orders import facts
from orders.facts import Part
from reports import dating
from reports.definitions.parts import assessed
from reports.populations import demands
from reports.populations.demands import DEMANDS
from reports.populations.leads import ROUNDS
from reports.statistic import Condition, Statistic

_OPEN: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.OPEN_THEN}
_AGES = ((0, 3, "3天以内"), (3, 7, "3至7天"), (7, 15, "7至15天"), (15, None, "15天以上"))


def _open(as_of: datetime) -> Q:
    """The last round of an order that a unit has, and that is not completed."""
    return Q(started_at__lt=as_of) & facts.final(as_of) & ~facts.completed(as_of)


def _aged(moment: str, start: int, end: int | None) -> Condition:
    """Rounds whose moment lies so many whole days back: from start on, less than end."""

    def found(as_of: datetime) -> Q:
        which = Q(**{f"{moment}__lte": as_of - timedelta(days=start)})
        if end is not None:
            which &= Q(**{f"{moment}__gt": as_of - timedelta(days=end)})
        return which

    return found


def _by_age(code: str, name: str, moment: str, *conditions: Condition) -> tuple[Statistic, ...]:
    """The stock, and its parts by age, which sum to it."""
    return (
        Statistic(code, name, numerator=assessed(*conditions), **_OPEN),
        *(
            Statistic(
                f"{code}.{f'to_{end}d' if end else f'over_{start}d'}",
                f"{name}（{words}）",
                numerator=assessed(*conditions, _aged(moment, start, end)),
                **_OPEN,
            )
            for start, end, words in _AGES
        ),
    )


STOCK_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "demands.waiting",
        "待派待答",
        population=DEMANDS,
        dated_by=dating.WAITING_THEN,
        numerator=demands.in_part(Part.UNDECIDED),
    ),
    *_by_age("orders.open", "在办", "started_at", _open),
    *_by_age("orders.open_overdue", "超期未办结", "due_at", _open, facts.limit_passed),
)
