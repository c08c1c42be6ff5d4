"""A decision as rows and columns: one definition for the database's writer and for replays.

Column names are the database's own (a reference is `unit_id`). What the database fills in by
itself (ids, record moments, transaction ids, generated columns) stands in no mapping here.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import models

from orders.lifecycle.decision import Decision, Notice
from orders.lifecycle.snapshot import OrderFacts
from orders.models import (
    Appeal,
    AppealEvidence,
    Assignment,
    CallbackAttempt,
    CallbackTask,
    Level,
    Order,
    Pause,
    PlacedCallback,
    RatingDoubt,
    Reply,
    Request,
    Round,
    Supervision,
    SupervisionAnswer,
    Text,
    Urge,
)
from orders.period import SHANGHAI

TABLES: Mapping[str, type[models.Model]] = {
    "order": Order,
    "text": Text,
    "assignment": Assignment,
    "round": Round,
    "reply": Reply,
    "request": Request,
    "pause": Pause,
    "callback": CallbackTask,
    "attempt": CallbackAttempt,
    "placed": PlacedCallback,
    "doubt": RatingDoubt,
    "level": Level,
    "urge": Urge,
    "supervision": Supervision,
    "answer": SupervisionAnswer,
    "appeal": Appeal,
    "evidence": AppealEvidence,
}
Columns = dict[str, Any]


def table_of(name: str) -> str:
    """The database's name of one of the decision's tables."""
    return TABLES[name]._meta.db_table


@cache
def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that somebody writes: all but the generated ones and the database's defaults."""
    return tuple(
        field.attname
        for field in model._meta.local_concrete_fields
        if not field.generated and not field.has_db_default()
    )


def blank_row(model: type[models.Model]) -> Columns:
    """What a new row holds where nothing is said: the fields' own defaults."""
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    return {name: fields[name].get_default() for name in columns_of(model)}


def resolve(values: Mapping[str, Any], ids: Mapping[int, int]) -> Columns:
    """The values with negative ids replaced, in columns that are references."""
    return {
        key: ids.get(value, value) if key.endswith("_id") and isinstance(value, int) else value
        for key, value in values.items()
    }


def search_words(values: Mapping[str, Any]) -> str:
    """What a new text is found by: its title and its body."""
    return f"{values['title']} {values['body']}"


def order_of(decision: Decision, ids: Mapping[int, int]) -> int:
    """The order the decision is about; a new one by its real id."""
    return ids.get(decision.event.order_id, decision.event.order_id)


def event_row(decision: Decision, ids: Mapping[int, int]) -> Columns:
    """The event: who did what when, by ids and codes."""
    event = decision.event
    return {
        "at": event.at,
        "order_id": order_of(decision, ids),
        "assignment_id": event.assignment_id,
        "verb": str(event.verb),
        "from_state": str(event.from_state),
        "to_state": str(event.to_state),
        "by_kind": event.by.kind,
        "by_id": event.by.staff_id,
        "by_unit_id": event.by.unit_id,
        "on_behalf_of_id": event.by.on_behalf_of,
        "payload": resolve(event.payload, ids),
    }


def change_row(decision: Decision, facts: OrderFacts | None, ids: Mapping[int, int]) -> Columns:
    """What moved: the order and the local days its facts touch. facts: the snapshot decided on."""
    return {
        "at": decision.event.at,
        "order_id": order_of(decision, ids),
        "assignment_id": decision.event.assignment_id,
        "days": sorted(days_touched(decision, facts)),
    }


def notice_row(decision: Decision, notice: Notice, ids: Mapping[int, int]) -> Columns:
    """A notice owed to somebody."""
    return {
        "at": decision.event.at,
        "order_id": order_of(decision, ids),
        "kind": notice.kind,
        "to_kind": notice.to_kind,
        "to_id": notice.to_id,
        "payload": dict(notice.payload),
    }


def days_touched(decision: Decision, facts: OrderFacts | None) -> set[date]:
    """The local days that figures about the order may be placed on, before and after."""
    moments: list[Any] = [decision.event.at]
    for values in decision.sets.values():
        moments.extend(values.values())
    for new in decision.adds:
        moments.extend(new.values.values())
    if facts is not None:
        moments += [facts.received_at, facts.dispatched_at]
        for on in facts.assignments:
            moments.append(on.dispatched_at)
            for round_ in on.rounds:
                moments += [round_.due_at, round_.replied_at, round_.accepted_at, round_.rated_at]
    return {m.astimezone(SHANGHAI).date() for m in moments if isinstance(m, datetime)}
