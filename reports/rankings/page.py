"""A ranking as a page shows it: a row a unit with its parts, what is apart, the two lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from reports.rankings.edition import Direction, GroupTable, Named, Ranking, Standing
from reports.rankings.table import group_notes
from reports.rounding import NOTHING, round_to, shown
from reports.scoring.output import decimals
from reports.scoring.rule import Rule
from reports.scoring.score import Part

# What a unit's name leads to: its own figures of the period.
_LOOKED_AT = (
    "orders.dispatched",
    "orders.signed_on_time_rate",
    "orders.due",
    "orders.on_time_rate",
    "orders.satisfied_rate",
    "orders.rework_rate",
)


@dataclass(frozen=True, slots=True)
class PartCell:
    """Points of one part; made_up: nothing was fed, lost: short of the most."""

    points: str
    made_up: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Row:
    standing: Standing
    query: str
    total: str
    parts: tuple[PartCell, ...]
    why: str
    arrow: str
    expected: str
    ahead: str


@dataclass(frozen=True, slots=True)
class GroupOnPage:
    """heads: the parts' names and most points; rows: the ranked; apart: those with figures that
    are listed and not ranked; notes: what there is to say below."""

    name: str
    code: str
    standings: Sequence[Standing]
    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    apart: tuple[Row, ...]
    notes: tuple[str, ...]
    graded: bool

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return 9 + len(self.heads) + self.graded


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: group, unit, total, and the part that lost it most."""

    group: str
    name: str
    total: str
    lost: str


def group_on_page(group: GroupTable, rule: Rule, ranking: Ranking) -> GroupOnPage:
    """The group's table."""
    return GroupOnPage(
        name=group.name,
        code=group.code,
        standings=group.standings,
        heads=tuple((one.name, _plain(decimals(one.most))) for one in rule.indicators),
        rows=tuple(_row(one, rule, ranking) for one in group.ranked),
        apart=tuple(_row(one, rule, ranking) for one in group.apart if one.beside.due),
        notes=tuple(group_notes(group)),
        graded=bool(rule.bands),
    )


def red(ranking: Ranking) -> list[Listed]:
    """The red list."""
    return [_listed(one, ranking) for one in ranking.red]


def black(ranking: Ranking) -> list[Listed]:
    """The black list."""
    return [_listed(one, ranking) for one in ranking.black]


def _row(one: Standing, rule: Rule, ranking: Ranking) -> Row:
    cause, ahead = one.move.cause, one.beside.ahead
    points = {part.indicator: part for part in one.score.parts} if one.score else {}
    arrow = {Direction.UP: "arrow-up", Direction.DOWN: "arrow-down"}.get(one.move.direction, "")
    texts = [("code", code) for code in _LOOKED_AT]
    return Row(
        standing=one,
        query=urlencode([*texts, ("period", ranking.period.code), ("unit", one.unit.code)]),
        total=(decimals(one.score.total) if one.score else None) or NOTHING,
        parts=tuple(_part(points.get(indicator.code)) for indicator in rule.indicators),
        why=one.apart if one.place is None else cause.words if cause else "",
        arrow=arrow,
        expected=shown(one.beside.expected, "%", 2),
        ahead="" if ahead is None else _signed(ahead),
    )


def _part(part: Part | None) -> PartCell:
    if part is None or part.points is None:
        return PartCell(NOTHING, True, False)
    return PartCell(decimals(part.points) or NOTHING, part.is_made_up, part.lost > 0)


def _signed(value: Fraction) -> str:
    """In percentage points, with its sign."""
    rounded = round_to(100 * value, 2)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}"


def _listed(one: Named, ranking: Ranking) -> Listed:
    names = {group.code: group.name for group in ranking.groups}
    lost = f"{one.lost.name}失{round_to(one.lost.lost, 2)}分" if one.lost else ""
    return Listed(names.get(one.group, ""), one.unit.short_name, decimals(one.total) or "", lost)


def _plain(number: str | None) -> str:
    """10 for 10.00."""
    return (number or "").rstrip("0").rstrip(".")
