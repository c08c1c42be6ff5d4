"""Whom a period's figures are told of: units in order, and which of them each other counts for.

Listed are the units right below the city, and those below a bureau that belong to a group of their
own (a traffic police under its bureau); never the city itself, the hotline, or what lies below a
second-level platform. All others count for the nearest listed unit above them: an order given
straight to a town counts for its county. The tree is today's; groups and days of being active are
those of the period.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orders.period import Period
from reports.measure import Measured, Where, evaluate
from reports.statistic import Statistic
from units.models import GroupMembership, Unit, UnitGroup, UnitKind

_NEVER = frozenset({UnitKind.CITY.value, UnitKind.HOTLINE.value})


@dataclass(frozen=True, slots=True)
class Member:
    """A listed unit; group: that of its last active day in the period, "" where it has none;
    active_days: how many of the period's days it existed, at least 1."""

    unit_id: int
    code: str
    name: str
    short_name: str
    kind: str
    group: str
    group_name: str
    active_days: int


@dataclass(frozen=True, slots=True)
class Roster:
    """The members of a period in the order they were entered; groups: names by code of those that
    have members, in the groups' own order; counts_for: from each unit that is counted, members too,
    to the member whose figures it enters."""

    period: Period
    members: tuple[Member, ...]
    groups: Mapping[str, str]
    counts_for: Mapping[int, int]

    @property
    def group_of(self) -> Mapping[int, str]:
        """From each unit that is counted to the group of the member whose figures it enters; those
        of members without one are left out."""
        groups = {member.unit_id: member.group for member in self.members if member.group}
        return {unit: groups[top] for unit, top in self.counts_for.items() if top in groups}

    def in_group(self, code: str) -> "Roster":
        """Only the members of that group, and the units that count for them."""
        kept = tuple(member for member in self.members if member.group == code)
        ids = {member.unit_id for member in kept}
        counts = {unit: top for unit, top in self.counts_for.items() if top in ids}
        names = {group: name for group, name in self.groups.items() if group == code}
        return Roster(self.period, kept, names, counts)


@dataclass(frozen=True, slots=True)
class _Row:
    """A unit as the tree has it; above: the ids from the root down to its parent."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    above: tuple[int, ...]
    last_day: date
    active_days: int


def roster(period: Period, *, units: Collection[int] | None = None) -> Roster:
    """The roster of the period. units: the ids to list instead of the first level, say the bureaus
    below one platform; one that was not active in the period is left out."""
    rows = {unit.pk: _row(unit, period) for unit in Unit.objects.order_by("pk")}
    active = [row for row in rows.values() if row.active_days]
    groups = _groups(active)
    if units is None:
        listed = [row for row in active if _is_first_level(row, rows, groups)]
    else:
        listed = [row for row in active if row.id in units]
    members = tuple(_member(row, groups.get(row.id)) for row in listed)
    ids = {row.id for row in listed}
    tops = {row.id: _nearest((*row.above, row.id), ids) for row in rows.values()}
    return Roster(
        period,
        members,
        {group.code: group.name for group in sorted(_held(groups, ids), key=_key)},
        {unit: top for unit, top in tops.items() if top is not None},
    )


def evaluate_units(
    statistics: Sequence[Statistic],
    over: Roster,
    *,
    as_of: datetime,
    where: Where | None = None,
) -> list[Measured]:
    """The statistics of the roster's period by unit, subtrees included, in the order given and,
    within each, of the members; the group of each is its unit's id. Raises UnknownDimension for a
    statistic that units do not divide, or whose parts do not add up."""
    return evaluate(
        statistics,
        period=over.period,
        as_of=as_of,
        where=where,
        by="unit",
        groups=[member.unit_id for member in over.members],
        merged=over.counts_for,
    )


def _row(unit: Unit, period: Period) -> _Row:
    until = period.until if unit.active_to is None else min(unit.active_to, period.until)
    days = (until - max(unit.active_from, period.first)).days
    above = tuple(int(part) for part in unit.path.split("/") if part)[:-1]
    last = until - timedelta(days=1)
    return _Row(
        unit.pk, unit.code, unit.name, unit.short_name, unit.kind, above, last, max(days, 0)
    )


def _groups(rows: Sequence[_Row]) -> dict[int, UnitGroup]:
    """Each unit's group on its last active day; of several, the one entered first."""
    days = {row.id: row.last_day for row in rows}
    found: dict[int, UnitGroup] = {}
    memberships = GroupMembership.objects.select_related("group")
    for one in memberships.order_by("group_id"):
        day = days.get(one.unit_id)
        if day and one.active_from <= day and (one.active_to is None or day < one.active_to):
            found.setdefault(one.unit_id, one.group)
    return found


def _held(groups: Mapping[int, UnitGroup], units: Collection[int]) -> Iterable[UnitGroup]:
    return {group.pk: group for unit, group in groups.items() if unit in units}.values()


def _key(group: UnitGroup) -> int:
    return group.pk


def _is_first_level(row: _Row, rows: Mapping[int, _Row], groups: Collection[int]) -> bool:
    if row.kind in _NEVER or any(rows[up].kind == UnitKind.PLATFORM for up in row.above):
        return False
    return not row.above or rows[row.above[-1]].kind == UnitKind.CITY or row.id in groups


def _nearest(path: Sequence[int], listed: Collection[int]) -> int | None:
    return next((unit for unit in reversed(path) if unit in listed), None)


def _member(row: _Row, group: UnitGroup | None) -> Member:
    return Member(
        row.id,
        row.code,
        row.name,
        row.short_name,
        row.kind,
        group.code if group else "",
        group.name if group else "",
        row.active_days,
    )
