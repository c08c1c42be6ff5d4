"""How hard a unit's orders were: the on-time rate it would have, did it each sort as all do.

Orders are of one sort when kind, urgency and top category are the same. Each sort's rate is that of
all units of the roster together; a unit's expected rate is their mean over its own orders. What all
units were expected to do together is what they did.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from django.db.models import Count

from reports.catalogue import find
from reports.roster import Roster

_STATISTIC = find("orders.on_time_rate")
Sort = tuple[str, str, str]


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
    paths = [population.dimensions[name] for name in ("unit", "kind", "urgency", "category")]
    assert _STATISTIC.denominator is not None
    rows = population.rows(as_of).filter(dating.within(over.period, as_of))
    rows = rows.filter(_STATISTIC.denominator(as_of))
    if kinds:
        rows = rows.filter(**{f"{population.dimensions['kind']}__in": list(kinds)})
    counts = rows.values_list(*paths).annotate(
        under=Count("pk"), top=Count("pk", filter=_STATISTIC.numerator(as_of))
    )
    found: dict[int, dict[Sort, tuple[int, int]]] = {}
    for unit, kind, urgency, category, under, top in counts.order_by():
        if unit not in over.counts_for:
            continue
        sorts = found.setdefault(over.counts_for[unit], {})
        sort = (kind, urgency, category.partition(".")[0])
        before = sorts.get(sort, (0, 0))
        sorts[sort] = (before[0] + top, before[1] + under)
    return found
