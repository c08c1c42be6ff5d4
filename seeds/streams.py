"""Streams: demands that come one way, with how many end how and how many take which turn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from orders.models.limits import Kind
from orders.period import Period, span
from orders.tables import Table
from seeds.assumptions import Assumptions, Shares, read_shares, read_weights
from seeds.reference import Reference

# Ends that a unit has no part in, then those of dispatched demands: completed before the period
# ends, due before it and completed after, and completed after but not yet due when it ends.
AT_THE_DESK = (
    "answered", "declined", "transferred", "unreceipted", "merged", "withdrawn", "undecided",
)  # fmt: skip
BY_UNITS = ("completed", "overdue", "open")
# Turns that take long or exclude each other on one demand, turns beside them, and ratings.
ALONE = ("late", "returns_moved", "returns_upheld", "extensions", "suspensions", "hand_downs")
BESIDE = ("assists", "send_backs", "supervised")
RATINGS = ("rated", "satisfied", "reworked")
COUNTS = (*ALONE, *BESIDE, *RATINGS)


@dataclass(frozen=True, slots=True)
class Stream:
    """group: of the units that lead its orders; "" is every unit but those of other streams'
    groups. days: on which it comes, where not on any of its period. open_days: within so many days
    before the period's end the open ones arrive."""

    name: str
    period: Period
    channels: Shares
    kinds_answered: Shares
    kinds_dispatched: Shares
    hours: Sequence[float]
    open_days: int
    ends: Mapping[str, int]
    counts: Mapping[str, int]
    group: str = ""
    days: tuple[date, ...] = ()

    @property
    def accepted(self) -> int:
        """All demands of the stream."""
        return sum(self.ends.values())

    @property
    def dispatched(self) -> int:
        """Those that a unit gets."""
        return sum(self.ends[end] for end in BY_UNITS)


@dataclass(frozen=True, slots=True)
class Volumes:
    """How many demands: accepted = those settled at the desk + dispatched; completed of these.
    unreceipted: transferred without the other side's receipt; overdue: due and not completed."""

    accepted: int
    answered: int
    dispatched: int
    completed: int
    declined: int = 0
    transferred: int = 0
    unreceipted: int = 0
    merged: int = 0
    withdrawn: int = 0
    undecided: int = 0
    overdue: int = 0

    @property
    def ends(self) -> dict[str, int]:
        """How many end how; open are those neither completed nor overdue."""
        ends = {end: getattr(self, end) for end in (*AT_THE_DESK, "completed", "overdue")}
        return ends | {"open": self.dispatched - self.completed - self.overdue}


_ALWAYS = ("accepted", "answered", "dispatched", "completed")


def read_volumes(table: Table) -> Volumes:
    """Checked: the parts are the whole. Raises BadData naming file and field."""
    found = {
        one.name: table.number(one.name, low=int(one.name == "accepted"))
        for one in fields(Volumes)
        if one.name in _ALWAYS or table.has(one.name)
    }
    volumes = Volumes(**found)
    desk = [(end, getattr(volumes, end)) for end in AT_THE_DESK if getattr(volumes, end)]
    total = volumes.dispatched + sum(count for _, count in desk)
    if total != volumes.accepted:
        said = " + ".join(f"{_NAMES[end]}{count}" for end, count in desk)
        raise table.fault(
            "accepted", f"{said} + 转办{volumes.dispatched} = {total}，不是{volumes.accepted}"
        )
    if volumes.completed + volumes.overdue > volumes.dispatched:
        raise table.fault("completed", f"不能多于转办的{volumes.dispatched}")
    return volumes


_NAMES = {
    "answered": "直接答复", "declined": "不予受理", "transferred": "移交", "merged": "并单",
    "unreceipted": "移交未回执", "withdrawn": "撤回", "undecided": "待定",
}  # fmt: skip


def main_stream(volumes: Volumes, supervised: int, period: Period, assumed: Assumptions) -> Stream:
    """The stream that [volumes] and the counts among the assumptions tell of."""
    counts = {name: getattr(assumed, name) for name in COUNTS if name != "supervised"}
    return Stream(
        name="",
        period=period,
        channels=assumed.channels,
        kinds_answered=assumed.kinds_answered,
        kinds_dispatched=assumed.kinds_dispatched,
        hours=assumed.hours,
        open_days=assumed.open_within_days,
        ends=volumes.ends,
        counts=counts | {"supervised": supervised},
    )


def read_stream(
    table: Table, main: Stream, groups: Collection[str], reference: Reference
) -> tuple[Stream, str]:
    """A [[stream]] and the reason of what in it no document prints; what it does not say is as
    with the main stream. Raises BadData naming file and field."""
    why = table.text("why", most=400)
    name = table.text("name", most=40)
    volumes = read_volumes(table)
    counts = {key: table.number(key, low=0) if table.has(key) else 0 for key in COUNTS}
    stream = replace(
        main,
        name=name,
        period=_years_before(table, main.period),
        channels=read_shares(table, "channels", {c.code for c in reference.channels}, "渠道"),
        ends=volumes.ends,
        counts=counts,
        group=table.known("group", groups, "分组", ""),
        days=_days(table, main.period),
        **_own_shares(table),
    )
    table.finish()
    check_counts(table, stream)
    return stream, why


def _own_shares(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("kinds_answered", "kinds_dispatched"):
        if table.has(name):
            found[name] = read_shares(table, name, Kind.values, "性质")
    if table.has("hours"):
        found["hours"] = read_weights(table, "hours", 24)
    if table.has("open_days"):
        found["open_days"] = table.number("open_days")
    return found


def _years_before(table: Table, period: Period) -> Period:
    """The scenario's period, or the same one so many years before."""
    if not table.has("years_before"):
        return period
    years = table.number("years_before")
    first, until = (day.replace(year=day.year - years) for day in (period.first, period.until))
    return span(first, until - timedelta(days=1))


def _days(table: Table, period: Period) -> tuple[date, ...]:
    if not table.has("days"):
        return ()
    days: list[Any] = table.take("days", list, "日期的列表")
    if not days or any(type(day) is not date or day not in period.days for day in days):
        raise table.fault("days", "应为场景期间之内的日期")
    return tuple(sorted(days))


def check_counts(table: Table, stream: Stream, prefix: str = "") -> None:
    """What is drawn from the completed ones cannot be more than they are."""
    completed, counts = stream.ends["completed"], stream.counts
    suffix = ".value" if prefix else ""
    for name in ("rated", "late", "assists", "send_backs", "supervised"):
        if counts[name] > completed:
            raise table.fault(f"{name}{suffix}", f"不能多于办结的{completed}")
    for small, large in (("satisfied", "rated"), ("reworked", "satisfied")):
        if counts[small] > counts[large]:
            raise table.fault(f"{small}{suffix}", f"不能多于 {large}（{counts[large]}）")
    if sum(counts[name] for name in ALONE) > completed:
        raise table.fault("", f"{'、'.join(ALONE)} 合起来不能多于办结的{completed}")
