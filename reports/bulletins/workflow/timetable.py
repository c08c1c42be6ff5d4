"""Which bulletins are due by themselves, and drafting them: once each, and caught up when late.

日统计 is due the day after, 周排名 on Monday, 旬调度 on the 1st, 11th and 21st; 月通报, 季度通报
and 年度考核 on the first working day after their period. What was missed while nothing ran is
drafted at the next look, as far back as LOOK_BACK says; what a person drafted is left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.db import transaction

from orders.period import Period, period_of, shanghai_day
from orders.rulebook import current
from reports.bulletins.blocks import Layout
from reports.bulletins.kinds import SHAPES, BulletinKind, Shape
from reports.bulletins.workflow import steps
from reports.bulletins.workflow.telling import tell
from reports.coverage import whole_since
from reports.models import Bulletin
from reports.recorded import Book
from units.actor import Actor
from units.roles import Role

# How many periods of each kind are caught up: nobody reads last month's daily sheets.
LOOK_BACK: Mapping[BulletinKind, int] = MappingProxyType(
    {
        BulletinKind.DAY: 3,
        BulletinKind.WEEK: 2,
        BulletinKind.TEN_DAYS: 2,
        BulletinKind.MONTH: 2,
        BulletinKind.QUARTER: 1,
        BulletinKind.YEAR: 1,
    }
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A bulletin whose time has come."""

    shape: Shape
    period: Period


def due_by(at: datetime) -> list[Due]:
    """Those that are due at the moment and not drafted, the oldest first; none of a period that
    began before records were whole. Raises NoCalendar without working days."""
    today = shanghai_day(at)
    since = whole_since(Book.DEMANDS, today)
    if since is None:
        return []
    found = [
        Due(shape, period)
        for shape in SHAPES.values()
        for period in _latest(shape, today)
        if period.first >= since and _day_of(shape, period) <= today
    ]
    there = set(Bulletin.objects.filter(edition=1).values_list("kind", "period"))
    missing = [one for one in found if (one.shape.kind.value, one.period.code) not in there]
    return sorted(missing, key=lambda one: (one.period.until, one.period.length))


def draft_due(*, at: datetime) -> list[Bulletin]:
    """Draft what is due, and tell the analysts of each; the answer is those drafted now."""
    made = []
    for one in due_by(at):
        with transaction.atomic():
            row, first = steps.draft(one.shape, one.period, by=Actor.system(), at=at)
            if first:
                tell(row, "bulletin.drafted", at, Role.ANALYST)
                made.append(row)
    return made


def _latest(shape: Shape, today: date) -> Iterator[Period]:
    """The last periods that are over, newest first."""
    period = period_of(shape.period, today)
    for _ in range(LOOK_BACK[shape.kind]):
        period = period.previous()
        yield period


def _day_of(shape: Shape, period: Period) -> date:
    """The day on which it is drafted."""
    day = period.until
    if shape.layout is Layout.PAPER:
        calendar = current().calendar
        while not calendar.is_working_day(day):
            day += _DAY
    return day
