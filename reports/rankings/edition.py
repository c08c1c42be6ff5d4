"""A ranking as plain values: what pages and bulletins show, and what an issued edition freezes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from orders.period import Period
from reports.roster import Member
from reports.rounding import NOTHING, round_to, shown
from reports.scoring.score import Part, Score


class Direction(StrEnum):
    """NEW: not ranked in this group in the period before; NONE: not ranked now, or there is nothing
    to tell moves against."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    NEW = "new"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a place or a grade moved: the part whose points moved most that way, and by how much; an
    indicator of "" where none did and it was the others who moved."""

    indicator: str
    name: str
    change: Fraction
    rose: bool

    @property
    def words(self) -> str:
        """满意−2.45分, with a true minus; or who else moved."""
        if not self.indicator:
            return "得分未提高，他单位下降" if self.rose else "得分未变差，他单位上升"
        sign = "+" if self.change > 0 else "−"
        return f"{self.name}{sign}{abs(round_to(self.change, 2))}分"


@dataclass(frozen=True, slots=True)
class Move:
    """steps: places, or grades, moved; 0 unless up or down. A cause only then."""

    direction: Direction
    steps: int = 0
    cause: Cause | None = None

    @property
    def words(self) -> str:
        """升3, 降2, 平, 新列, —."""
        return {
            Direction.UP: f"升{self.steps}",
            Direction.DOWN: f"降{self.steps}",
            Direction.LEVEL: "平",
            Direction.NEW: "新列",
            Direction.NONE: NOTHING,
        }[self.direction]


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with what it is of, and the interval in which chance alone may have put it: 95 %, by
    Wilson, in percent to 1 place; None over nothing."""

    numerator: int
    denominator: int
    low: Decimal | None
    high: Decimal | None

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def shown(self) -> str:
        """98.74%; — over nothing."""
        return shown(self.value, "%", 2)

    @property
    def interval(self) -> str:
        """43.9–100.0, in percent; — over nothing."""
        return NOTHING if self.low is None else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a place, so that nobody reads the place alone. expected: the on-time rate
    that the other units reach with such orders as the unit had; None where nothing was due, or to
    nobody else."""

    due: int
    on_time: Share
    satisfied: Share
    expected: Fraction | None

    @property
    def ahead(self) -> Fraction | None:
        """By how much the on-time rate is above the expected one, in percentage points / 100."""
        value = self.on_time.value
        return None if value is None or self.expected is None else value - self.expected


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit. place is None where it is listed apart; apart: then why. score: None where one
    could not be made. What it had in the period before stands beside, where it was ranked then in
    the same group: place, grade and total."""

    unit: Member
    score: Score | None
    place: int | None
    shared: bool
    apart: str
    move: Move
    grade_move: Move
    beside: Beside
    place_before: int | None = None
    grade_before: str | None = None
    total_before: Fraction | None = None

    @property
    def grade(self) -> str | None:
        """The grade of a ranked unit; units apart have none."""
        return self.score.grade if self.score and self.place else None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Ranked units by place, then those apart in the roster's order."""

    code: str
    name: str
    standings: tuple[Standing, ...]

    @property
    def ranked(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.place is not None)

    @property
    def apart(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.place is None)

    @property
    def ties(self) -> dict[int, tuple[Standing, ...]]:
        """By place, those who share it."""
        places = sorted({one.place for one in self.ranked if one.place and one.shared})
        return {place: tuple(one for one in self.ranked if one.place == place) for place in places}


@dataclass(frozen=True, slots=True)
class Named:
    """One entry of the red or the black list; lost: the part that lost the unit most points."""

    unit: Member
    group: str
    total: Fraction
    lost: Part | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """One period's ranking by one rule, as of a moment. least: how many due it took to be ranked;
    before: code of the period that moves are told against, "" where there was none; notes: what a
    reader must know of it. satisfied_of: the names of the kinds of demands whose satisfaction it
    takes, "" for all."""

    rule: str
    rule_name: str
    period: Period
    as_of: datetime
    least: int
    before: str
    groups: tuple[GroupTable, ...]
    red: tuple[Named, ...]
    black: tuple[Named, ...]
    notes: tuple[str, ...] = ()
    satisfied_of: str = ""

    def __iter__(self) -> Iterator[Standing]:
        """Every unit, group by group."""
        return (one for group in self.groups for one in group.standings)

    def of(self, unit_id: int) -> Standing | None:
        """Where the unit of that id stands; None where it is not in this ranking."""
        return next((one for one in self if one.unit.unit_id == unit_id), None)
