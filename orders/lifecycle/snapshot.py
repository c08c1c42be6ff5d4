"""What a verb looks at: frozen snapshots of an order and its rows, read under lock or from memory.

Field names are the columns' names, so that one builder serves rows of the database (JSON, moments
as text) and rows kept in memory (moments as datetimes).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

T = TypeVar("T")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit a verb gives work to: id, path in the tree, short name, and whether it is active."""

    id: int
    path: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    id: int
    n: int
    replied_at: datetime
    reviewed_at: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class DoubtFacts:
    """A rating said to be unreasonable: who said so, and what was ruled."""

    id: int
    asked_at: datetime
    asked_by_id: int
    decided_at: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class RoundFacts:
    id: int
    n: int
    started_at: datetime
    due_at: datetime | None
    replied_at: datetime | None
    accepted_at: datetime | None
    rating: int | None
    solved: bool | None
    rated_at: datetime | None
    rating_excluded_at: datetime | None
    replies: tuple[ReplyFacts, ...]
    doubts: tuple[DoubtFacts, ...]

    @property
    def open_reply(self) -> ReplyFacts | None:
        """The reply nobody has reviewed yet."""
        return next((reply for reply in self.replies if reply.reviewed_at is None), None)

    @property
    def open_doubt(self) -> DoubtFacts | None:
        """The doubt of its rating that nobody has ruled on yet."""
        return next((doubt for doubt in self.doubts if doubt.decided_at is None), None)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    id: int
    kind: str
    asked_at: datetime
    days: int | None
    until: datetime | None
    decision_due_at: datetime | None
    decided_at: datetime | None
    verdict: str
    decided_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class PauseFacts:
    id: int
    cause: str
    started_at: datetime
    ended_at: datetime | None
    voided_at: datetime | None
    planned_end_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What a unit reported to a supervision."""

    id: int
    n: int
    replied_at: datetime
    reviewed_at: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    id: int
    kind: str
    issued_at: datetime
    terms: Row
    due_at: datetime
    closed_at: datetime | None
    verdict: str
    answers: tuple[AnswerFacts, ...]

    @property
    def open_answer(self) -> AnswerFacts | None:
        """The answer the hotline has not looked at yet."""
        return next((answer for answer in self.answers if answer.reviewed_at is None), None)


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """Contested: a card (level_id), or a round's lateness or rating (round_id)."""

    id: int
    matter: str
    level_id: int | None
    round_id: int | None
    asked_at: datetime
    asked_by_id: int | None
    decision_due_at: datetime
    decided_at: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    id: int
    unit_id: int
    unit_path: str
    role: str
    parent_id: int | None
    state: str
    dispatched_at: datetime
    dispatched_by_id: int | None
    by_ruling: bool
    return_barred: bool
    terms: Row
    calendar_edition: int
    sign_due_at: datetime | None
    contact_due_at: datetime | None
    return_until: datetime | None
    first_due_at: datetime | None
    due_at: datetime | None
    extended_days: int
    round_n: int
    signed_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    closed_as: str
    excluded_at: datetime | None
    rounds: tuple[RoundFacts, ...]
    requests: tuple[RequestFacts, ...]
    pauses: tuple[PauseFacts, ...]
    supervisions: tuple[SupervisionFacts, ...]
    appeals: tuple[AppealFacts, ...]

    @property
    def open_supervision(self) -> SupervisionFacts | None:
        """The supervision not yet closed; the database allows one at most."""
        return next((s for s in self.supervisions if s.closed_at is None), None)

    @property
    def open_appeals(self) -> tuple[AppealFacts, ...]:
        """What was contested and is not decided yet."""
        return tuple(appeal for appeal in self.appeals if appeal.decided_at is None)

    @property
    def round(self) -> RoundFacts:
        """The round now running, or the last one."""
        return self.rounds[-1]

    def open_request(self, kind: str) -> RequestFacts | None:
        """The undecided request of that kind; the database allows one at most."""
        return next((r for r in self.requests if r.kind == kind and r.decided_at is None), None)

    def open_pause(self, cause: str) -> PauseFacts | None:
        """The running pause of that cause; the database allows one at most."""
        return next((p for p in self.pauses if p.cause == cause and p.ended_at is None), None)

    @property
    def subject(self) -> str:
        """child, lead or assist, in the words of the states table."""
        return "child" if self.parent_id is not None else self.role


@dataclass(frozen=True, slots=True)
class PlacedFacts:
    """An automatic attempt of a callback."""

    id: int
    n: int
    way: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallbackFacts:
    """A callback; merged_order_id names the merged order whose citizen is asked, null the own."""

    id: int
    round_id: int
    merged_order_id: int | None
    phase: str
    opened_at: datetime
    closed_at: datetime | None
    robot_tries: int
    desk_tries: int
    rating: int | None
    attempts: int
    rated_by_id: int | None
    placed: tuple[PlacedFacts, ...]

    @property
    def out(self) -> PlacedFacts | None:
        """The automatic attempt that is out; the database allows one at most."""
        return next((one for one in self.placed if one.ended_at is None), None)


