"""How hard a unit's orders were: the on-time rate that the other units reach with such orders.

Orders are alike when kind, urgency and top category are the same. Many a category is one unit's
alone: where the others had too few of the sort, those of the same kind and urgency stand for it,
and where they had too few of those too, all of theirs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Expression, F

from reports.catalogue import find
from reports.roster import Roster

ENOUGH = 5  # due to other units, for a sort to be compared
_STATISTIC = find("orders.on_time_rate")
_DIVIDED = ("unit", "kind", "urgency", "top")
Sort = tuple[str, ...]  # kind, urgency, top category; or the first of them; or none, for all


@dataclass(frozen=True, slots=True)
class _Cases:
    """How many were due, and on time of those: of each unit and sort, and of each sort in all."""

    due: Counter[tuple[int, Sort]] = field(default_factory=Counter)
    on_time: Counter[tuple[int, Sort]] = field(default_factory=Counter)
    all_due: Counter[Sort] = field(default_factory=Counter)
    all_on_time: Counter[Sort] = field(default_factory=Counter)

    def add(self, unit: int, sort: Sort, due: int, on_time: int) -> None:
        for of in _wider(sort):
            self.due[unit, of] += due
            self.on_time[unit, of] += on_time
            self.all_due[of] += due
            self.all_on_time[of] += on_time

    def of_others(self, unit: int, sort: Sort) -> Fraction | None:
        """The others' rate in the sort, or in the first wider one of which they had enough; None
        where they had nothing at all."""
        for of in _wider(sort):
            due = self.all_due[of] - self.due[unit, of]
            if due >= ENOUGH or (due and not of):
                return Fraction(self.all_on_time[of] - self.on_time[unit, of], due)
        return None


def expected_on_time(
    over: Roster, *, as_of: datetime, kinds: Sequence[str] = ()
) -> dict[int, Fraction]:
    """By unit of the roster; without those of whom nothing was due, and without the one that alone
    had anything due. kinds: those assessed, all where empty."""
    cases, sums, found = _Cases(), Counter[int](), dict[int, Fraction]()
    for unit, sort, due, on_time in _due(over, as_of, kinds):
        cases.add(unit, sort, due, on_time)
        sums[unit] += due
    for (unit, sort), due in cases.due.items():
        rate = cases.of_others(unit, sort) if len(sort) == len(_DIVIDED) - 1 else None
        if rate is not None:
            found[unit] = found.get(unit, Fraction(0)) + rate * due / sums[unit]
    return found


def _wider(sort: Sort) -> tuple[Sort, ...]:
    """The sort, those of the same kind and urgency, and all."""
    return sort, sort[:2], ()


def _due(
    over: Roster, as_of: datetime, kinds: Sequence[str]
) -> Iterator[tuple[int, Sort, int, int]]:
    """Unit of the roster, sort, due and on time; a unit and sort may come several times."""
    population, dating = _STATISTIC.population, _STATISTIC.dated_by
    unit, kind, urgency, top = (population.dimensions[name] for name in _DIVIDED)
    assert _STATISTIC.denominator is not None
    rows = population.rows(as_of).filter(dating.within(over.period, as_of))
    rows = rows.filter(_STATISTIC.denominator(as_of)).annotate(of_kind=_column(kind))
    if kinds:
        rows = rows.filter(of_kind__in=list(kinds))
    rows = rows.values_list(_column(unit), "of_kind", _column(urgency), _column(top))
    counts = rows.annotate(due=Count("pk"), done=Count("pk", filter=_STATISTIC.numerator(as_of)))
    for one, *sort, due, on_time in counts.order_by():
        if one in over.counts_for:
            yield over.counts_for[one], tuple(sort), due, on_time


def _column(path: str | Expression) -> Expression | F:
    return F(path) if isinstance(path, str) else path
