"""What is proposed, as plain values: a year's calendar, or a limit from a day on.

Each can say under which rules the open assignments would stand, what is asked of them, and write
itself down as the rows that hold from then on.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from orders import rulebook
from orders.deadlines import Rulebook
from orders.errors import Refused
from orders.labels import limit_words
from orders.models import CalendarEdition, LimitRule
from orders.models.limits import Clock, Measure
from orders.retiming.reading import BadNotice, Line, read

FRIDAY = 4
# Limits that an assignment carries: a change of the others holds for what comes only.
CARRIED = frozenset({Clock.SIGN, Clock.CONTACT, Clock.HANDLE, Clock.RETURN, Clock.REWORK})
_DAY_MINUTES = 24 * 60
MOST: Mapping[str, int] = {
    Measure.WORKING_DAYS: 366,
    Measure.WORKING_MINUTES: 60 * _DAY_MINUTES,
    Measure.CLOCK_MINUTES: 366 * _DAY_MINUTES,
}


@dataclass(frozen=True, slots=True)
class CalendarProposal:
    """A year as a notice has it; days in order."""

    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    source: str = ""
    provisional: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "holidays": [day.isoformat() for day in self.holidays],
            "workdays": [day.isoformat() for day in self.workdays],
            "source": self.source,
            "provisional": self.provisional,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CalendarProposal":
        days = {key: tuple(map(date.fromisoformat, data[key])) for key in ("holidays", "workdays")}
        return cls(data["year"], **days, source=data["source"], provisional=data["provisional"])

    def row(self, edition: int) -> CalendarEdition:
        """The edition it would be, not yet saved."""
        return CalendarEdition(
            year=self.year,
            edition=edition,
            provisional=self.provisional,
            holidays=list(self.holidays),
            workdays=list(self.workdays),
            source=self.source,
        )

    def rules(self, now: Rulebook) -> Rulebook:
        """The rulebook with this year in it; its edition is not yet given."""
        years = rulebook.newest_editions() | {self.year: self.row(0)}
        calendar = rulebook.calendar_of(years, rulebook.frames_in_force())
        return rulebook.under(now, calendar, now.edition)


@dataclass(frozen=True, slots=True)
class LimitProposal:
    """Another amount for a limit from a day on; retime: for what is already dispatched as well."""

    code: str
    amount: int
    measure: str
    valid_from: date
    source: str = ""
    retime: bool = False

    def terms(self, code: str) -> dict[str, Any]:
        """What assignments would be promised, under the new rule's code."""
        return {"rule": code, "amount": self.amount, "measure": self.measure}

    @property
    def words(self) -> str:
        return limit_words(self.terms(""))

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "amount": self.amount,
            "measure": self.measure,
            "valid_from": self.valid_from.isoformat(),
            "source": self.source,
            "retime": self.retime,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LimitProposal":
        return cls(**{**data, "valid_from": date.fromisoformat(data["valid_from"])})


