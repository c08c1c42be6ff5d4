"""What one verb changes, as plain values, and the case a verb is decided on.

A row to be added has a negative id until it is written; a column whose name ends in _id, or an
event's payload, may hold such an id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orders.deadlines import Rulebook
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.models.limits import Clock
from orders.models.text import Audience
from orders.period import SHANGHAI
from orders.states import OrderState, Verb
from orders.transition import Transition
from units.actor import Actor

RowKey = tuple[str, int]


def stamp(moment: datetime) -> str:
    """A moment as payloads keep it: ISO 8601 in Shanghai time, whichever zone it was given in."""
    return moment.astimezone(SHANGHAI).isoformat()


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be added: its table, its negative id, its columns."""

    table: str
    id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody to be told: what, whom (citizen, unit, staff, role), and ids or moments."""

    kind: str
    to_kind: str
    to_id: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventDraft:
    verb: str
    at: datetime
    order_id: int
    assignment_id: int | None
    from_state: str
    to_state: str
    by: Actor
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """All that one verb changes: columns of known rows, new rows, one event, notices."""

    event: EventDraft
    sets: Mapping[RowKey, Mapping[str, Any]]
    adds: Sequence[NewRow]
    notices: Sequence[Notice]


@dataclass(slots=True)
class Draft:
    """A decision in the making."""

    order_id: int
    verb: str
    by: Actor
    at: datetime
    from_state: str
    to_state: str
    assignment_id: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    sets: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    adds: list[NewRow] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def set(self, table: str, pk: int, **values: Any) -> None:
        """Change columns of a row that exists."""
        self.sets.setdefault((table, pk), {}).update(values)

    def set_order(self, **values: Any) -> None:
        """Change columns of the order itself."""
        self.set("order", self.order_id, **values)

    def add(self, table: str, **values: Any) -> int:
        """Add a row; the answer is its negative id for use in other rows."""
        pk = -len(self.adds) - 1
        self.adds.append(NewRow(table, pk, values))
        return pk

    def add_text(
        self, kind: str, body: str, audience: str = Audience.UNIT, title: str = ""
    ) -> int | None:
        """Keep words about the order; nothing is kept of nothing."""
        if not body.strip():
            return None
        return self.add(
            "text",
            order_id=self.order_id,
            kind=kind,
            audience=str(audience),
            title=title,
            body=body.strip(),
            at=self.at,
        )

    def notify(self, kind: str, to_kind: str, to_id: object, **payload: Any) -> None:
        """Owe somebody a notice."""
        self.notices.append(Notice(kind, to_kind, str(to_id), payload))

    def done(self, **payload: Any) -> Decision:
        """The decision, with what else the event should remember (None is left out)."""
        self.payload |= {key: value for key, value in payload.items() if value is not None}
        event = EventDraft(
            self.verb,
            self.at,
            self.order_id,
            self.assignment_id,
            self.from_state,
            self.to_state,
            self.by,
            self.payload,
        )
        return Decision(event, self.sets, self.adds, self.notices)


@dataclass(frozen=True, slots=True)
class Case:
    """What a verb is decided on: the order, the assignment it falls on, the rules, who and when.

    rows are the rows of the states table that this state and this person leave open.
    """

    verb: Verb
    order: OrderFacts
    on: AssignmentFacts | None
    rows: tuple[Transition, ...]
    rules: Rulebook
    by: Actor
    at: datetime

    @property
    def assignment(self) -> AssignmentFacts:
        """The assignment the verb falls on; a verb about the order alone must not ask."""
        if self.on is None:
            raise LookupError(f"{self.verb} falls on no assignment")
        return self.on

    def draft(self, row: Transition | None = None, *, new_version: bool = True) -> Draft:
        """Begin the decision along a row of the table (the first open one unless said)."""
        row = row or self.rows[0]
        to_state = row.order_to or self.order.state
        draft = Draft(
            self.order.id,
            self.verb,
            self.by,
            self.at,
            self.order.state,
            str(to_state),
            self.on.id if self.on else None,
        )
        if new_version:
            draft.set_order(version=self.order.version + 1)
        if row.order_to:
            draft.set_order(state=str(row.order_to))
        if row.order_to == OrderState.RECEIVED:
            self._wait_again(draft)
        if self.on and row.assignment_to:
            draft.set("assignment", self.on.id, state=str(row.assignment_to))
        return draft

    def _wait_again(self, draft: Draft) -> None:
        """The order is back with the hotline, whose dispatch clock starts anew."""
        terms = self.rules.find(Clock.DISPATCH, self.order, self.at).terms
        draft.set_order(
            waiting_since=self.at,
            waits=self.order.waits + 1,
            dispatch_due_at=self.rules.due(terms, self.at),
        )

    def row(self, *, order_to: str | None = None, assignment_to: str | None = None) -> Transition:
        """The open row with these outcomes; LookupError when the table has none."""
        for row in self.rows:
            if row.order_to == order_to and row.assignment_to == assignment_to:
                return row
        raise LookupError(f"{self.verb}: no row to {order_to}, {assignment_to}")
