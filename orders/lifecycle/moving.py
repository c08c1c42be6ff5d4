"""What a late holiday notice or a changed limit moves on one assignment (domain §3).

Later freely; earlier only where it was asked for and never to before the end of the next working
day. What is done does not move: a limit signed, contacted or replied within is a fact, and so is
the citizen's promise. A level reached under the old calendar only is unjust.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from orders.deadlines import Rulebook
from orders.lifecycle.levels import moment_of
from orders.lifecycle.reckoning import carried, handle_clock, handle_terms, promised_due
from orders.lifecycle.running import Running, clocks_of
from orders.lifecycle.snapshot import AssignmentFacts, LevelFacts, OrderFacts, Row
from orders.models.level import LevelClock
from orders.transitions import OPEN_ASSIGNMENT

COLUMNS: Mapping[str, str] = {  # which limit a column keeps, as events name it
    "sign_due_at": "sign",
    "contact_due_at": "contact",
    "return_until": "return",
    "due_at": "due",
}
# Which column a level's clock stands on.
COLUMN_OF: Mapping[str, str] = {
    LevelClock.SIGN: "sign_due_at",
    LevelClock.CONTACT: "contact_due_at",
    LevelClock.RETURN: "return_until",
    LevelClock.HANDLE: "due_at",
    LevelClock.EXTENSION: "due_at",
}
Dues = Mapping[str, tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a batch asks of every assignment: its number, why, for whom; whether limits may move
    earlier. rule and terms: the limit that was changed and what it now promises."""

    batch: int
    why: str
    by: int | None = None
    earlier: bool = False
    rule: str = ""
    terms: Row | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves on one assignment: columns with (old, new), those that would be earlier and stay,
    the terms where they change, the levels that become unjust."""

    dues: Dues = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    terms: Row | None = None
    revoked: tuple[LevelFacts, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dues or self.revoked)


def open_columns(order: OrderFacts, on: AssignmentFacts) -> Iterator[str]:
    """The limits that are still owed: what is done, or was never owed, does not move."""
    works = on.state in OPEN_ASSIGNMENT
    if on.round_n == 1 and works:
        if on.sign_due_at and on.signed_at is None:
            yield "sign_due_at"
        if on.contact_due_at and on.contacted_at is None:
            yield "contact_due_at"
        asked = any(request.kind == "return" for request in on.requests)
        if on.return_until and not on.return_barred and not asked:
            yield "return_until"
    if on.due_at and on.round.accepted_at is None and handle_terms(on) is not None:
        yield "due_at"


def clock_of(column: str, on: AssignmentFacts) -> str:
    """The limit's name in the assignment's terms."""
    return str(handle_clock(on)) if column == "due_at" else COLUMNS[column]


def moves(
    order: OrderFacts,
    on: AssignmentFacts,
    rules: Rulebook,
    *,
    was: Rulebook,
    before: OrderFacts,
    asked: Asked,
    at: datetime,
) -> Moved:
    """What the batch moves on an assignment. was: the rules its limits were reckoned with; before:
    the order before any of its assignments was moved (a child is capped by its parent)."""
    bound = rules.calendar.add_working_days(at, 1)
    dues: dict[str, tuple[datetime, datetime]] = {}
    kept: list[str] = []
    terms: Row | None = None
    for column in open_columns(order, on):
        clock = clock_of(column, on)
        if asked.rule and on.terms[clock]["rule"] != asked.rule:
            continue
        wanted = {**on.terms, clock: _renewed(on.terms[clock], asked)}
        now: datetime = getattr(on, column)
        new = _wanted(column, order, replace(on, terms=wanted), rules, was, before)
        if new < now:
            new = min(max(new, bound), now) if asked.earlier else now
            if new == now:
                kept.append(column)
        if new != now:
            dues[column] = (now, new)
            terms = wanted if asked.terms else None
    moved = Moved(dues, tuple(kept), terms)
    return replace(moved, revoked=_unjust(order, on, rules, was, before, moved, at))


def _renewed(terms: Row, asked: Asked) -> Row:
    """The promise as the changed limit makes it; the first one is kept inside."""
    if asked.terms is None:
        return terms
    return {**asked.terms, "was": {key: terms[key] for key in ("rule", "amount", "measure")}}


def _wanted(
    column: str,
    order: OrderFacts,
    on: AssignmentFacts,
    rules: Rulebook,
    was: Rulebook,
    before: OrderFacts,
) -> datetime:
    """Where the limit would stand by the new rules."""
    if column != "due_at":
        return rules.due(on.terms[COLUMNS[column]], on.dispatched_at)
    stands = before.assignment(on.id) or on
    then, now = promised_due(before, stands, was), promised_due(order, on, rules)
    if on.due_at is None or then is None or now is None:
        raise LookupError(f"assignment {on.id} owes no reply by a moment")
    if on.due_at in (then, now):
        return now
    return carried(on.due_at, then, now, (handle_terms(on) or {})["measure"], rules)


def _unjust(
    order: OrderFacts,
    on: AssignmentFacts,
    rules: Rulebook,
    was: Rulebook,
    before: OrderFacts,
    moved: Moved,
    at: datetime,
) -> tuple[LevelFacts, ...]:
    """Levels that had come by the old rules and have not by the new ones. A reply ends the time in
    which a level could be reached; where a limit was kept from moving its levels stay."""
    until = on.replied_at or at
    new = replace(on, terms=moved.terms or on.terms, **new_values(moved.dues))
    then = {clock.clock: clock for clock in clocks_of(before, on)}
    found: list[LevelFacts] = []
    for clock in clocks_of(order, new):
        column = COLUMN_OF.get(clock.clock)
        if column is None or column in moved.kept or clock.clock not in then:
            continue
        shares = {level.code: level.percent for level in rules.levels.get(clock.clock, ())}
        found += [
            level
            for level in _levels(order, clock)
            if level.rule_id in shares
            and moment_of(then[clock.clock], shares[level.rule_id], was) <= until
            and moment_of(clock, shares[level.rule_id], rules) > until
        ]
    return tuple(found)


def _levels(order: OrderFacts, clock: Running) -> list[LevelFacts]:
    key = (clock.subject, clock.id, clock.n)
    return [o for o in order.standing_levels if (o.subject, o.subject_id, o.n) == key]


def new_values(dues: Dues) -> dict[str, Any]:
    """The columns as they will stand."""
    return {column: new for column, (_, new) in dues.items()}
