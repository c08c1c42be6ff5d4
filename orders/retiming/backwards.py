"""Taking a batch back on one order: the limits return to where they stood, levels are in again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from orders.deadlines import Rulebook
from orders.errors import Conflict
from orders.lifecycle.after import after
from orders.lifecycle.levels import next_due
from orders.lifecycle.moving import Asked
from orders.lifecycle.registry import decide
from orders.lifecycle.retiming import LevelOnce, Undone
from orders.lifecycle.snapshot import OrderFacts
from orders.models import Level, RetimedAssignment, RetimingBatch
from orders.retiming.plan import OPEN, Planned
from orders.states import Verb
from units.actor import Actor

Undoing = Mapping[int, Sequence[tuple[int, Undone]]]


def undone_rows(batch: RetimingBatch, orders: Sequence[int]) -> Undoing:
    """What the batch moved on these orders and has not taken back, by order."""
    rows = list(batch.retimed.filter(order_id__in=orders, undone_at=None).order_by("id"))
    levels = Level.objects.in_bulk([pk for row in rows for pk in row.revoked])
    found: dict[int, list[tuple[int, Undone]]] = {}
    for row in rows:
        revoked = [levels[pk] for pk in row.revoked]
        found.setdefault(row.order_id, []).append((row.assignment_id, _undone(row, revoked)))
    return found


def plan_back(
    order: OrderFacts, *, moved: Undoing, rules: Rulebook, asked: Asked, at: datetime
) -> Planned:
    """The order's part of undoing: assignments still open and touched by nobody since."""
    planned, now = Planned(order), order
    by = Actor(kind="system", roles=Actor.system().roles, on_behalf_of=asked.by, name="系统")
    for assignment_id, undone in moved.get(order.id, ()):
        on = now.assignment(assignment_id)
        if on is None or on.state not in OPEN:
            continue
        try:
            decision = decide(
                Verb.RETIME, now, by=by, at=at, rules=rules, assignment_id=on.id,
                asked=asked, undone=undone,
            )  # fmt: skip
        except Conflict:
            continue  # somebody moved it since: it stays
        planned.decided.append((decision, now))
        now = after(now, decision)
    planned.next_due = next_due(now, rules)
    return planned


def _undone(row: RetimedAssignment, revoked: Iterable[Level]) -> Undone:
    moment = datetime.fromisoformat
    return Undone(
        row.at,
        {column: (moment(old), moment(row.new[column])) for column, old in row.old.items()},
        (row.old_terms, row.new_terms) if row.old_terms and row.new_terms else None,
        [
            LevelOnce(
                level.subject, level.subject_id, level.n, level.rule_id,
                level.card, level.occurred_at, level.missed,
            )
            for level in revoked
        ],
    )  # fmt: skip


def mark_undone(batch: RetimingBatch, planned: Sequence[Planned], at: datetime) -> None:
    """Which assignments went back."""
    ids = [decision.event.assignment_id or 0 for one in planned for decision, _ in one.decided]
    batch.retimed.filter(assignment_id__in=ids).update(undone_at=at)
