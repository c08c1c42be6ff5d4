"""The verb of re-timing: one assignment's limits move, or go back, and the event keeps the old.

The system does it on behalf of the administrator who confirmed the batch (orders/retiming). It
changes no state and no version, so that nobody's open form is lost to it. A level that became
unjust is revoked: it leaves the counts, and may truly be reached again later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.errors import Conflict
from orders.lifecycle.decision import Case, Decision, Draft, stamp
from orders.lifecycle.levels import DUE
from orders.lifecycle.moving import COLUMN_OF, COLUMNS, Asked, Dues, Moved, new_values, open_columns
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts, Row
from orders.states import Verb


@dataclass(frozen=True, slots=True)
class LevelOnce:
    """A level as it was reached before it was revoked."""

    subject: str
    subject_id: int
    n: int
    rule_id: str
    card: str
    occurred_at: datetime
    missed: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What is taken back: the limits as they stood and as they were moved at a moment, the terms
    then and since, the levels revoked."""

    at: datetime
    dues: Dues
    terms: tuple[Row, Row] | None = None
    levels: Sequence[LevelOnce] = ()


@decides(Verb.RETIME)
def retime(
    case: Case, *, asked: Asked, moved: Moved | None = None, undone: Undone | None = None
) -> Decision:
    """The assignment's limits as the batch moves them (moved: what moves() answers on the same
    snapshot), or as it takes them back (undone). Raises Conflict where nothing moves."""
    if undone is not None:
        return _take_back(case, asked, undone)
    if not moved:
        raise Conflict("这次派办没有要动的时限", code="nothing_moves")
    draft = _drafted(case, moved.dues, moved.terms)
    for level in moved.revoked:
        draft.set(
            "level",
            level.id,
            revoked_at=case.at,
            revoked_by_id=asked.by,
            revoked_why=asked.why,
        )
    _tell(draft, case, moved.dues, [level.rule_id for level in moved.revoked])
    return _done(draft, case, asked, [level.rule_id for level in moved.revoked])


def _tell(draft: Draft, case: Case, dues: Dues, revoked: Sequence[str] = ()) -> None:
    """The unit hears of what it cannot see coming: a limit now earlier, or a lateness revoked."""
    late = {
        level.code
        for of in case.rules.levels.values()
        for level in of
        if level.percent >= DUE and level.code in revoked
    }
    if not late and all(new > old for old, new in dues.values()):
        return
    due = dues["due_at"][1] if "due_at" in dues else None
    draft.notify(
        "retimed",
        "unit",
        case.assignment.unit_id,
        due=stamp(due) if due else None,
        revoked=len(late),
        assignment_id=case.assignment.id,
    )


def _drafted(case: Case, dues: Dues, terms: Row | None) -> Draft:
    on, draft = case.assignment, case.draft(new_version=False)
    new = new_values(dues) | ({"terms": terms} if terms is not None else {})
    draft.set("assignment", on.id, calendar_edition=case.rules.edition, **new)
    if "due_at" in dues:
        draft.set("round", on.round.id, due_at=dues["due_at"][1])
    for column, (old, moment) in dues.items():
        draft.payload[COLUMNS[column]] = {"old": stamp(old), "new": stamp(moment)}
    return draft


def _done(draft: Draft, case: Case, asked: Asked, levels: list[str], **more: object) -> Decision:
    return draft.done(batch=asked.batch, edition=case.rules.edition, levels=levels or None, **more)


def restored(order: OrderFacts, on: AssignmentFacts, undone: Undone, bound: datetime) -> Dues:
    """Which limits go back, and where to: only what is still owed and was touched by nobody since.

    A limit that had passed when it was moved returns to its moment: it was missed then. One a unit
    could still count on never returns to before the end of the next working day (bound).
    """
    dues = {}
    for column in open_columns(order, on):
        old, new = undone.dues.get(column, (None, None))
        now: datetime = getattr(on, column)
        if old is None or now != new or (column == "due_at" and _went_on(on, undone.at)):
            continue
        back = old if old <= undone.at else min(max(old, bound), max(now, old))
        if back != now:
            dues[column] = (now, back)
    return dues


def _went_on(on: AssignmentFacts, since: datetime) -> bool:
    """A reply was given, or another round begun, on the strength of the moved limit."""
    replied = on.replied_at is not None and on.replied_at >= since
    return replied or on.round.started_at > since


def _take_back(case: Case, asked: Asked, undone: Undone) -> Decision:
    on = case.assignment
    bound = case.rules.calendar.add_working_days(case.at, 1)
    dues = restored(case.order, on, undone, bound)
    exact = {column for column, (_, back) in dues.items() if back == undone.dues[column][0]}
    again = [level for level in undone.levels if _returns(case, level, undone, exact)]
    if not dues and not again:
        raise Conflict("这次派办后来又动过，不再撤回", code="touched_since")
    terms = undone.terms[0] if undone.terms and on.terms == undone.terms[1] and dues else None
    draft = _drafted(case, dues, terms)
    _tell(draft, case, dues)
    for level in again:
        draft.add(
            "level",
            order_id=case.order.id,
            assignment_id=on.id,
            subject=level.subject,
            subject_id=level.subject_id,
            n=level.n,
            rule_id=level.rule_id,
            card=level.card,
            occurred_at=level.occurred_at,
            recorded_at=case.at,
            missed=level.missed,
        )
    return _done(draft, case, asked, [level.rule_id for level in again], undo=True)


def _returns(case: Case, level: LevelOnce, undone: Undone, exact: set[str]) -> bool:
    """A level returns with its limit, or where the limit had not moved; never beside another that
    was truly reached since."""
    rules = case.rules.levels
    clocks = [clock for clock, of in rules.items() if level.rule_id in {one.code for one in of}]
    column = COLUMN_OF.get(clocks[0]) if clocks else None
    key = (level.subject, level.subject_id, level.n, level.rule_id)
    standing = case.order.standing_levels
    stands = {(one.subject, one.subject_id, one.n, one.rule_id) for one in standing}
    return key not in stands and (column in exact or column not in undone.dues)
