"""What the hotline's own people do next: answer or dispatch, rule, review, press, call back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from orders.facts import SATISFIED_FROM
from orders.lifecycle.closing import ratings_of
from orders.lifecycle.snapshot import (
    AssignmentFacts,
    CallbackFacts,
    OrderFacts,
    RequestFacts,
    UnitRef,
)
from orders.models.limits import Kind
from orders.states import OrderState, Verb
from seeds.simulator.living.habits import Habits
from seeds.simulator.living.step import Step
from seeds.simulator.opinion import callback_words, rework_reason, says_solved
from seeds.simulator.settling import DECLINED_FOR, TRANSFERRED_FOR, answer, receipt
from units.actor import Actor
from units.roles import Role

# How often the desk settles a demand itself, by kind (assumed; 岳阳2016 answers half of all).
ANSWERED = {
    Kind.CONSULT: 0.80, Kind.PRAISE: 1.0, Kind.OTHER: 1.0, Kind.SUGGEST: 0.35, Kind.HELP: 0.12,
    Kind.COMPLAIN: 0.06, Kind.REPORT: 0.04,
}  # fmt: skip
CITED = 0.7  # of the answers for which there is an article are drawn from it (assumed)
DECLINED, TRANSFERRED, WITHDRAWN = 0.02, 0.02, 0.015
MISJUDGED = 0.05  # of the dispatches go to the wrong unit
GRANTED = 0.85  # of what units ask for
PRESSED = 0.4  # of the overdue the supervisor takes up
URGED = 0.08  # of the citizens ask for haste
REACHED = 0.8  # of the calls back find somebody
_SMART_ONLY = "smart"


def desk_steps(habits: Habits, order: OrderFacts) -> Iterator[Step]:
    """Everything the hotline's people would do with the order as it stands."""
    if order.state == OrderState.RECEIVED:
        yield from _decide(habits, order)
    if order.state in {OrderState.DISPATCHED, OrderState.HANDLING}:
        yield from _urge(habits, order)
    if order.state == OrderState.REPLIED:
        yield from _review(habits, order)
    if order.state == OrderState.CALLING_BACK:
        yield from _call_back(habits, order)
    for on in order.assignments:
        if on.parent_id is None:
            yield from _rulings(habits, order, on)
            yield from _pressing(habits, order, on)


def proposed(habits: Habits, order: OrderFacts) -> UnitRef | None:
    """Whom the dispatch catalogue names; None where it is silent."""
    try:
        return habits.city.proposed(order.category_id, order.district).lead
    except LookupError:
        return None


def _decide(habits: Habits, order: OrderFacts) -> Iterator[Step]:
    """At the first sight of it the desk may settle it; what came back from a unit is dispatched."""
    start = order.waiting_since or order.received_at
    draw = habits.draw(order, "decided")
    first, dice = order.dispatch_count == 0, draw.random()
    by = habits.somebody(Role.OPERATOR, order, "decided")
    at = habits.soon(order, "answered", start, habits.assumed.answer_minutes)
    if first and dice < ANSWERED.get(Kind(order.kind), 0):
        yield Step(at, Verb.ANSWER, by, inputs=_answer(habits, order))
    elif first and (dice := draw.random()) < DECLINED:
        reason = draw.choice(DECLINED_FOR)
        yield Step(at, Verb.DECLINE, by, inputs={"reason_id": reason})
    elif first and dice < DECLINED + TRANSFERRED:
        reason = draw.choice(TRANSFERRED_FOR)
        said = {"reason_id": reason, "receipt": receipt(start, draw)}
        yield Step(at, Verb.TRANSFER, by, inputs=said)
    elif first and dice < DECLINED + TRANSFERRED + WITHDRAWN:
        yield Step(at, Verb.WITHDRAW, by, inputs={"text": "市民来电说已经自己解决了"})
    elif proposed(habits, order):  # else the catalogue is silent: somebody must think
        yield _dispatch(habits, order, start)


