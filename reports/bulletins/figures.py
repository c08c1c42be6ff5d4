"""The figures a bulletin is made from, frozen once: composing reads these and never counts again.

Each is a numerator and, for a rate, a denominator, of one statistic, one group and one of the
compared periods; the set carries the moment, the edition of the definitions and how each statistic
is printed. What is not a figure (names, the ranking, reasons) stands beside them as plain words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orders.period import Period
from reports.bulletins.cells import Rate
from reports.rankings.edition import Ranking
from reports.rounding import Rounding

WHOLE = ""


class When(StrEnum):
    """Which of the compared periods."""

    NOW = "now"
    PREVIOUS = "previous"
    YEAR_AGO = "year_ago"
    WEEK_BEFORE = "week_before"  # the seven days before a day


class MissingFigure(LookupError):
    """A figure that was not frozen: the composer asks for more than was gathered."""


@dataclass(frozen=True, slots=True)
class Figure:
    """denominator: None for a count."""

    numerator: int
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Print:
    """How a statistic's rate is printed."""

    unit: str
    places: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit figures are told of; group: the name of its group, "" where it has none."""

    key: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Base:
    """A period compared with, and the moment its figures are of."""

    code: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit that owes a written explanation for a quarter: of so many due so many were never
    signed or got a card; and the cards."""

    name: str
    due: int
    silent: int
    yellow: int
    red: int


@dataclass(frozen=True, slots=True)
class Figures:
    """names: for each way of dividing, the keys with their names in the order they are shown.
    bases: the periods compared with, those left out of which there are no whole records."""

    period: Period
    as_of: datetime
    version: str
    city: str
    issuer: str
    bases: Mapping[When, Base]
    prints: Mapping[str, Print]
    units: tuple[Unit, ...]
    names: Mapping[str, Mapping[str, str]]
    values: Mapping[tuple[str, str, When], Figure]
    reasons: Mapping[tuple[str, str], int] = field(default_factory=dict)  # reason, unit -> reworked
    silent: tuple[Silent, ...] = ()
    league: Ranking | None = None

    def has(self, when: When) -> bool:
        """Whether there are figures of that period."""
        return when is When.NOW or when in self.bases

    def count(self, code: str, groups: str | Iterable[str] = WHOLE, when: When = When.NOW) -> int:
        """The numerator, of one group or of several added up. Raises MissingFigure."""
        return self._sum(code, groups, when).numerator

    def base(
        self, code: str, groups: str | Iterable[str] = WHOLE, when: When = When.PREVIOUS
    ) -> int | None:
        """The same of a compared period; None where there are no records of it."""
        return self.count(code, groups, when) if self.has(when) else None

    def rate(self, code: str, groups: str | Iterable[str] = WHOLE, when: When = When.NOW) -> Rate:
        """The rate, of one group or of several together, as the statistic is printed."""
        found, look = self._sum(code, groups, when), self.prints[code]
        if found.denominator is None:
            raise MissingFigure(f"{code} is a count")
        return Rate(found.numerator, found.denominator, look.unit, look.places, look.rounding)

    def base_rate(
        self, code: str, groups: str | Iterable[str] = WHOLE, when: When = When.PREVIOUS
    ) -> Rate | None:
        """The same of a compared period; None where there are no records of it."""
        return self.rate(code, groups, when) if self.has(when) else None

    def under(self, code: str, groups: str | Iterable[str] = WHOLE, when: When = When.NOW) -> int:
        """The denominator of a rate."""
        return self.rate(code, groups, when).denominator

    @property
    def unit_keys(self) -> tuple[str, ...]:
        return tuple(unit.key for unit in self.units)

    @property
    def groups(self) -> dict[str, tuple[Unit, ...]]:
        """The units by the name of their group, in order."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.group or "其他单位", []).append(unit)
        return {name: tuple(units) for name, units in found.items()}

    def divided(self, dimension: str) -> Mapping[str, str]:
        """The keys of a way of dividing with their names."""
        return self.names.get(dimension, {})

    def _sum(self, code: str, groups: str | Iterable[str], when: When) -> Figure:
        keys: Sequence[str] = [groups] if isinstance(groups, str) else list(groups)
        try:
            found = [self.values[code, key, when] for key in keys]
        except KeyError as missing:
            raise MissingFigure(str(missing)) from None
        whole = sum(one.denominator or 0 for one in found)
        rate = any(one.denominator is not None for one in found) or (
            not found and code in self.prints and self.prints[code].unit in {"%", "‰"}
        )
        return Figure(sum(one.numerator for one in found), whole if rate else None)


def key(dimension: str, value: object) -> str:
    """The name of a group among the figures: channel:phone."""
    return f"{dimension}:{value}"
