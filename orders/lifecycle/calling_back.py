"""Calling citizens back: who is asked, the automatic attempts, the desk's, and what each came to.

Everybody whose demand was completed is asked once for each accepted reply: the order's citizen and
those of the orders merged into it (domain §4, §10). The machine tries first, in the ways of the
rule; then the desk calls. Whoever is never reached is closed as unreached and has no rating, so
that neither satisfaction nor dissatisfaction is counted.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from orders.calling_hours import CallbackTerms
from orders.errors import Conflict, Refused
from orders.lifecycle.decision import Case, Decision, Draft, stamp
from orders.lifecycle.registry import decides
from orders.lifecycle.snapshot import (
    CallbackFacts,
    MergedFacts,
    OrderFacts,
    PlacedFacts,
)
from orders.models.callback import CallbackAttempt, CallbackTask, Way
from orders.models.text import Audience
from orders.states import Verb

_Result, _Phase = CallbackAttempt.Result, CallbackTask.Phase
BY_LINK = frozenset({Way.SMS.value})
Set = dict[str, object]


def others_to_ask(order: OrderFacts) -> list[MergedFacts]:
    """The merged orders whose citizens are asked too: each citizen once, and not the order's own
    again."""
    asked, found = {order.citizen_id}, []
    for one in order.merged:
        if one.citizen_id is not None and one.citizen_id not in asked:
            asked.add(one.citizen_id)
            found.append(one)
    return found


def owe_callbacks(draft: Draft, case: Case, round_id: int) -> None:
    """A task for everybody there is to ask about the round now accepted."""
    order, terms = case.order, case.rules.calling_back(case.order.kind)
    first = terms.first_attempt(case.rules.calendar, case.at) if terms else None
    own = [None] if order.citizen_id is not None else []
    for merged_id in [*own, *(one.id for one in others_to_ask(order))]:
        draft.add(
            "callback",
            order_id=order.id,
            round_id=round_id,
            merged_order_id=merged_id,
            opened_at=case.at,
            phase=str(_Phase.SMART if first else _Phase.HUMAN),
            next_attempt_at=first,
        )


def tell_completed(draft: Draft, case: Case) -> None:
    """The order's citizen hears that it is done, and so do those of the orders merged into it."""
    if case.order.citizen_id is not None:
        draft.notify("completed", "citizen", case.order.citizen_id)
    for one in others_to_ask(case.order):
        draft.notify("completed", "citizen", one.citizen_id, merged_order_id=one.id)


def drop_open(draft: Draft, tasks: Iterable[CallbackFacts]) -> None:
    """Nobody need be asked any more about what is done again, or over."""
    for task in tasks:
        if task.closed_at is None:
            _supersede(draft, task)
            _set(draft, task, closed_at=draft.at, outcome="dropped", next_attempt_at=None)


@decides(Verb.PLACE_CALLBACK)
def place_callback(case: Case, *, task_id: int, key: UUID, token_hash: str = "") -> Decision:
    """The machine's next attempt goes out: a call for the gateway, or a link for the citizen.
    Nothing else of the task goes out before its result is known or has been waited for."""
    task = _open(case.order, task_id)
    terms = case.rules.calling_back(case.order.kind)
    spent = terms is None or task.robot_tries >= len(terms.ways)
    if terms is None or spent or task.phase != _Phase.SMART or task.out is not None:
        raise Conflict("现在没有要发起的智能回访", code="nothing_to_place")
    way, n = terms.ways[task.robot_tries], task.robot_tries + 1
    wait = terms.survey_open if way in BY_LINK else terms.call_timeout
    until = case.at + timedelta(minutes=wait)
    draft = case.draft(new_version=False)
    draft.add(
        "placed",
        task_id=task.id,
        n=n,
        way=way,
        key=key,
        token_hash=token_hash if way in BY_LINK else "",
        placed_at=case.at,
        times_out_at=until,
        hand_at=None if way in BY_LINK else case.at,
    )
    _set(draft, task, robot_tries=n, next_attempt_at=None)
    citizen_id = citizen_of(case.order, task)
    if way in BY_LINK and citizen_id is not None:
        of = {"merged_order_id": task.merged_order_id} if task.merged_order_id else {}
        draft.notify("survey", "citizen", citizen_id, key=str(key), until=stamp(until), **of)
    return draft.done(task_id=task.id, way=way, n=n, merged_order_id=task.merged_order_id)


def citizen_of(order: OrderFacts, task: CallbackFacts) -> int | None:
    """Whom the task asks."""
    if task.merged_order_id is None:
        return order.citizen_id
    return next((m.citizen_id for m in order.merged if m.id == task.merged_order_id), None)


@decides(Verb.TAKE_CALLBACK)
def take_callback(case: Case, *, task_id: int | None = None) -> Decision:
    """The desk takes over before the machine is done (or since it cannot begin)."""
    smart = [task for task in case.order.open_callbacks if task.phase == _Phase.SMART]
    task = next((t for t in smart if task_id in (None, t.id)), None)
    if task is None:
        raise Conflict("这件的回访已经归人工", code="taken_before")
    draft = case.draft()
    _supersede(draft, task)
    _set(draft, task, phase=str(_Phase.HUMAN), next_attempt_at=None)
    return draft.done(task_id=task.id)