def _answer(habits: Habits, order: OrderFacts) -> dict[str, Any]:
    """Drawn from the likeliest article, now and then from the second; else words of the desk's
    own."""
    fitting = habits.fitting(order.category_id)
    if fitting and habits.chance(order, "cites", CITED):
        second = len(fitting) > 1 and habits.chance(order, "cites another", 0.2)
        number, words = fitting[1 if second else 0]
        return {"text": words, "articles": [number]}
    template = habits.template(order)
    reply = template.reply if template else None
    said = answer(habits.words, order.kind, reply, habits.draw(order, "say answer"))
    return {"text": said}


def _dispatch(habits: Habits, order: OrderFacts, start: datetime) -> Step:
    named = habits.city.proposed(order.category_id, order.district)
    lead, departure = named.lead, ""
    if order.dispatch_count == 0 and habits.chance(order, "misjudged", MISJUDGED):
        lead = habits.city.bureau_besides(named.lead.id, habits.draw(order, "instead"))
        departure = "按来电人说的情况，先请这个单位办"
    helped = habits.chance(order, "assisted", 0.12)
    assists = [unit for unit in named.assists if unit.id != lead.id][:1] if helped else []
    inputs = {
        "lead": lead,
        "assists": assists,
        "proposal": named.proposal,
        "departure": departure,
        "redacted": "反映的情况如标题，身份保密"
        if order.confidential and not order.redacted
        else "",
    }
    at = habits.soon(order, f"dispatched {order.waits}", start, habits.assumed.dispatch_minutes)
    return Step(at, Verb.DISPATCH, habits.somebody(Role.DISPATCHER, order, "d"), inputs=inputs)


