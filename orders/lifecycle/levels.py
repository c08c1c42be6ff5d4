"""The levels of running clocks: when each is reached, which have come, and when to look next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orders.deadlines import LevelTerms, Rulebook
from orders.lifecycle.after import after
from orders.lifecycle.decision import Decision
from orders.lifecycle.running import Running, running
from orders.lifecycle.snapshot import OrderFacts
from orders.models.limits import Measure

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
    calendar = rules.calendar
    if clock.terms["measure"] == Measure.CLOCK_MINUTES:
        length = clock.due - clock.start - _covered(clock)
        return calendar.add_clock_time(clock.start, length * percent // DUE, clock.spans)
    work = calendar.working_time_between(clock.start, clock.due, clock.spans)
    return calendar.add_working_time(clock.start, work * percent // DUE, clock.spans)


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
    forgiven = {
        appeal.level_id
        for on in order.assignments
        for appeal in on.appeals
        if appeal.verdict == "granted"
    }
    known = {
        level.rule_id
        for level in order.levels
        if (level.subject, level.subject_id, level.n) == (clock.subject, clock.id, clock.n)
        and (level.revoked_at is None or level.id in forgiven)
    }
    for rule in rules.levels.get(clock.clock, ()):
        if clock.held and rule.percent >= DUE:
            return
        if rule.code not in known:
            yield rule, moment_of(clock, rule.percent, rules)


def next_due(order: OrderFacts, rules: Rulebook) -> datetime | None:
    """The earliest moment at which any clock of the order reaches a level or a suspension ends;
    null when nothing runs. Moments already past are named too: then it is due at once."""
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
    moment = next_due(after(order, decision), rules)
    if order is not None:
        key = ("order", order.id)
        own = {**decision.sets.get(key, {}), "next_due_at": moment}
        return replace(decision, sets={**decision.sets, key: own})
    adds = [
        replace(new, values={**new.values, "next_due_at": moment}) if new.table == "order" else new
        for new in decision.adds
    ]
    return replace(decision, adds=adds)