@decides(Verb.RECORD_CALLBACK)
def record_callback(
    case: Case,
    *,
    way: str,
    result: str,
    task_id: int | None = None,
    placed_id: int | None = None,
    contacted: bool | None = None,
    solved: bool | None = None,
    rating: int | None = None,
    text: str = "",
    last: bool = False,
) -> Decision:
    """One attempt, once its result is known. A rating closes the callback and is the round's, once
    (a merged order's citizen's is the task's alone); last closes it without one (unreached, or
    reached and not rated). task_id: where several are asked, whom; the own citizen unless said.
    placed_id: the automatic attempt whose result this is; without it the machine's comes late."""
    task = _open(case.order, task_id)
    _check_answers(result, rating, contacted, solved)
    placed = _placed(task, placed_id)
    draft = case.draft(new_version=case.by.kind != "system")
    text_id = draft.add_text("callback", text, Audience.HOTLINE)
    draft.add(
        "attempt",
        task_id=task.id,
        n=task.attempts + 1,
        at=case.at,
        by_id=case.by.staff_id,
        way=way,
        result=result,
        contacted=contacted,
        solved=solved,
        rating=rating,
        text_id=text_id,
    )
    if placed is not None:
        ended_as = "timed_out" if result == _Result.NO_RESULT else "result"
        draft.set("placed", placed.id, ended_at=case.at, ended_as=ended_as, hand_at=None)
    if rating is not None:
        _close(draft, task, "rated", placed, rating=rating)
        if task.merged_order_id is None:
            rated = {"contacted": contacted, "solved": solved, "rating": rating}
            draft.set("round", task.round_id, **rated, rated_at=case.at)
    elif last:
        _close(draft, task, "not_rated" if result == _Result.REACHED else "unreached", placed)
    else:
        _go_on(draft, case, task, placed, result)
    merged = task.merged_order_id
    return draft.done(
        way=way, result=result, rating=rating, text_id=text_id, merged_order_id=merged
    )


def _open(order: OrderFacts, task_id: int | None) -> CallbackFacts:
    for task in order.open_callbacks:
        if task_id in (None, task.id):
            return task
    raise Conflict("这件没有待办的回访", code="no_callback")


def _placed(task: CallbackFacts, placed_id: int | None) -> PlacedFacts | None:
    if placed_id is None:
        return None
    if task.out is None or task.out.id != placed_id:
        raise Conflict("这次智能回访已经有了结果", code="not_out")
    return task.out


def _check_answers(
    result: str, rating: int | None, contacted: bool | None, solved: bool | None
) -> None:
    if rating is not None and not 1 <= rating <= 5:
        raise Refused("评分是1到5", field="rating")
    if result != _Result.REACHED and (rating, contacted, solved) != (None, None, None):
        raise Refused("没接通就没有评分和回答", field="result", code="not_reached")


def _close(
    draft: Draft, task: CallbackFacts, outcome: str, placed: PlacedFacts | None, **more: object
) -> None:
    if placed is None:
        _supersede(draft, task)
    _set(draft, task, closed_at=draft.at, outcome=outcome, next_attempt_at=None, **more)


def _go_on(
    draft: Draft, case: Case, task: CallbackFacts, placed: PlacedFacts | None, result: str
) -> None:
    """No rating yet: the machine's next attempt, else the desk, until the desk has tried often
    enough."""
    terms = case.rules.calling_back(case.order.kind)
    if case.by.kind == "system":
        if placed is not None and task.phase == _Phase.SMART:
            _set(draft, task, **_next(case, task, terms, result))
        return
    _supersede(draft, task)
    tried: Set = {"phase": str(_Phase.HUMAN), "next_attempt_at": None}
    if case.by.staff_id is not None:
        tried["desk_tries"] = task.desk_tries + 1
        vain = terms is not None and task.desk_tries + 1 >= terms.desk_tries
        if vain and result != _Result.REACHED:
            tried |= {"closed_at": draft.at, "outcome": "unreached"}
    _set(draft, task, **tried)


def _next(case: Case, task: CallbackFacts, terms: CallbackTerms | None, result: str) -> Set:
    """When the machine tries again; a wrong number is for people to find out."""
    moment = None
    if terms is not None and result != _Result.WRONG_NUMBER:
        moment = terms.attempt_after(case.rules.calendar, case.at, task.robot_tries)
    phase = _Phase.SMART if moment else _Phase.HUMAN
    return {"phase": str(phase), "next_attempt_at": moment}


def _supersede(draft: Draft, task: CallbackFacts) -> None:
    if task.out is not None:
        ended: Set = {"ended_at": draft.at, "ended_as": "superseded", "hand_at": None}
        draft.set("placed", task.out.id, **ended)


def _set(draft: Draft, task: CallbackFacts, **values: object) -> None:
    draft.set("callback", task.id, **values)