def _rulings(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Iterator[Step]:
    for asked in on.requests:
        if asked.decided_at is None:
            at = habits.later(
                order, f"ruled {asked.id}", asked.asked_at, habits.assumed.ruling_minutes
            )
            by = habits.somebody(Role.DISPATCHER, order, f"ruled {asked.id}")
            yield _ruling(habits, order, on, asked, at, by)


def _ruling(
    habits: Habits,
    order: OrderFacts,
    on: AssignmentFacts,
    asked: RequestFacts,
    at: datetime,
    by: Actor,
) -> Step:
    if asked.kind != "return":
        granted = habits.chance(order, f"granted {asked.id}", GRANTED)
        extension = asked.kind == "extension"
        verb = Verb.DECIDE_EXTENSION if extension else Verb.DECIDE_SUSPENSION
        text = "" if granted else "理由不足，请按原时限办理"
        return Step(at, verb, by, on.id, {"granted": granted, "text": text})
    right = proposed(habits, order)
    moved = right is not None and right.id != on.unit_id and on.subject == "lead"
    return Step(
        at,
        Verb.RULE_RETURN,
        by,
        on.id,
        {
            "verdict": "moved" if moved else "upheld",
            "unit": right if moved else None,
            "text": habits.say("unit.moved" if moved else "unit.upheld", order),
        },
    )


def _urge(habits: Habits, order: OrderFacts) -> Iterator[Step]:
    lead = order.lead
    if lead is None or lead.due_at is None or order.urges:
        return
    if habits.chance(order, "urged", URGED):
        at = habits.within(order, "urged at", lead.dispatched_at, lead.due_at, (0.5, 1.2))
        by = habits.somebody(Role.OPERATOR, order, "urged")
        yield Step(at, Verb.URGE, by, inputs={"text": "市民来电问什么时候能办好"})


def _pressing(habits: Habits, order: OrderFacts, on: AssignmentFacts) -> Iterator[Step]:
    chief = habits.somebody(Role.SUPERVISOR, order, "pressed")
    running = on.open_supervision
    if running is not None and running.open_answer is not None:
        at = habits.later(order, f"looked {running.id}", running.open_answer.replied_at, (20, 300))
        yield Step(at, Verb.CLOSE_SUPERVISION, chief, on.id, {"verdict": "met"})
    open_late = (
        on.subject == "lead"
        and on.state in {"to_sign", "handling"}
        and on.due_at is not None
        and not on.supervisions
        and not any(asked.decided_at is None for asked in on.requests)
        and not any(pause.ended_at is None for pause in on.pauses)
    )
    if open_late and on.due_at and habits.chance(order, f"pressed {on.id}", PRESSED):
        at = habits.later(order, f"pressed at {on.id}", on.due_at, (200, 900))
        kind = habits.draw(order, f"kind {on.id}").choice(("daily", "daily", "listed"))
        text = "已超期，请说明原因并尽快办结"
        yield Step(at, Verb.SUPERVISE, chief, on.id, {"kind": kind, "text": text})


def _review(habits: Habits, order: OrderFacts) -> Iterator[Step]:
    lead = order.lead
    reply = lead.round.open_reply if lead else None
    if lead is None or reply is None:
        return
    of = f"review {reply.id}"
    at = habits.later(order, of, reply.replied_at, habits.assumed.review_minutes)
    by = habits.somebody(Role.REVIEWER, order, of)
    careless = not habits.chance(order, f"good {reply.id}", habits.temper(lead.unit_id).care)
    if careless and reply.n == 1:
        reason = habits.draw(order, of).choice(("send_back.no_result", "send_back.partial"))
        text = habits.say("unit.send_back", order)
        yield Step(at, Verb.SEND_BACK, by, inputs={"reason_id": reason, "text": text})
    else:
        public = habits.reply(order, lead.round.n)
        yield Step(at, Verb.ACCEPT, by, inputs={"public_text": public})


def _call_back(habits: Habits, order: OrderFacts) -> Iterator[Step]:
    if order.open_callbacks:
        for task in order.open_callbacks:
            if not (habits.machine and task.phase == _SMART_ONLY):
                yield _asked(habits, order, task)
        return
    lead = order.lead
    if lead is None or lead.round.open_doubt is not None:
        return
    asked = [task.closed_at for task in order.callbacks]
    start = max(moment for moment in (lead.accepted_at, *asked) if moment is not None)
    at = habits.later(order, f"over {lead.round.id}", start, (20, 400))
    by = habits.somebody(Role.REVIEWER, order, f"over {lead.round.id}")
    poor = min(ratings_of(order, lead), default=SATISFIED_FROM) < SATISFIED_FROM
    if poor and lead.round.n < 3:
        draw = habits.draw(order, f"why {lead.round.id}")
        reason = rework_reason(bool(lead.round.solved), habits.assumed, draw)
        text = habits.say(reason, order)
        yield Step(at, Verb.REWORK, by, inputs={"reason_id": reason, "text": text})
    else:
        yield Step(at, Verb.ARCHIVE, by)


def _asked(habits: Habits, order: OrderFacts, task: CallbackFacts) -> Step:
    terms = habits.rules.calling_back(order.kind)
    most = terms.desk_tries if terms else 3
    of = f"asked {task.id} {task.attempts}"
    draw, lead = habits.draw(order, of), order.lead
    wait = habits.assumed.callback_minutes if task.attempts == 0 else (60, 300)
    at = habits.later(order, of, task.opened_at + timedelta(hours=task.attempts * 5), wait)
    by = habits.somebody(Role.REVIEWER, order, of)
    said = {"task_id": task.id, "way": "call"}
    if draw.random() >= REACHED:
        result = draw.choice(("no_answer", "busy"))
        last = task.desk_tries + 1 >= most
        return Step(at, Verb.RECORD_CALLBACK, by, inputs={**said, "result": result, "last": last})
    care = habits.temper(lead.unit_id).care if lead else 0.9
    late = bool(lead and lead.round.due_at and (lead.replied_at or at) > lead.round.due_at)
    again = lead is not None and lead.round.n > 1
    satisfied = draw.random() < (0.9 if again else care - (0.15 if late else 0))
    rating = draw.choice((5, 5, 5, 4, 3)) if satisfied else draw.choice((1, 2, 2))
    solved = says_solved(satisfied, habits.assumed, draw)
    text = habits.say(callback_words(satisfied, solved), order, of)
    heard = {"result": "reached", "contacted": True, "solved": solved, "rating": rating}
    return Step(at, Verb.RECORD_CALLBACK, by, inputs={**said, **heard, "text": text})
