"""Statistics of a period and of those compared with it, each evaluated once and kept by group.

The compared periods are seen as long after their own end as the period itself is, so that orders
had as long to be finished.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256

from orders.period import Kind, Period, parse, span
from reports.bulletins.figures import WHOLE, Base, Figure, Print, When, key
from reports.catalogue import find
from reports.comparison import age_at
from reports.counting import in_sql
from reports.measure import Measured, Where, evaluate, together
from reports.roster import Roster
from reports.statistic import Statistic

_DAY = timedelta(days=1)
OTHER_UNIT = 0  # whoever stands under none of the roster's units


@dataclass(slots=True)
class Counted:
    """What is being gathered."""

    period: Period
    as_of: datetime
    bases: dict[When, Period]
    values: dict[tuple[str, str, When], Figure] = field(default_factory=dict)
    prints: dict[str, Print] = field(default_factory=dict)

    def periods(self, *wanted: When) -> Iterable[tuple[When, Period, datetime]]:
        """Those of the wanted periods there are, each with its moment; all where none is named."""
        every = {When.NOW: self.period, **self.bases}
        for when in every:
            if when in wanted or not wanted:
                period = every[when]
                yield when, period, age_at(period, self.period, self.as_of)

    def put(self, statistic: Statistic, group: str, when: When, found: Figure) -> None:
        """Add to the figure of that group."""
        self.prints[statistic.code] = Print(statistic.unit, statistic.places, statistic.rounding)
        at = (statistic.code, group, when)
        old = self.values.get(at, Figure(0, 0 if statistic.is_rate else None))
        under = None if found.denominator is None else (old.denominator or 0) + found.denominator
        self.values[at] = Figure(old.numerator + found.numerator, under)

    def note(self, code: str, group: str, when: When, number: int) -> None:
        """A number that is no statistic of the catalogue."""
        self.values[code, group, when] = Figure(number)


def bases_of(period: Period, since: date | None) -> dict[When, Period]:
    """The period before and that of a year ago, where records go back so far (since: their first
    day, None where there are none at all); the same period is not compared with twice."""
    found = {When.PREVIOUS: period.previous(), When.YEAR_AGO: period.a_year_ago()}
    if period.kind is Kind.DAY:
        found[When.WEEK_BEFORE] = span(period.first - timedelta(days=7), period.first - _DAY)
    if period.kind is Kind.YEAR:
        del found[When.PREVIOUS]
    return {
        when: base
        for when, base in found.items()
        if base is not None and since is not None and base.first >= since
    }


def as_bases(counted: Counted) -> dict[When, Base]:
    """The compared periods as they are frozen."""
    return {
        when: Base(period.code, as_of)
        for when, period, as_of in counted.periods()
        if when is not When.NOW
    }


def whole(counted: Counted, codes: Sequence[str], *wanted: When) -> None:
    """The statistics of everything."""
    statistics = [find(code) for code in codes]
    for when, period, as_of in counted.periods(*wanted):
        for one in evaluate(statistics, period=period, as_of=as_of):
            counted.put(one.statistic, WHOLE, when, _figure(one))


def divided(
    counted: Counted,
    codes: Sequence[str],
    by: str,
    names: Mapping[str, str],
    *wanted: When,
    to_key: Callable[[object], str] = str,
    added: bool = False,
) -> None:
    """The statistics by a dimension, for each of the names; what has none of these names goes to
    the last of them. added: added up they are those of everything too."""
    statistics, last = [find(code) for code in codes], list(names)[-1]
    for when, period, as_of in counted.periods(*wanted):
        for statistic in statistics:
            for name in [WHOLE] * added + [key(by, one) for one in names]:
                counted.put(statistic, name, when, _nothing(statistic))
        for one in evaluate(statistics, period=period, as_of=as_of, by=_DIVIDES.get(by, by)):
            found = to_key(one.group)
            for group in [WHOLE] * added + [key(by, found if found in names else last)]:
                counted.put(one.statistic, group, when, _figure(one))


_DIVIDES = {"theme": "category"}


def by_day(counted: Counted, code: str, *wanted: When) -> None:
    """A statistic by day, of each of the period's days."""
    for when, period, as_of in counted.periods(*wanted):
        for one in evaluate([find(code)], period=period, as_of=as_of, by="day"):
            counted.put(one.statistic, key("day", one.group), when, _figure(one))


def by_unit(
    counted: Counted, statistics: Sequence[Statistic], roster: Roster, *wanted: When
) -> None:
    """The statistics by the roster's units, whole included; units under none of them are one
    more."""
    for when, period, as_of in counted.periods(*wanted):
        for statistic in statistics:
            for unit in (member.unit_id for member in roster.members):
                counted.put(statistic, key("unit", unit), when, _nothing(statistic))
            counted.put(statistic, WHOLE, when, _nothing(statistic))
        for one in evaluate(statistics, period=period, as_of=as_of, by="unit"):
            unit = _unit(roster, one.group)
            for group in (WHOLE, key("unit", unit)):
                counted.put(one.statistic, group, when, _figure(one))


def fill_other(counted: Counted) -> bool:
    """Whether something stands under none of the roster's units; then all statistics by unit have
    that one more, with nothing where nothing was."""
    other = key("unit", OTHER_UNIT)
    if not any(group == other for _, group, _ in counted.values):
        return False
    for code, group, when in list(counted.values):
        if group.startswith("unit:"):
            rate = counted.values[code, group, when].denominator is not None
            counted.values.setdefault((code, other, when), Figure(0, 0 if rate else None))
    return True


def where(
    counted: Counted, group: str, conditions: Where, codes: Sequence[str], *wanted: When
) -> None:
    """The statistics of some rows alone, under a name of their own."""
    statistics = [find(code) for code in codes]
    for when, period, as_of in counted.periods(*wanted):
        for one in evaluate(statistics, period=period, as_of=as_of, where=conditions):
            counted.put(one.statistic, group, when, _figure(one))


@cache
def edition(codes: tuple[str, ...]) -> str:
    """Names the definitions that figures were counted by: it changes when the rows a statistic
    counts, or its rounding, do."""
    told, some = sha256(), parse("2024-02")
    statistics = list(map(find, sorted(codes)))
    for one in statistics:
        told.update(f"{one.code} {one.unit} {one.places} {one.rounding} {one.missing}".encode())
    for (population, dated_by), of in together(statistics):
        rows = population.rows(some.end).filter(dated_by.within(some, some.end))
        told.update(in_sql(rows, of, some.end).encode())
    return told.hexdigest()[:8]


def _figure(one: Measured) -> Figure:
    return Figure(one.numerator, one.denominator)


def _nothing(statistic: Statistic) -> Figure:
    return Figure(0, 0 if statistic.is_rate else None)


def _unit(roster: Roster, unit: object) -> int:
    return roster.counts_for.get(unit, OTHER_UNIT) if isinstance(unit, int) else OTHER_UNIT