@dataclass(frozen=True, slots=True)
class MergedFacts:
    """An order that was merged into this one, directly or through another."""

    id: int
    citizen_id: int | None


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """A level that was reached; revoked ones stay, and count as reached only if revoked by a
    granted appeal: what was forgiven does not come again."""

    id: int
    assignment_id: int | None
    subject: str
    subject_id: int
    n: int
    rule_id: str
    card: str
    recorded_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class UrgeFacts:
    """Somebody asked for haste: the citizen, the hotline or the clock."""

    id: int
    party: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderFacts:
    id: int
    number: str
    state: str
    version: int
    kind: str
    urgency: str
    channel_id: str
    category_id: str
    title: str
    district: str
    street: str
    place: str
    longitude: Decimal | None
    latitude: Decimal | None
    about_unit_id: int | None
    about_unit_path: str
    citizen_id: int | None
    confidential: bool
    received_at: datetime
    dispatch_due_at: datetime | None
    promise_due_at: datetime | None
    decided_at: datetime | None
    dispatched_at: datetime | None
    archived_at: datetime | None
    dispatch_count: int
    raised_at: datetime | None
    waiting_since: datetime | None
    waits: int
    reason_id: str | None
    transfer_receipt: str
    merged_into_id: int | None
    redacted: bool
    merged: tuple[MergedFacts, ...]
    assignments: tuple[AssignmentFacts, ...]
    callbacks: tuple[CallbackFacts, ...]
    levels: tuple[LevelFacts, ...]
    urges: tuple[UrgeFacts, ...]

    @property
    def lead(self) -> AssignmentFacts | None:
        """The top-level lead that runs, or the last one that was closed as done."""
        return next(
            (
                a
                for a in reversed(self.assignments)
                if a.subject == "lead" and a.closed_as in {"", "done"}
            ),
            None,
        )

    def assignment(self, pk: int) -> AssignmentFacts | None:
        """The order's assignment of that id."""
        return next((a for a in self.assignments if a.id == pk), None)

    @property
    def open_callbacks(self) -> tuple[CallbackFacts, ...]:
        """The callbacks still owed, the own citizen's first; nobody of an order that is merged no
        more is asked about this one."""
        joined = {None, *(one.id for one in self.merged)}
        owed = (c for c in self.callbacks if c.closed_at is None and c.merged_order_id in joined)
        return tuple(sorted(owed, key=lambda c: (c.merged_order_id is not None, c.id)))

    @property
    def standing_levels(self) -> tuple[LevelFacts, ...]:
        """The levels that were reached and not revoked since."""
        return tuple(level for level in self.levels if level.revoked_at is None)

    @property
    def open_callback(self) -> CallbackFacts | None:
        """The callback still owed that comes first."""
        return next(iter(self.open_callbacks), None)


_NESTED: dict[str, type] = {
    "replies": ReplyFacts,
    "doubts": DoubtFacts,
    "placed": PlacedFacts,
    "merged": MergedFacts,
    "rounds": RoundFacts,
    "requests": RequestFacts,
    "pauses": PauseFacts,
    "assignments": AssignmentFacts,
    "callbacks": CallbackFacts,
    "levels": LevelFacts,
    "urges": UrgeFacts,
    "answers": AnswerFacts,
    "supervisions": SupervisionFacts,
    "appeals": AppealFacts,
}


def _moment(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


Readers = tuple[tuple[str, Callable[[Any], Any] | None], ...]


def _readers_of(cls: type) -> Readers:
    readers: list[tuple[str, Callable[[Any], Any] | None]] = []
    for field in fields(cls):
        if field.name in _NESTED:
            readers.append((field.name, _all_of(_NESTED[field.name])))
        elif "datetime" in str(field.type):
            readers.append((field.name, _moment))
        else:
            readers.append((field.name, None))
    return tuple(readers)


def _all_of(cls: type[T]) -> Callable[[Any], tuple[T, ...]]:
    return lambda rows: tuple(build(cls, row) for row in rows or ())


def build(cls: type[T], row: Row) -> T:
    """A snapshot from a row; columns the snapshot does not name are passed over."""
    return cls(
        *(
            row[name]
            if read is None or (row[name] is None and name not in _NESTED)
            else read(row[name])
            for name, read in _READERS[cls]
        )
    )


_READERS: dict[type, Readers] = {cls: _readers_of(cls) for cls in (*_NESTED.values(), OrderFacts)}
