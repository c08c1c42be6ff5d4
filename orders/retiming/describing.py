"""A batch in words and figures, for its page: what is proposed, what moves, how far, for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from orders import rulebook
from orders.labels import limit_words
from orders.models import CalendarEdition, LevelRule, LimitRule, RetimingBatch
from orders.models.limits import Clock
from orders.retiming import tally
from orders.retiming.proposals import CalendarProposal, LimitProposal
from orders.retiming.steps import proposal_of
from units.models import Unit

WEEKDAYS = "一二三四五六日"
LIMITS = {"due": "办理", "sign": "签收", "contact": "联系", "return": "退单"}
COLUMNS = {
    "due_at": "办理", "sign_due_at": "签收", "contact_due_at": "联系", "return_until": "退单"
}  # fmt: skip
MOST_UNITS = 30
State = RetimingBatch.State


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the histogram; share is of the longest, 0 to 100."""

    label: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One assignment that moves: its order, unit, limits from and to, levels revoked."""

    number: str
    unit: str
    dues: list[tuple[str, datetime, datetime]]
    levels: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a batch moves, counted: assignments looked at, moving, spared, unchanged."""

    assignments: int
    moving: int
    kept: int
    same: int
    revoked: int
    cards: list[tuple[str, int]]
    bars: list[Bar]
    limits: list[tuple[str, int]]
    units: list[tuple[str, int]]
    more_units: int
    samples: list[Sample]
    failures: int
    failed: list[str]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is proposed: a title, what differs from what is in force, warnings."""

    title: str
    changes: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def matter_of(batch: RetimingBatch) -> Matter:
    """The proposal in words."""
    proposal = proposal_of(batch)
    if isinstance(proposal, CalendarProposal):
        return _of_calendar(batch, proposal)
    return _of_limit(proposal)


def _of_calendar(batch: RetimingBatch, proposal: CalendarProposal) -> Matter:
    before = _edition_compared(batch, proposal.year)
    holidays = set(before.holidays) if before else set()
    workdays = set(before.workdays) if before else set()
    changes = [
        ("新增放假", days_words(set(proposal.holidays) - holidays)),
        ("不再放假", days_words(holidays - set(proposal.holidays))),
        ("新增上班", days_words(set(proposal.workdays) - workdays)),
        ("不再上班", days_words(workdays - set(proposal.workdays))),
    ]
    changes = [(label, words) for label, words in changes if words]
    if before and before.provisional and not proposal.provisional:
        changes.append(("性质", "由暂定改为正式"))
    changes.append(("依据", proposal.source or "没有写"))
    edition = f"第{batch.calendar.edition}版" if batch.calendar else "新的一版"
    warnings = [f"{proposal.year}年按暂定的放假安排算，正式通知来了要再导入"]
    title = f"{proposal.year}年放假通知，{edition}"
    return Matter(title, changes, warnings if proposal.provisional else [])


def _edition_compared(batch: RetimingBatch, year: int) -> CalendarEdition | None:
    """The edition that the batch's own came after, or that is in force."""
    of_year = CalendarEdition.objects.filter(year=year).order_by("-edition")
    if batch.calendar:
        of_year = of_year.filter(edition__lt=batch.calendar.edition)
    return of_year.first()


def _of_limit(proposal: LimitProposal) -> Matter:
    rule = LimitRule.objects.select_related("channel", "category").get(code=proposal.code)
    old = limit_words({"amount": rule.amount, "measure": rule.measure})
    changes = [
        ("适用", selectors_of(rule)),
        ("由", old),
        ("改为", proposal.words),
        ("起用", f"{proposal.valid_from}"),
        ("已派出的", "也按新的重算" if proposal.retime else "不动，只管今后派的"),
        ("依据", proposal.source or "没有写"),
    ]
    return Matter(f"{Clock(rule.clock).label}时限改为{proposal.words}", changes)


def selectors_of(rule: LimitRule) -> str:
    """Which demands a limit is for."""
    parts = [
        rule.channel.name if rule.channel else "",
        rule.get_kind_display() if rule.kind else "",
        rule.get_urgency_display() if rule.urgency else "",
        rule.category.name if rule.category else "",
    ]
    return "、".join(part for part in parts if part) or "全部诉求"


def days_words(days: Iterable[date]) -> str:
    """10月8日（四）、10月9日（五)."""
    return "、".join(
        f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）" for day in sorted(days)
    )


def report_of(counts: Mapping[str, Any]) -> Report:
    """The counts of a preview or of a batch that was run."""
    names = dict(Unit.objects.filter(pk__in=map(int, counts["units"])).values_list("pk", "name"))
    units = sorted(
        ((names.get(int(pk), pk), count) for pk, count in counts["units"].items()),
        key=lambda pair: (-pair[1], pair[0]),
    )
    levels = dict(LevelRule.objects.values_list("code", "name"))
    return Report(
        counts["assignments"],
        tally.moving(counts),
        counts["kept"],
        counts["same"],
        counts["revoked"],
        [(card.label, n) for card, n in tally.cards_of(counts).items() if n],
        _bars(counts),
        [
            (label, counts["limits"][key])
            for key, label in LIMITS.items()
            if key in counts["limits"]
        ],
        units[:MOST_UNITS],
        max(len(units) - MOST_UNITS, 0),
        [_sample(one, names, levels) for one in counts["samples"]],
        counts.get("failures", 0),
        counts["failed"],
    )


def _bars(counts: Mapping[str, Any]) -> list[Bar]:
    rows: list[tuple[str, int]] = []
    for way, label in (("earlier", "提前"), ("later", "推后")):
        found = sorted((int(days), n) for days, n in counts[way].items())
        rows += [(_moved_words(label, days), n) for days, n in found]
    rows += [("只动别的时限", counts["others"]), ("不动", counts["same"] + counts["kept"])]
    longest = max((n for _, n in rows), default=0)
    return [Bar(label, n, round(n * 100 / longest)) for label, n in rows if n]


def _moved_words(way: str, days: int) -> str:
    return f"{way}{days}个工作日" if days else f"{way}不到1个工作日"


def _sample(one: Mapping[str, Any], names: Mapping[int, str], levels: Mapping[str, str]) -> Sample:
    read = datetime.fromisoformat
    return Sample(
        one["number"],
        names.get(one["unit"], ""),
        [(COLUMNS[column], read(old), read(new)) for column, (old, new) in one["dues"].items()],
        "、".join(levels.get(code, code) for code in one["levels"]),
    )


def done_so_far(batch: RetimingBatch) -> int:
    """How many orders the present work has passed."""
    counts = {
        State.COUNTING: batch.preview,
        State.RUNNING: batch.counts,
        State.UNDOING: batch.undo_counts,
    }.get(State(batch.state), {})
    return int(counts.get("orders", 0))


@dataclass(frozen=True, slots=True)
class Year:
    """A year's calendar in force, for the overview."""

    edition: CalendarEdition
    off: str
    work: str


def years(since: int) -> list[Year]:
    """The editions in force from a year on, the newest year last."""
    return [
        Year(row, days_words(row.holidays), days_words(row.workdays))
        for year, row in sorted(rulebook.newest_editions().items())
        if year >= since
    ]