def later_code(code: str, day: date) -> str:
    """A free code for the rule that follows another: handle, handle@20261101, handle@20261101.2."""
    stem = code.partition("@")[0][:40]
    wanted, n = f"{stem}@{day:%Y%m%d}", 1
    taken = set(LimitRule.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    while wanted in taken:
        n += 1
        wanted = f"{stem}@{day:%Y%m%d}.{n}"
    return wanted


def notice_from(
    year: int, text: str, *, source: str = "", provisional: bool = False
) -> CalendarProposal:
    """The year that a notice's text makes. Raises BadNotice with every fault of it at once, those
    of reading and those of meaning, in the order of the lines."""
    try:
        lines = read(text)
    except BadNotice as bad:
        faults = [*bad.faults, *_contradictions(year, bad.lines)]
        raise BadNotice(*sorted(faults, key=_line_of)) from None
    return calendar_from(year, lines, source=source, provisional=provisional)


def _line_of(fault: str) -> int:
    found = re.match(r"第(\d+)行", fault)
    return int(found[1]) if found else 0


def calendar_from(
    year: int, lines: Sequence[Line], *, source: str = "", provisional: bool = False
) -> CalendarProposal:
    """The year a notice's lines make. Raises BadNotice for every day that contradicts another, the
    year or the calendar in force, and where nothing would change."""
    if faults := _contradictions(year, lines):
        raise BadNotice(*sorted(faults, key=_line_of))
    proposal = CalendarProposal(
        year,
        tuple(sorted(line.day for line in lines if not line.works)),
        tuple(sorted(line.day for line in lines if line.works)),
        source.strip(),
        provisional,
    )
    _check_against(proposal, rulebook.newest_editions())
    return proposal


def _contradictions(year: int, lines: Sequence[Line]) -> list[str]:
    return [*_misplaced(year, lines), *_twice(lines), *_worked_anyway(lines)]


def _misplaced(year: int, lines: Iterable[Line]) -> list[str]:
    return [
        f"第{line.at}行：{line.day}不在{year}年，写进{line.day.year}年的那一版"
        for line in lines
        if line.day.year != year
    ]


def _twice(lines: Iterable[Line]) -> list[str]:
    first: dict[date, Line] = {}
    faults = []
    for line in lines:
        earlier = first.setdefault(line.day, line)
        if earlier is line:
            continue
        how = "又写了一遍" if earlier.works == line.works else "一处写放假、一处写上班"
        faults.append(f"第{line.at}行：{line.day}在第{earlier.at}行已有，{how}，只留一处")
    return faults


def _worked_anyway(lines: Iterable[Line]) -> list[str]:
    return [
        f"第{line.at}行：{line.day}不是周末，本来就上班，不用写"
        for line in lines
        if line.works and line.day.weekday() <= FRIDAY
    ]


def _check_against(proposal: CalendarProposal, known: Mapping[int, CalendarEdition]) -> None:
    year, last = proposal.year, max(known, default=proposal.year - 1)
    stands = known.get(year)
    if stands is None:
        if year != last + 1:
            raise BadNotice(f"日历到{last}年为止，先导入{last + 1}年的，再导入{year}年的")
        return
    if proposal.provisional and not stands.provisional:
        raise BadNotice(f"{year}年已有正式通知，不能再改成暂定的")
    same = (sorted(stands.holidays), sorted(stands.workdays)) == (
        list(proposal.holidays),
        list(proposal.workdays),
    )
    if same and stands.provisional == proposal.provisional:
        raise BadNotice(f"和现行的{stands}一模一样，没有要改的")


def check_limit(rule: LimitRule, proposal: LimitProposal, today: date) -> None:
    """Raises Refused, naming the field, for a change of a limit that makes no sense."""
    if rule.valid_to is not None:
        raise Refused(f"这条时限到{rule.valid_to}为止，改现行的那一条", code="not_in_force")
    _check_begin(rule, proposal.valid_from, today)
    if not 1 <= proposal.amount <= MOST[proposal.measure]:
        raise Refused(f"数量写1到{MOST[proposal.measure]}", field="amount")
    if (proposal.amount, proposal.measure) == (rule.amount, rule.measure):
        raise Refused("和现行的一样，没有要改的", field="amount")
    if proposal.retime and rule.clock not in CARRIED:
        raise Refused("这个时限不记在派办上，只管今后的；不用重算", field="retime")
    if proposal.retime and proposal.valid_from > today:
        raise Refused("还没起用的时限不能用来重算：今天起用，或只管今后的", field="retime")


def _check_begin(rule: LimitRule, day: date, today: date) -> None:
    if day < today:
        raise Refused("起用日不能在今天以前：已经许下的不改", field="valid_from")
    if day < rule.valid_from:
        raise Refused(f"现行的{rule.valid_from}才起用，不能更早", field="valid_from")
    if day > today + timedelta(days=366):
        raise Refused("起用日太远，最多写到一年以后", field="valid_from")
