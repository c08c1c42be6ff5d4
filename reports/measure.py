"""Evaluating statistics directly over the tables: one query for each population and date.

Results are exact; they are rounded once, for print. A rate over nothing has no value.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Expression, F, QuerySet

from orders.period import Period
from reports.counting import Cell, Merged, count
from reports.dating import Dating
from reports.population import Population
from reports.rounding import shown
from reports.statistic import Statistic

DAY = "day"
Where = Mapping[str, object]


class UnknownDimension(LookupError):
    """A population that is not divided, or a date that is not placed, in the way asked for."""


class Measured(NamedTuple):
    """One figure of one group (None: of everything): counts, and the exact value or None. A tuple,
    since a table by unit has ten thousand and a frozen dataclass takes three times as long to make.

    A count's denominator is None and its value the numerator; a rate over nothing has no value.
    A quantile's value is `at`; its numerator says how many of the cases do not pass it.
    """

    statistic: Statistic
    group: object
    numerator: int
    denominator: int | None
    as_of: datetime
    at: int | None = None

    @property
    def code(self) -> str:
        return self.statistic.code

    @property
    def value(self) -> Fraction | None:
        if self.statistic.spread is not None:
            return None if self.at is None else Fraction(self.at)
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def shown(self) -> str:
        """As print has it, with the unit; — for a rate over nothing."""
        of = self.statistic
        return shown(self.value, of.unit, of.places, of.rounding)


def evaluate(
    statistics: Sequence[Statistic],
    *,
    period: Period,
    as_of: datetime,
    where: Where | None = None,
    by: str | None = None,
    groups: Iterable[object] | None = None,
    merged: Merged = None,
) -> list[Measured]:
    """The statistics of a period as they stood at as_of (aware; what happened at that moment or
    later does not count), in the order given and, within each, of the groups.

    where: dimension to value, or to a collection of values ({"channel": "phone"}); by: a dimension,
    or "day" for the Shanghai day. groups: the roster figures are wanted for, in order, whether or
    not anything was found there; without it the days of the period, else the groups found. merged:
    what each group counts for, where several are one; a group that is not in it counts nowhere.
    Raises UnknownDimension, and ValueError for a naive as_of.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of must be aware")
    if merged is not None and (odd := [one for one in statistics if one.distinct is not None]):
        raise UnknownDimension(f"“{odd[0].name}”数的是不同的值，合并了的组不能相加")
    roster: list[object] | None = None if groups is None else list(groups)
    if roster is None and by == DAY:
        roster = list(period.days)
    counted: dict[str, dict[object, Cell]] = {}
    for (population, dating), some in together(statistics):
        moment = min(as_of, period.end) if dating.at_end else as_of
        rows = population.rows(moment).filter(dating.within(period, moment))
        rows = _filtered(rows, population, where or {})
        key = None if by is None else _key(population, dating, by)
        counted |= count(rows, some, moment, key, merged)
    return [
        _measured(statistic, group, counted[statistic.code].get(group), as_of)
        for statistic in statistics
        for group in _groups(counted[statistic.code], by, roster)
    ]


def together(
    statistics: Iterable[Statistic],
) -> list[tuple[tuple[Population, Dating], list[Statistic]]]:
    """Statistics of one population and date, which one query can count."""

    def code(of: Statistic) -> tuple[str, str]:
        return of.population.code, of.dated_by.code

    sets = [list(found) for _, found in groupby(sorted(statistics, key=code), key=code)]
    return [((found[0].population, found[0].dated_by), found) for found in sets]


def _filtered(rows: QuerySet[Any], population: Population, where: Where) -> QuerySet[Any]:
    for dimension, wanted in where.items():
        path = _dimension(population, dimension)
        if not isinstance(path, str):
            rows, path = rows.alias(**{f"of_{dimension}": path}), f"of_{dimension}"
        many = isinstance(wanted, (list, tuple, set, frozenset))
        rows = rows.filter(**{f"{path}__in" if many else path: wanted})
    return rows


def _key(population: Population, dating: Dating, by: str) -> Any:
    if by != DAY:
        path = _dimension(population, by)
        return F(path) if isinstance(path, str) else path
    if dating.day is None:
        raise UnknownDimension(f"“{dating.name}”不能按日分")
    return dating.day


def _dimension(population: Population, dimension: str) -> str | Expression:
    if dimension not in population.dimensions:
        known = "、".join(population.dimensions)
        raise UnknownDimension(f"“{population.name}”不能按“{dimension}”分；可以按：{known}")
    return population.dimensions[dimension]


def _measured(statistic: Statistic, group: object, cell: Cell | None, as_of: datetime) -> Measured:
    n, d, at = cell or (0, 0 if statistic.is_rate else None, None)
    return Measured(statistic, group, n, d, as_of, at)


def _groups(
    found: Mapping[object, object], by: str | None, roster: list[object] | None
) -> list[object]:
    if by is None:
        return [None]
    return list(found) if roster is None else roster
