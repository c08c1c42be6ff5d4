"""Writing what was planned for orders: decisions, what each moved, and when to look next."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from orders.lifecycle.decision import stamp
from orders.lifecycle.telling import tell_of
from orders.lifecycle.writing import write_all
from orders.models import Assignment, Order, RetimedAssignment, RetimingBatch
from orders.retiming.plan import Planned

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Written:
    """Orders whose part is written, and the numbers of those the database refused."""

    written: list[Planned] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def write_planned(planned: Sequence[Planned]) -> Written:
    """Write all together; where the database refuses, one order after the other."""
    done = Written()
    try:
        _write(planned)
        done.written += planned
    except DatabaseError:
        for one in planned:
            try:
                _write([one])
                done.written.append(one)
            except DatabaseError as error:
                log.error("order %s was not re-timed", one.order.number, exc_info=error)
                done.failed.append(one.order.number)
    return done


def _write(planned: Sequence[Planned]) -> None:
    decided = [pair for one in planned for pair in one.decided]
    with transaction.atomic():
        for (decision, facts), ids in zip(decided, write_all(decided), strict=True):
            tell_of(decision, facts, ids)


def record(batch: RetimingBatch, planned: Sequence[Planned], at: datetime) -> None:
    """What was moved on each assignment, for undoing it and for whoever asks later."""
    RetimedAssignment.objects.bulk_create(
        RetimedAssignment(
            batch=batch,
            order_id=one.order.id,
            assignment_id=on.id,
            calendar_id=batch.calendar_id,
            at=at,
            old={column: stamp(old) for column, (old, _) in moved.dues.items()},
            new={column: stamp(new) for column, (_, new) in moved.dues.items()},
            old_terms=on.terms if moved.terms is not None else None,
            new_terms=moved.terms,
            revoked=[level.id for level in moved.revoked],
        )
        for one in planned
        for on, moved in one.moved
        if moved
    )


def adopt(planned: Sequence[Planned], edition: int) -> None:
    """Where nothing moved the new edition is the assignment's all the same: what comes later is
    reckoned from it. One that was spared an earlier moment keeps the edition it was promised by."""
    ids = [pk for one in planned for pk in one.adopting]
    Assignment.objects.filter(pk__in=ids).exclude(calendar_edition=edition).update(
        calendar_edition=edition
    )


def look_later(planned: Sequence[Planned]) -> None:
    """Orders on which nothing was decided: their reminders may fall elsewhere all the same."""
    moved: list[Any] = []
    still = {one.order.id: one.next_due for one in planned if not one.decided}
    for order in Order.objects.filter(pk__in=still).only("pk", "next_due_at"):
        if order.next_due_at != still[order.pk]:
            order.next_due_at = still[order.pk]
            moved.append(order)
    Order.objects.bulk_update(moved, ["next_due_at"])
