"""Which limit applies, when it starts, what pauses and extensions do to it: pure, from rows.

Sources: domain §3. The most specific rule wins: the one with more selectors; among equals urgency
before channel before category (the longer code first) before kind, then the newer rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from orders.calling_hours import CallbackTerms
from orders.models.limits import Clock, Kind, Measure
from orders.period import SHANGHAI
from orders.worktime import Calendar

Span = tuple[datetime, datetime]
WITHOUT_HANDLE_CLOCK = frozenset({Kind.PRAISE.value})


class Described(Protocol):
    """What a limit looks at in a demand."""

    @property
    def channel_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def urgency(self) -> str: ...
    @property
    def category_id(self) -> str: ...


class Stretch(Protocol):
    """A pause, from whichever source."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def voided_at(self) -> datetime | None: ...


class NoLimit(LookupError):
    """No rule covers the demand: reference data is incomplete."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule; empty selectors match everything."""

    code: str
    clock: str
    amount: int
    measure: str
    channel_id: str = ""
    kind: str = ""
    urgency: str = ""
    category_id: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """In force on that local day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def fits(self, demand: Described) -> bool:
        """Speaks of such a demand, whenever it holds."""
        return (
            self.channel_id in ("", demand.channel_id)
            and self.kind in ("", demand.kind)
            and self.urgency in ("", demand.urgency)
            and demand.category_id.startswith(self.category_id)
        )

    @property
    def rank(self) -> tuple[int, bool, bool, int, date, str]:
        given = [self.channel_id, self.kind, self.urgency, self.category_id]
        return (
            sum(map(bool, given)),
            bool(self.urgency),
            bool(self.channel_id),
            len(self.category_id),
            self.valid_from,
            self.code,
        )

    @property
    def terms(self) -> dict[str, object]:
        """What is copied to the assignment."""
        return {"rule": self.code, "amount": self.amount, "measure": self.measure}


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """One level of a clock: at which percent of its limit, who is told, which card is given."""

    code: str
    clock: str
    percent: int
    severity: int
    card: str = ""
    raises: bool = False
    urges: bool = False
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The limits, levels and the calendar in force; edition names the calendar's state."""

    limits: Mapping[str, Sequence[Limit]]
    calendar: Calendar
    edition: int
    levels: Mapping[str, Sequence[LevelTerms]] = field(default_factory=dict)
    callbacks: Mapping[str, CallbackTerms] = field(default_factory=dict)
    _fitting: dict[tuple[str, ...], tuple[Limit, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        limits: Iterable[Limit],
        calendar: Calendar,
        edition: int,
        levels: Iterable[LevelTerms] = (),
        callbacks: Iterable[CallbackTerms] = (),
    ) -> "Rulebook":
        by_clock: dict[str, list[Limit]] = {}
        for limit in sorted(limits, key=lambda limit: limit.rank, reverse=True):
            by_clock.setdefault(limit.clock, []).append(limit)
        rising: dict[str, list[LevelTerms]] = {}
        for level in sorted(levels, key=lambda level: (level.percent, level.severity)):
            rising.setdefault(level.clock, []).append(level)
        by_kind = {terms.kind: terms for terms in callbacks}
        return cls(by_clock, calendar, edition, rising, by_kind)

    def calling_back(self, kind: str) -> CallbackTerms | None:
        """How citizens with such demands are called back; None where no rule says it."""
        return self.callbacks.get(kind) or self.callbacks.get("")

    def find(self, clock: Clock, demand: Described, at: datetime) -> Limit:
        """The limit for a demand at that moment. Raises NoLimit."""
        day = at.astimezone(SHANGHAI).date()
        for limit in self._fit(clock, demand):
            if limit.holds(day):
                return limit
        raise NoLimit(f"没有“{clock.label}”时限规则适用：{demand.kind} {demand.category_id}")

    def _fit(self, clock: Clock, demand: Described) -> tuple[Limit, ...]:
        """The limits that speak of such a demand; each verb asks for the same ones again."""
        key = (clock, demand.channel_id, demand.kind, demand.urgency, demand.category_id)
        if key not in self._fitting:
            limits = self.limits.get(clock, ())
            self._fitting[key] = tuple(limit for limit in limits if limit.fits(demand))
        return self._fitting[key]

    def due(
        self, terms: Mapping[str, object], start: datetime, pauses: Sequence[Span] = ()
    ) -> datetime:
        """When terms (amount, measure) that start then run out, pauses not counted."""
        amount, measure = int(str(terms["amount"])), terms["measure"]
        if measure == Measure.WORKING_DAYS:
            return self.calendar.add_working_days(start, amount, pauses)
        if measure == Measure.WORKING_MINUTES:
            return self.calendar.add_working_time(start, timedelta(minutes=amount), pauses)
        return self.calendar.add_clock_time(start, timedelta(minutes=amount), pauses)

    def extended(self, due: datetime, days: int, pauses: Sequence[Span] = ()) -> datetime:
        """A due moment moved on by working days, counted from the old due."""
        return self.calendar.add_working_days(due, days, pauses) if days else due

    def handle_due(
        self,
        terms: Mapping[str, object] | None,
        start: datetime,
        *,
        extended_days: int = 0,
        pauses: Iterable[Stretch] = (),
    ) -> datetime | None:
        """The handle clock's due moment with all that has moved it; None without such a clock."""
        if terms is None:
            return None
        spans = spans_of(pauses)
        return self.extended(self.due(terms, start, spans), extended_days, spans)

    def before(self, due: datetime, days: int) -> datetime:
        """The last working moment that many working days before the due day (reserve)."""
        day = due.astimezone(SHANGHAI).date()
        for _ in range(days):
            day -= timedelta(days=1)
            while not self.calendar.is_working_day(day):
                day -= timedelta(days=1)
        eve = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) - timedelta(hours=12)
        return self.calendar.add_working_days(eve, 1)


def spans_of(pauses: Iterable[Stretch]) -> list[Span]:
    """The stretches that count as pauses: ended, and not voided."""
    return [(p.started_at, p.ended_at) for p in pauses if p.ended_at and not p.voided_at]
