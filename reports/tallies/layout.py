"""Which statistics a tally table holds, and at which place of its row each is counted.

A table takes every statistic of the catalogue that its dimensions divide and that a day places, or
that is a stock at a day's end. Counts of days add up to those of longer stretches; a stock's are
those of the last day; different values and other crossings are counted directly.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from django.db.models import Expression, F, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from orders.period import Kind
from reports import dating
from reports.catalogue import CATALOGUE
from reports.models import Tally
from reports.population import Population
from reports.statistic import Statistic

SEPARATOR = "|"
STOCKS = frozenset(of.code for of in (dating.OPEN_THEN, dating.WAITING_THEN, dating.IN_USE_THEN))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row's counts have the numerator and the denominator, or which of its spreads."""

    numerator: int = -1
    denominator: int = -1
    spread: str = ""


@dataclass(frozen=True)
class Layout:
    """A table: the dimensions that make its key, its statistics and their places."""

    table: str
    dimensions: tuple[str, ...]
    statistics: tuple[Statistic, ...]
    places: Mapping[str, Place]
    width: int
    stocks: frozenset[int]

    @property
    def version(self) -> str:
        """Changes when a statistic comes, goes or moves: then all is counted anew."""
        codes = "\n".join([*self.dimensions, *self.places])
        return sha256(codes.encode()).hexdigest()[:16]


def key_by(population: Population, dimensions: Sequence[str]) -> Expression:
    """The values of these dimensions as one text; what has no value stands there empty."""
    parts: list[Any] = []
    for dimension in dimensions:
        path = population.dimensions[dimension]
        value = F(path) if isinstance(path, str) else path
        text = Coalesce(Cast(value, TextField()), Value(""), output_field=TextField())
        parts += [text, Value(SEPARATOR, output_field=TextField())]
    return Concat(*parts, output_field=TextField())


def is_stock(statistic: Statistic) -> bool:
    """Whether it tells what lies there at the end of a day."""
    return statistic.dated_by.code in STOCKS


def spread_name(statistic: Statistic) -> str:
    """What a quantile's histogram is called; quantiles of one column share one."""
    assert statistic.spread is not None
    return f"{statistic.population.code}.{statistic.spread.column}"


def _layout(table: str, *dimensions: str) -> Layout:
    held = [
        one
        for one in CATALOGUE.values()
        if set(dimensions) <= set(one.population.dimensions) and (one.adds_up or is_stock(one))
    ]
    places, stocks, at = {}, set(), 0
    for one in held:
        if one.spread is not None:
            places[one.code] = Place(spread=spread_name(one))
            continue
        wide = 1 if one.denominator is None else 2
        places[one.code] = Place(at, at + 1 if wide == 2 else -1)
        if is_stock(one):
            stocks |= set(range(at, at + wide))
        at += wide
    return Layout(table, dimensions, tuple(held), places, at, frozenset(stocks))


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.table: layout
        for layout in (
            _layout("unit", "unit"),
            _layout("cell", "channel", "kind", "top"),
            _layout("queue", "line", "queue"),
            _layout("seat", "seat"),
        )
    }
)
# The stretches of time that have rows, the longest first.
GRAINS: Mapping[Kind, Tally.Grain] = MappingProxyType(
    {
        Kind.YEAR: Tally.Grain.YEAR,
        Kind.QUARTER: Tally.Grain.QUARTER,
        Kind.MONTH: Tally.Grain.MONTH,
        Kind.DAY: Tally.Grain.DAY,
    }
)
# Other stretches are another layout too: what was filled before lacks their rows.
_GRAINS = ",".join(Tally.Grain.values)
VERSION = sha256(
    "".join((_GRAINS, *(one.version for one in LAYOUTS.values()))).encode()
).hexdigest()[:16]


# Every statistic that any table holds, once.
HELD: tuple[Statistic, ...] = tuple(
    one for one in CATALOGUE.values() if any(one.code in of.places for of in LAYOUTS.values())
)


def layouts_holding(statistic: Statistic) -> Iterator[Layout]:
    """The tables that hold it."""
    return (layout for layout in LAYOUTS.values() if statistic.code in layout.places)
