"""What units do next with what they were given: sign, return, contact, ask, hand down, reply."""

from collections.abc import Iterator
from datetime import timedelta

from orders.lifecycle.snapshot import AssignmentFacts, OrderFacts
from orders.states import AssignmentState, OrderState, Verb
from orders.transitions import OPEN_ASSIGNMENT
from seeds.simulator.living.desk import proposed
from seeds.simulator.living.habits import Habits
from seeds.simulator.living.step import Step
from units.models import UnitKind

RETURNED = 0.85  # of what is not its own a unit returns
EXTENDED, SUSPENDED, HANDED_DOWN = 0.05, 0.012, 0.45
HELPING = (0.05, 0.4)  # of its limit an assist or a unit below uses


def unit_steps(habits: Habits, order: OrderFacts) -> Iterator[Step | None]:
    """Everything the units would do with the order as it stands."""
    for on in order.assignments:
        if on.unit_id in habits.city.people:
            yield from _of_supervision(habits, order, on)
            if on.state in OPEN_ASSIGNMENT and order.state in {
                OrderState.DISPATCHED,
                OrderState.HANDLING,
            }:
                yield from _of(habits, order, on)


def _of(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Iterator[Step | None]:
    if any(asked.decided_at is None for asked in on.requests):
        return
    if on.state == AssignmentState.TO_SIGN:
        yield _sign(habits, order, on)
        return
    stands = on.open_pause("suspension")
    if stands is not None and stands.planned_end_at is not None:
        at = habits.later(order, f"resumed {stands.id}", stands.planned_end_at, (1, 60))
        yield habits.by_unit(on, Verb.RESUME, at)
    elif on.subject != "lead":
        yield _help(habits, order, on)
    else:
        yield _lead(habits, order, on)


def _sign(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Step | None:
    may = not on.return_barred and not on.requests and on.subject == "lead"
    right = proposed(habits, order)
    foreign = right is not None and right.id != on.unit_id
    foreign = foreign and not _is_platform(habits, on)
    if may and foreign and on.return_until and habits.chance(order, f"no {on.id}", RETURNED):
        at = habits.within(order, f"no {on.id}", on.dispatched_at, on.return_until, (0.05, 0.4))
        said = {"reason_id": "return.not_mine", "text": habits.say("unit.returned", order)}
        return habits.by_unit(on, Verb.ASK_RETURN, at, **said)
    at = habits.within(order, f"signed {on.id}", on.dispatched_at, on.sign_due_at,
                       _slowed(habits, on, habits.assumed.sign_part))  # fmt: skip
    return habits.by_unit(on, Verb.SIGN, at)


def _help(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Step | None:
    start = on.signed_at or on.dispatched_at
    at = habits.within(order, f"helped {on.id}", start, on.due_at, HELPING)
    occasion = "unit.assist" if on.subject == "assist" else "unit.child"
    said = {"text": habits.say(occasion, order), "uncontacted": "由主办单位联系市民"}
    return habits.by_unit(on, Verb.COMPLETE, at, **said)


def _lead(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Step | None:
    if on.contacted_at is None and order.citizen_id is not None:
        part = _slowed(habits, on, habits.assumed.contact_part)
        at = habits.within(order, f"spoke {on.id}", on.dispatched_at, on.contact_due_at, part)
        at = max(at, (on.signed_at or at) + timedelta(minutes=3))
        text = habits.say("unit.contact", order)
        return habits.by_unit(on, Verb.CONTACT, at, reached=True, text=text)
    below = habits.city.below(habits.city.units[on.unit_id])
    children = [child for child in order.assignments if child.parent_id == on.id]
    if any(child.state in OPEN_ASSIGNMENT for child in children):
        return None  # they answer first
    may = habits.worker(on, Verb.HAND_DOWN) is not None
    if may and below and not children and habits.chance(order, f"down {on.id}", HANDED_DOWN):
        at = habits.later(order, f"down {on.id}", on.signed_at or on.dispatched_at, (10, 120))
        unit = habits.draw(order, f"to {on.id}").choice(below)
        said = {"units": [unit], "note": habits.say("unit.down", order)}
        return habits.by_unit(on, Verb.HAND_DOWN, at, **said)
    return _asking(habits, order, on) or _reply(habits, order, on)


def _asking(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Step | None:
    """More time, once, before it is due; seldom a suspension."""
    if on.round.n > 1 or on.due_at is None or any(r.kind != "return" for r in on.requests):
        return None
    at = habits.within(order, f"more {on.id}", on.dispatched_at, on.due_at, (0.35, 0.8))
    if habits.chance(order, f"extension {on.id}", EXTENDED):
        days = habits.draw(order, f"days {on.id}").randrange(2, 6)
        said = {"days": days, "text": habits.say("unit.extension", order)}
        return habits.by_unit(on, Verb.ASK_EXTENSION, at, **said)
    if habits.chance(order, f"suspension {on.id}", SUSPENDED):
        back = habits.promised(order, f"weeks {on.id}", at, (5, 10))
        said = {"until": back, "text": habits.say("unit.suspension", order)}
        return habits.by_unit(on, Verb.ASK_SUSPENSION, at, **said)
    return None


def _reply(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Step | None:
    """Within the limit, or late: by its pace, its load and how often it was asked. Whoever was
    sent back answers sooner."""
    of, n = f"replied {on.round.id} {len(on.round.replies)}", on.round.n + len(on.round.replies)
    part = (0.05, 0.3) if on.round.replies else _slowed(habits, on, habits.assumed.handle_part)
    reviewed = [reply.reviewed_at for reply in on.round.replies]
    resumed = [pause.ended_at for pause in on.pauses]
    start = max(moment for moment in (on.round.started_at, *reviewed, *resumed) if moment)
    said = {"text": habits.reply(order, n), "without_assists": "协办的意见已当面说清"}
    open_assists = any(a.role == "assist" and a.state in OPEN_ASSIGNMENT for a in order.assignments)
    if not open_assists:
        del said["without_assists"]
    at = habits.within(order, of, start, on.due_at, part)
    return habits.by_unit(on, Verb.COMPLETE, at, **said)


def _of_supervision(
    habits: Habits, order: OrderFacts, on: AssignmentFacts
) -> Iterator[Step | None]:
    running = on.open_supervision
    if running is not None and running.open_answer is None:
        of = f"reported {running.id} {len(running.answers)}"
        at = habits.within(order, of, running.issued_at, running.due_at, (0.2, 1.05))
        text = "已派专人办理，结果将尽快报来，并已告诉市民"
        yield habits.by_unit(on, Verb.ANSWER_SUPERVISION, at, text=text)


def _slowed(habits: Habits, on: AssignmentFacts, part: tuple[float, float]) -> tuple[float, float]:
    pace = habits.temper(on.unit_id).pace
    return part[0] * pace, part[1] * pace


def _is_platform(habits: Habits, on: AssignmentFacts) -> bool:
    return habits.city.kinds[on.unit_id] == UnitKind.PLATFORM
