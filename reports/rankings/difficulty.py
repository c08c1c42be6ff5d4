"""How hard a unit's orders were: the on-time rate it would have, did it each sort as all do.

Orders are of one sort when kind, urgency and top category are the same. Each sort's rate is that of
all units of the roster together; a unit's expected rate is their mean over its own orders. What all
units were expected to do together is what they did.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Expression, F

from reports.catalogue import find
from reports.roster import Roster

_STATISTIC = find("orders.on_time_rate")
_DIVIDED = ("unit", "kind", "urgency", "top")
Sort = tuple[str, ...]  # kind, urgency, top category


def expected_on_time(
    over: Roster, *, as_of: datetime, kinds: Sequence[str] = ()
) -> dict[int, Fraction]:
    """By unit of the roster; without those of whom nothing was due. kinds: those assessed, all
    where empty."""
    due = _due(over, as_of, kinds)
    on_time: dict[Sort, int] = defaultdict(int)
    of: dict[Sort, int] = defaultdict(int)
    for sorts in due.values():
        for sort, (top, under) in sorts.items():
            on_time[sort] += top
            of[sort] += under
    return {
        unit: Fraction(
            sum(Fraction(under * on_time[sort], of[sort]) for sort, (_, under) in sorts.items()),
            sum(under for _, under in sorts.values()),
        )
        for unit, sorts in due.items()
    }


def _due(
    over: Roster, as_of: datetime, kinds: Sequence[str]
) -> Mapping[int, Mapping[Sort, tuple[int, int]]]:
    """By unit and sort: on time, due; nothing of what was not due."""
    population, dating = _STATISTIC.population, _STATISTIC.dated_by
    unit, kind, urgency, top = (population.dimensions[name] for name in _DIVIDED)
    assert _STATISTIC.denominator is not None
    rows = population.rows(as_of).filter(dating.within(over.period, as_of))
    rows = rows.filter(_STATISTIC.denominator(as_of)).annotate(of_kind=_column(kind))
    if kinds:
        rows = rows.filter(of_kind__in=list(kinds))
    rows = rows.values_list(_column(unit), "of_kind", _column(urgency), _column(top))
    counts = rows.annotate(due=Count("pk"), on_time=Count("pk", filter=_STATISTIC.numerator(as_of)))
    found: dict[int, dict[Sort, tuple[int, int]]] = {}
    for one, *sort, under, done in counts.order_by():
        if one in over.counts_for:
            sorts = found.setdefault(over.counts_for[one], {})
            before = sorts.get(tuple(sort), (0, 0))
            sorts[tuple(sort)] = (before[0] + done, before[1] + under)
    return found


def _column(path: str | Expression) -> Expression | F:
    return F(path) if isinstance(path, str) else path
