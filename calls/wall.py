"""The telephone just now and today: who waits, what the seats do, how quickly calls are answered.

Today is the Shanghai day; each figure is placed by offered_at. A rate over nothing is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q

from calls.models import Call, ReturnCall, Seat, SkillQueue
from calls.models.seat import State
from orders.period import SHANGHAI


@dataclass(frozen=True, slots=True)
class QueueNow:
    """One queue: who waits, the longest wait in seconds (None: nobody), seats ready for it."""

    name: str
    waiting: int
    longest: int | None
    ready: int


@dataclass(frozen=True, slots=True)
class SeatNow:
    """One seat on shift: who, in which state, for how many seconds."""

    code: str
    who: str
    state: str
    label: str
    reason: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Today:
    """Counts of the day so far; abandoned counts who hung up waiting, missed who rang in vain."""

    offered: int
    answered: int
    answered_in_time: int
    abandoned: int
    missed: int

    @property
    def in_time_rate(self) -> float | None:
        """Answered within the queue's seconds, of all who asked for a person, in per cent."""
        return 100 * self.answered_in_time / self.offered if self.offered else None

    @property
    def answered_rate(self) -> float | None:
        return 100 * self.answered / self.offered if self.offered else None


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything the wallboard shows; states counts the seats on shift by state."""

    waiting: int
    longest: int | None
    talking: int
    queues: list[QueueNow]
    seats: list[SeatNow]
    states: dict[str, int]
    today: Today
    returns: int
    returns_late: int


def wall(at: datetime) -> Wall:
    """The telephone as of that moment, from what is written down."""
    open_calls = Call.objects.filter(
        next_due_at__isnull=False, ended_at__isnull=True, direction="in"
    )
    waiting = open_calls.filter(offered_at__isnull=False, answered_at__isnull=True)
    waits = [(call.queue_id, call.offered_at or at) for call in waiting.defer("events")]
    seats = list(_seats(at))
    states = {state.value: sum(s.state == state for s in seats) for state in State}
    owed = ReturnCall.objects.filter(closed_at__isnull=True)
    return Wall(
        waiting=len(waits),
        longest=_longest((moment for _, moment in waits), at),
        talking=open_calls.filter(answered_at__isnull=False).count(),
        queues=_queues(waits, at),
        seats=seats,
        states=states,
        today=today(at),
        returns=owed.count(),
        returns_late=owed.filter(due_at__lte=at).count(),
    )


def today(at: datetime) -> Today:
    """The Shanghai day up to that moment."""
    begins = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    waited = ExpressionWrapper(F("answered_at") - F("offered_at"), output_field=DurationField())
    promised = dict(SkillQueue.objects.values_list("code", "answer_seconds"))
    default = promised.get("general", 15)
    in_time = Q(queue__isnull=True, waited__lte=timedelta(seconds=default))
    for code, seconds in promised.items():
        in_time |= Q(queue=code, waited__lte=timedelta(seconds=seconds))
    counts = (
        Call.objects.filter(offered_at__gte=begins, offered_at__lte=at)
        .annotate(waited=waited)
        .aggregate(
            offered=Count("id"),
            answered=Count("id", filter=Q(answered_at__isnull=False)),
            answered_in_time=Count("id", filter=in_time),
            abandoned=Count("id", filter=Q(outcome="abandoned")),
            missed=Count("id", filter=Q(outcome__in=["missed", "voicemail"])),
        )
    )
    return Today(**counts)


def _longest(moments: Iterable[datetime], at: datetime) -> int | None:
    return max((_seconds(moment, at) for moment in moments), default=None)


def _seconds(since: datetime, at: datetime) -> int:
    return max(int((at - since).total_seconds()), 0)


def _queues(waits: list[tuple[str | None, datetime]], at: datetime) -> list[QueueNow]:
    ready = Count("seats", filter=Q(seats__state=State.READY))
    rows = SkillQueue.objects.filter(active=True).annotate(ready=ready).order_by("position")
    found = []
    for row in rows:
        mine = [moment for code, moment in waits if code == row.pk]
        found.append(QueueNow(row.name, len(mine), _longest(mine, at), row.ready))
    return found


def _seats(at: datetime) -> Iterable[SeatNow]:
    rows = Seat.objects.filter(shift__isnull=False).select_related("shift__staff").order_by("code")
    for row in rows:
        assert row.shift is not None
        assert row.since is not None
        yield SeatNow(
            row.code,
            row.shift.staff.name,
            row.state,
            row.get_state_display(),
            row.get_reason_display() if row.reason else "",
            _seconds(row.since, at),
        )
