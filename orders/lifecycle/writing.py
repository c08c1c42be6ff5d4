"""Writing a decision: the only place where the tables of a demand are changed.

Rows first, then the event, the change and the notices; all in the caller's transaction.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from orders.deadlines import SHANGHAI
from orders.lifecycle.decision import Decision, EventDraft, NewRow
from orders.lifecycle.snapshot import OrderFacts
from orders.models import (
    Assignment,
    CallbackAttempt,
    CallbackTask,
    Change,
    Event,
    Order,
    Outbox,
    Pause,
    Reply,
    Request,
    Round,
    Text,
)
from orders.search import as_vector

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
}


def write(decision: Decision, facts: OrderFacts | None) -> dict[int, int]:
    """Write a decision on the snapshot it was made from (None for a new order). The answer maps
    the decision's negative ids to the ids given."""
    ids = _real_ids(decision.adds)
    for table, model in TABLES.items():
        rows = [
            model(pk=ids[new.id], **resolve(_written(new), ids))
            for new in decision.adds
            if new.table == table
        ]
        if rows:
            model._base_manager.bulk_create(rows)
    for (table, pk), values in decision.sets.items():
        TABLES[table]._base_manager.filter(pk=pk).update(**resolve(values, ids))
    event = decision.event
    order_id = ids.get(event.order_id, event.order_id)
    Event.objects.bulk_create([event_row(event, order_id, ids)])
    Change.objects.bulk_create(
        [
            Change(
                at=event.at,
                order_id=order_id,
                assignment_id=event.assignment_id,
                days=sorted(days_touched(decision, facts)),
            )
        ]
    )
    Outbox.objects.bulk_create(
        Outbox(
            at=event.at,
            order_id=order_id,
            kind=notice.kind,
            to_kind=notice.to_kind,
            to_id=notice.to_id,
            payload=dict(notice.payload),
        )
        for notice in decision.notices
    )
    return ids


def table_of(name: str) -> str:
    """The database's name of one of the decision's tables."""
    return TABLES[name]._meta.db_table


def _written(new: NewRow) -> Mapping[str, Any]:
    if new.table != "text":
        return new.values
    words = f"{new.values['title']} {new.values['body']}"
    return {**new.values, "tokens": as_vector(words)}


def _real_ids(adds: Iterable[NewRow]) -> dict[int, int]:
    """Ids for all new rows, from each table's own sequence, in one statement."""
    wanted = list(adds)
    if not wanted:
        return {}
    parts = " UNION ALL ".join(
        f"SELECT {new.id}, nextval(pg_get_serial_sequence('{table_of(new.table)}', 'id'))"
        for new in wanted
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return {int(key): int(value) for key, value in cursor.fetchall()}


def resolve(values: Mapping[str, Any], ids: Mapping[int, int]) -> dict[str, Any]:
    """The values with negative ids replaced, in columns that are references."""
    return {
        key: ids.get(value, value) if key.endswith("_id") and isinstance(value, int) else value
        for key, value in values.items()
    }


def event_row(event: EventDraft, order_id: int, ids: Mapping[int, int]) -> Event:
    """The event as a row."""
    return Event(
        at=event.at,
        order_id=order_id,
        assignment_id=event.assignment_id,
        verb=str(event.verb),
        from_state=str(event.from_state),
        to_state=str(event.to_state),
        by_kind=event.by.kind,
        by_id=event.by.staff_id,
        by_unit_id=event.by.unit_id,
        on_behalf_of_id=event.by.on_behalf_of,
        payload=resolve(event.payload, ids),
    )


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
