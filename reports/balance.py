"""The balance of domain §4, checked for each unit and period and never summed over periods:
opening + dispatched = completed + moved + recalled + excluded + closing.

It speaks of top-level lead assignments and their first round: rework opens nothing anew. Each
leaves the unit's hands once, the first way that comes: completed (its reply accepted; the moment is
that of the reply), moved by a ruling, recalled, or excluded by an appeal. What lay in hand is told
by the moments alone and what left by the way it went, so that a row whose facts contradict each
other shows as a difference. Recalled ones, which no statistic knows, stand here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from orders.period import SHANGHAI, Period
from orders.states import AssignmentRole
from reports.roster import roster

OTHER = "其他"
# Each moment is known only once it was written: a reply when it was accepted.
_COUNTED = """
    WITH leads AS MATERIALIZED (
        SELECT a.unit_id, a.dispatched_at AS given_at, a.closed_as,
            CASE WHEN r.accepted_at < %(as_of)s THEN r.replied_at END AS done_at,
            CASE WHEN a.closed_at < %(as_of)s THEN a.closed_at END AS closed_at,
            CASE WHEN a.excluded_at < %(as_of)s THEN a.excluded_at END AS excluded_at
        FROM orders_assignment a
        LEFT JOIN orders_round r ON r.assignment_id = a.id AND r.n = 1
        WHERE a.role = %(lead)s AND a.parent_id IS NULL AND a.dispatched_at < %(as_of)s
    ), stays AS (
        SELECT unit_id, given_at, closed_as, done_at, closed_at, excluded_at,
            coalesce(least(done_at, closed_at, excluded_at), 'infinity') AS left_at
        FROM leads
        WHERE given_at >= %(start)s
            OR coalesce(least(done_at, closed_at, excluded_at), 'infinity') >= %(start)s
    )
    SELECT unit_id,
        count(*) FILTER (WHERE given_at < %(start)s AND left_at >= %(start)s),
        count(*) FILTER (WHERE given_at >= %(start)s AND given_at < %(end)s),
        count(*) FILTER (WHERE done_at = left_at AND {within}),
        count(*) FILTER (WHERE closed_as = 'moved' AND closed_at = left_at AND {within}
            AND done_at IS DISTINCT FROM left_at),
        count(*) FILTER (WHERE closed_as = 'recalled' AND closed_at = left_at AND {within}
            AND done_at IS DISTINCT FROM left_at),
        count(*) FILTER (WHERE excluded_at = left_at AND {within}
            AND done_at IS DISTINCT FROM left_at AND closed_at IS DISTINCT FROM left_at),
        count(*) FILTER (WHERE given_at < %(end)s AND left_at >= %(end)s)
    FROM stays GROUP BY unit_id
""".replace("{within}", "left_at >= %(start)s AND left_at < %(end)s")


@dataclass(frozen=True, slots=True)
class Terms:
    """How many top-level lead assignments, of one unit or more."""

    opening: int = 0
    dispatched: int = 0
    completed: int = 0
    moved: int = 0
    recalled: int = 0
    excluded: int = 0
    closing: int = 0

    @property
    def difference(self) -> int:
        """What came less what left and what lies there; 0, or the rows are damaged."""
        left = self.completed + self.moved + self.recalled + self.excluded
        return self.opening + self.dispatched - left - self.closing

    def __add__(self, other: "Terms") -> "Terms":
        return Terms(*(sum(pair) for pair in zip(astuple(self), astuple(other), strict=True)))


NAMES = {
    "opening": "期初在办",
    "dispatched": "派出",
    "completed": "办结",
    "moved": "改派",
    "recalled": "收回",
    "excluded": "剔除",
    "closing": "期末在办",
    "difference": "差",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the roster with those that count for it; unit_id None: all that count for none
    of them, which is listed only where there is something."""

    unit_id: int | None
    name: str
    group: str
    terms: Terms
    closes: bool  # for each unit below it too


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of a period as it stood at as_of, by the units of its roster, and of all."""

    period: Period
    as_of: datetime
    lines: tuple[Line, ...]
    whole: Terms

    @property
    def broken(self) -> tuple[Line, ...]:
        """The lines that do not close."""
        return tuple(line for line in self.lines if not line.closes)


def balance(period: Period, *, as_of: datetime) -> Balance:
    """The balance of the period as it stood at as_of (aware; of a period that runs still, up to
    there)."""
    over = roster(period)
    parts: dict[int | None, list[Terms]] = {member.unit_id: [] for member in over.members}
    for unit, terms in count_by_unit(period, as_of=as_of).items():
        parts.setdefault(over.counts_for.get(unit), []).append(terms)
    lines = [
        _line(member.unit_id, member.short_name, member.group_name, parts[member.unit_id])
        for member in over.members
    ]
    if rest := parts.get(None):
        lines.append(_line(None, OTHER, "", rest))
    return Balance(period, as_of, tuple(lines), _sum(line.terms for line in lines))


def count_by_unit(period: Period, *, as_of: datetime) -> Mapping[int, Terms]:
    """The terms of each unit that was given anything, by its id and for itself alone, in one
    query. Raises ValueError for a naive as_of."""
    if as_of.tzinfo is None:
        raise ValueError("as_of must be aware")
    asked: dict[str, datetime | str] = {
        "as_of": as_of,
        "start": period.start,
        "end": min(period.end, as_of),
        "lead": AssignmentRole.LEAD,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        return {unit: Terms(*counts) for unit, *counts in cursor.fetchall()}


def as_json(of: Balance) -> dict[str, Any]:
    """The period, its moment, whether it closes, and every term of all and of each unit."""
    return {
        "period": of.period.code,
        "from": of.period.first.isoformat(),
        "to": of.period.last.isoformat(),
        "as_of": of.as_of.isoformat(),
        "closes": not of.broken,
        "whole": _plain(of.whole),
        "units": [
            {"unit": line.unit_id, "name": line.name, "group": line.group, **_plain(line.terms)}
            for line in of.lines
        ],
    }


def as_rows(of: Balance) -> list[tuple[str, ...]]:
    """A head, a row for each unit and one for all, as a terminal shows them."""
    rows = [(line.name, line.terms) for line in of.lines]
    return [
        ("单位", *NAMES.values()),
        *((name, *map(str, _plain(terms).values())) for name, terms in [*rows, ("全部", of.whole)]),
    ]


def verdict(of: Balance) -> str:
    """In words, whether it closes, and for whom it does not."""
    until = of.as_of.astimezone(SHANGHAI)
    head = f"{of.period.label}，截至{until:%Y-%m-%d %H:%M}"
    if not of.broken:
        return f"{head}：期初在办加派出，等于办结、改派、收回、剔除加期末在办，各单位都平"
    return f"{head}：不平的单位：{'、'.join(line.name for line in of.broken)}"


def _line(unit_id: int | None, name: str, group: str, parts: list[Terms]) -> Line:
    closes = all(terms.difference == 0 for terms in parts)
    return Line(unit_id, name, group, _sum(parts), closes)


def _sum(parts: Iterable[Terms]) -> Terms:
    return sum(parts, Terms())


def _plain(terms: Terms) -> dict[str, int]:
    return {name: getattr(terms, name) for name in NAMES}
