"""The one door that does a verb: lock, re-read, decide, write, all in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from orders import citing, rulebook
from orders.deadlines import NoLimit
from orders.errors import Conflict, NotReady
from orders.lifecycle.load import load
from orders.lifecycle.receiving import Demand, receive
from orders.lifecycle.registry import decide
from orders.lifecycle.telling import tell_of
from orders.lifecycle.writing import write
from orders.models import Event
from orders.numbering import allocator
from orders.period import SHANGHAI
from orders.states import Verb
from orders.worktime import CalendarRangeError
from units.actor import Actor
from units.models import Staff


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a verb."""

    order_id: int
    number: str
    state: str


@contextmanager
def _whole() -> Iterator[None]:
    """One transaction; what the reference data cannot answer is said as such."""
    try:
        with transaction.atomic():
            yield
    except CalendarRangeError:
        raise NotReady("时限超出了已有的工作日历，请管理员先导入新一年的放假通知") from None
    except (NoLimit, rulebook.NoCalendar) as error:
        raise NotReady(f"{error.args[0]}，请管理员补上") from None


def take_in(demand: Demand, *, by: Actor, at: datetime) -> Done:
    """Receive a demand from whichever door. Raises Forbidden, Refused or NotReady; see receive."""
    number = allocator.next(at)
    with _whole():
        decision = receive(demand, number=number, by=by, at=at, rules=rulebook.current())
        ids = write(decision, None)
        tell_of(decision, None, ids)
    return Done(ids[-1], number, decision.event.to_state)


def apply(
    verb: Verb,
    order_id: int,
    *,
    by: Actor,
    at: datetime,
    assignment_id: int | None = None,
    main_id: int | None = None,
    **inputs: Any,
) -> Done:
    """Do a verb on an order. at is an aware moment, by the person; inputs are the decide
    function's own. Raises the errors of orders.errors; then nothing was written. A Conflict names
    who did what last. main_id: the order to merge into, locked together with this one."""
    try:
        with _whole():
            others = [main_id] if main_id is not None else []
            facts = load(order_id, *others, lock=True)
            if main_id is not None:
                inputs["main"] = facts[main_id]
            decision = decide(
                verb,
                facts[order_id],
                by=by,
                at=at,
                rules=rulebook.current(),
                assignment_id=assignment_id,
                **inputs,
            )
            if drawn := decision.event.payload.get("articles"):
                citing.cite(order_id, drawn, by=by, at=at)
            ids = write(decision, facts[order_id])
            tell_of(decision, facts[order_id], ids)
    except Conflict as conflict:
        raise told(conflict, order_id) from None
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise Conflict("这件正被别人处理，请稍后再试", code="busy") from None
        raise
    return Done(order_id, facts[order_id].number, decision.event.to_state)


def told(conflict: Conflict, order_id: int) -> Conflict:
    """The conflict with who did what when, from the order's latest event."""
    event = Event.objects.filter(order_id=order_id).order_by("-id").first()
    if event is None:
        return conflict
    who = Staff.objects.filter(pk=event.by_id or 0).values_list("name", flat=True).first()
    doer = who or {"citizen": "市民", "channel": "渠道"}.get(event.by_kind, "系统")
    local = event.at.astimezone(SHANGHAI)
    message = f"{conflict.message}。{local:%m-%d %H:%M} {doer}：{Verb(event.verb).label}"
    return Conflict(message, code=conflict.code, at=event.at)
