"""A scenario's [telephone]: what is assumed of its call centre, each with its reason, each checked.

Hours, weekdays and months are those of the scenario's [assumptions], holidays those of the seeded
calendar; here stands what the telephone needs besides. The number of operators stays where the
scenario has it; [telephone.operators] is for a year in which it changed: how many before that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orders.tables import Table
from seeds.daily import Daily
from seeds.simulator.telephone.centre import (
    HALVES,
    Centre,
    Demand,
    Group,
    Kind,
    Patience,
    Redial,
    Shift,
    Span,
    Staffing,
    Surge,
)

_SUM_SLACK = 1e-6
_MOST = 1e8


@dataclass(frozen=True, slots=True)
class CallCentre:
    """The assumptions as read, and the reason of each by its name; operators: None where the
    scenario's own number holds."""

    operators: int | None
    callers: float
    seats: int
    presence: float
    breaks: float
    rest_days: float
    shifts: tuple[Shift, ...]
    groups: tuple[Group, ...]
    kinds: tuple[Kind, ...]
    surges: tuple[Surge, ...]
    patience: Patience
    redial: Redial
    reasons: Mapping[str, str]

    def centre(
        self,
        days: Sequence[date],
        *,
        operators: int,
        daily: Daily,
        hours: tuple[float, ...],
    ) -> Centre:
        """The centre on these consecutive days, with so many operators employed where the
        telephone itself does not say."""
        demand = Demand(
            first=days[0],
            days=len(days),
            callers=self.callers,
            daily=daily,
            hours=hours,
            kinds=self.kinds,
            surges=self.surges,
            patience=self.patience,
            redial=self.redial,
        )
        staffing = Staffing(
            seats=self.seats,
            operators=self.operators or operators,
            presence=self.presence,
            breaks=self.breaks,
            rest_days=self.rest_days,
            shifts=self.shifts,
            groups=self.groups,
        )
        return Centre(demand, staffing)


def read_call_centre(root: Table) -> CallCentre:
    """[telephone] as it stands in a scenario. Raises BadData naming file and field."""
    why: dict[str, str] = {}

    def part(name: str) -> Table:
        table = root.table(name)
        why[name] = table.text("why", most=400)
        return table

    def rows(name: str) -> list[Table]:
        table = part(name)
        found = list(table.tables("value"))
        table.finish()
        return found

    def number(name: str, low: float, high: float) -> float:
        table = part(name)
        found = _number(table, "value", low, high)
        table.finish()
        return found

    def whole(name: str) -> int:
        table = part(name)
        found = table.number("value")
        table.finish()
        return found

    groups = tuple(_group(table) for table in rows("groups"))
    read = CallCentre(
        operators=whole("operators") if root.has("operators") else None,
        callers=number("callers", 1, _MOST),
        seats=whole("seats"),
        presence=number("presence", 0.1, 1),
        breaks=number("breaks", 0, 0.9),
        rest_days=number("rest_days", 0, 2),
        shifts=tuple(_shift(table) for table in rows("shifts")),
        groups=groups,
        kinds=tuple(_kind(table, groups) for table in rows("kinds")),
        surges=tuple(_surge(table) for table in rows("surges")),
        patience=_patience(part("patience")),
        redial=_redial(part("redial")),
        reasons=why,
    )
    root.finish()
    _check(root, read)
    return read


def _check(root: Table, read: CallCentre) -> None:
    for name, parts in (("shifts", read.shifts), ("groups", read.groups), ("kinds", read.kinds)):
        if not parts:
            raise root.fault(f"{name}.value", "一个也没有写")
        total = sum(one.share for one in parts)
        if abs(total - 1) > _SUM_SLACK:
            raise root.fault(f"{name}.value", f"各份加起来应为1，现为{round(total, 6):g}")
        if len({one.name for one in parts}) < len(parts):
            raise root.fault(f"{name}.value", "有重名的")
    for half in range(HALVES):
        if not any(shift.covers(half) for shift in read.shifts):
            raise root.fault("shifts.value", f"{_clock(half)} 没有班次；热线全天有人接听")
    skills = {skill for group in read.groups for skill in group.skills}
    if not any(skills == set(group.skills) for group in read.groups):
        raise root.fault("groups.value", "至少要有一个组各种来电都接，夜里只剩一个人时靠它")


def _number(table: Table, key: str, low: float, high: float) -> float:
    table.read.add(key)
    return _within(table, key, table.values.get(key), low, high)


def _within(table: Table, key: str, value: Any, low: float, high: float) -> float:
    words = f"应为{low:g}到{high:g}的数"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise table.fault(key, "缺少这个字段" if value is None else words)
    if not low <= value <= high:
        raise table.fault(key, words)
    return float(value)


def _list(table: Table, key: str, length: int | None, low: float, high: float) -> list[float]:
    values: list[Any] = table.take(key, list, "数的列表")
    if length is not None and len(values) != length:
        raise table.fault(key, f"应为{length}个数")
    return [_within(table, key, value, low, high) for value in values]


def _span(table: Table, key: str, low: float, high: float) -> Span:
    first, last = _list(table, key, 2, low, high)
    if first > last:
        raise table.fault(key, "应先小后大")
    return first, last


def _shift(table: Table) -> Shift:
    start = _half(table, "start")
    end = _half(table, "end")
    shift = Shift(
        name=table.text("name", most=20),
        start=start,
        halves=(end - start - 1) % HALVES + 1,
        share=_number(table, "share", 0, 1),
    )
    table.finish()
    return shift


def _half(table: Table, key: str) -> int:
    """A half hour of the day, written 08:30; 24:00 is midnight."""
    text = table.text(key, most=5)
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and len(hour) == 2 and minute in {"00", "30"} and int(hour) <= 24):
        raise table.fault(key, "应为整点或半点，如 08:30")
    return (2 * int(hour) + (minute == "30")) % HALVES


def _clock(half: int) -> str:
    return f"{half // 2:02}:{half % 2 * 30:02}"


def _group(table: Table) -> Group:
    group = Group(
        name=table.text("name", most=20),
        share=_number(table, "share", 0, 1),
        skills=table.words("skills"),
    )
    table.finish()
    if not group.skills:
        raise table.fault("skills", "写明接哪些来电，先接的写在前面")
    return group


def _kind(table: Table, groups: tuple[Group, ...]) -> Kind:
    skills = {skill for group in groups for skill in group.skills}
    mean, cv = _list(table, "talk", 2, 0.01, 3600)
    kind = Kind(
        name=table.text("name", most=20),
        share=_number(table, "share", 0, 1),
        skill=table.known("skill", skills, "技能（groups）"),
        talk=mean,
        talk_cv=cv,
        wrap=_number(table, "wrap", 0, 3600),
        priority=table.number("priority") if table.has("priority") else 2,
    )
    table.finish()
    return kind


def _surge(table: Table) -> Surge:
    surge = Surge(
        name=table.text("name", most=20),
        a_year=_number(table, "a_year", 0, 365),
        months=tuple(int(month) for month in _list(table, "months", None, 1, 12)),
        hours=_span(table, "hours", 0.5, 24 * 14),
        times=_span(table, "times", 1, 20),
    )
    table.finish()
    if not surge.months:
        raise table.fault("months", "写明哪些月份会有")
    return surge


def _patience(table: Table) -> Patience:
    patience = Patience(_number(table, "mean", 1, 3600), _number(table, "shape", 0.2, 5))
    table.finish()
    return patience


def _redial(table: Table) -> Redial:
    redial = Redial(
        _number(table, "share", 0, 1), _number(table, "minutes", 0.1, 1440), table.number("most")
    )
    table.finish()
    return redial
