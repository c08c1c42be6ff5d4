"""The levels of running clocks: when each is reached, which have come, and when to look next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from orders.deadlines import LevelTerms, Rulebook, Span
from orders.lifecycle.after import after
from orders.lifecycle.closing import archive_due
from orders.lifecycle.decision import Decision
from orders.lifecycle.running import Running, running
from orders.lifecycle.snapshot import OrderFacts
from orders.models.limits import Measure
from orders.worktime import Calendar

DUE = 100  # percent: the due moment itself; below it levels are reminders


@dataclass(frozen=True, slots=True)
class Reached:
    """A level of a clock that has come, not yet written down."""

    clock: Running
    rule: LevelTerms
    occurred_at: datetime


def moment_of(clock: Running, percent: int, rules: Rulebook) -> datetime:
    """When a share of the limit is used up. Shares below 100 are working moments of the clock's
    own time; those above begin a further limit at the due moment."""
    if percent == DUE or (percent < DUE and clock.due <= clock.start):
        return clock.due
    if percent > DUE:
        further = {**clock.terms, "amount": -(-_amount(clock) * (percent - DUE) // DUE)}
        return rules.due(further, clock.due, clock.spans)
    if clock.terms["measure"] == Measure.CLOCK_MINUTES:
        length = clock.due - clock.start - _covered(clock)
        return rules.calendar.add_clock_time(clock.start, length * percent // DUE, clock.spans)
    return _working_share(rules.calendar, clock.start, clock.due, clock.spans, percent)


@lru_cache(maxsize=1024)  # every verb of an order asks for the same shares again
def _working_share(
    calendar: Calendar, start: datetime, due: datetime, spans: tuple[Span, ...], percent: int
) -> datetime:
    work = calendar.working_time_between(start, due, spans)
    return calendar.add_working_time(start, work * percent // DUE, spans)


def _amount(clock: Running) -> int:
    return int(str(clock.terms["amount"]))


def _covered(clock: Running) -> timedelta:
    total, last = timedelta(), clock.start
    for start, end in sorted(clock.spans):
        start, end = max(start, last), min(end, clock.due)
        if end > start:
            total, last = total + (end - start), end
    return total


def _open_levels(
    order: OrderFacts, clock: Running, rules: Rulebook
) -> Iterator[tuple[LevelTerms, datetime]]:
    """The clock's levels not yet reached, the earlier first."""
    known = _known(order, clock) if order.levels else frozenset()
    for rule in rules.levels.get(clock.clock, ()):
        if clock.held and rule.percent >= DUE:
            return
        if rule.code not in known:
            yield rule, moment_of(clock, rule.percent, rules)


def _known(order: OrderFacts, clock: Running) -> frozenset[str]:
    """The clock's levels already written down: those revoked count only if they were forgiven."""
    forgiven = {
        appeal.level_id
        for on in order.assignments
        for appeal in on.appeals
        if appeal.verdict == "granted"
    }
    return frozenset(
        level.rule_id
        for level in order.levels
        if (level.subject, level.subject_id, level.n) == (clock.subject, clock.id, clock.n)
        and (level.revoked_at is None or level.id in forgiven)
    )


def next_due(order: OrderFacts, rules: Rulebook) -> datetime | None:
    """The earliest moment at which any clock of the order reaches a level, a suspension ends, or
    the order is archived without a hand; null when nothing runs. Moments already past are named
    too: then it is due at once."""
    found = [
        moment
        for clock in running(order, rules)
        for _, moment in _first(_open_levels(order, clock, rules))
    ]
    found += [
        pause.planned_end_at
        for on in order.assignments
        for pause in on.pauses
        if pause.ended_at is None and pause.planned_end_at
    ]
    if (archived := archive_due(order, rules)) is not None:
        found.append(archived)
    return min(found, default=None)


def _first(
    levels: Iterator[tuple[LevelTerms, datetime]],
) -> Iterator[tuple[LevelTerms, datetime]]:
    for level in levels:
        yield level
        return


def reached(order: OrderFacts, rules: Rulebook, at: datetime) -> list[Reached]:
    """Every level that has come by `at` and is not yet written down, in the order of moments."""
    found = [
        Reached(clock, rule, moment)
        for clock in running(order, rules)
        for rule, moment in _open_levels(order, clock, rules)
        if moment <= at
    ]
    return sorted(found, key=lambda r: (r.occurred_at, r.rule.severity))


def first_reached(order: OrderFacts, rules: Rulebook, at: datetime) -> list[Reached]:
    """Of what has come, all levels of the subject that was first: they are written together."""
    found = reached(order, rules, at)
    return [
        one
        for one in found
        if (one.clock.subject, one.clock.id) == (found[0].clock.subject, found[0].clock.id)
    ]


def scheduled(decision: Decision, order: OrderFacts | None, rules: Rulebook) -> Decision:
    """The decision with the moment at which the clock must look at the order again."""
    return looked_at(decision, order, next_due(after(order, decision), rules))


def looked_at(decision: Decision, order: OrderFacts | None, moment: datetime | None) -> Decision:
    """The decision with that moment as the clock's next look; order: None where it is new."""
    if order is not None:
        key = ("order", order.id)
        own = {**decision.sets.get(key, {}), "next_due_at": moment}
        sets = {**decision.sets, key: own}
        return Decision(decision.event, sets, decision.adds, decision.notices)
    adds = [
        replace(new, values={**new.values, "next_due_at": moment}) if new.table == "order" else new
        for new in decision.adds
    ]
    return replace(decision, adds=adds)
