"""The list of calls: what it is narrowed by, and each call as one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from calls.models import Call
from calls.models.call import UNANSWERED, Direction
from orders.period import SHANGHAI

# The clock has yet to look at what is open: that names the few rows of its index.
_OPEN = Q(next_due_at__isnull=False, ended_at__isnull=True)
_STATES = {
    "waiting": _OPEN & Q(offered_at__isnull=False, answered_at__isnull=True),
    "talking": _OPEN & Q(answered_at__isnull=False),
    "self": Q(self_service=True, offered_at__isnull=True),
    "none": Q(direction="in", answered_at__isnull=False, ended_at__isnull=False, outcome=""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One call as it is listed; sort and pk are where it stands."""

    call: Call
    sort: datetime
    pk: int
    who: str
    state: str
    waited: int | None
    talked: int | None


def narrowed(given: Mapping[str, Any], *, staff_id: int) -> QuerySet[Call]:
    """The calls that pass the filters, with their moment as `sort`."""
    rows = Call.objects.annotate(sort=F("at"))
    for name in ("direction", "queue", "line"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    if outcome := given.get("outcome"):
        rows = rows.filter(_STATES.get(outcome, Q(outcome=outcome)))
    if day := given.get("day"):
        begins = datetime.combine(day, time(), SHANGHAI)
        rows = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    if given.get("mine"):
        rows = rows.filter(operator=staff_id)
    return rows


def read(rows: QuerySet[Call]) -> Sequence[Row]:
    """A slice of calls as lines, in its order."""
    related = rows.select_related("line", "queue", "seat", "operator", "citizen")
    return [row_of(call) for call in related.defer("events")]


def row_of(call: Call) -> Row:
    """One call as a line."""
    return Row(call, call.at, call.id, who(call), state(call), waited(call), talked(call))


def who(call: Call) -> str:
    """The number, masked; it is never shown whole here."""
    if call.citizen is not None:
        return call.citizen.phone_masked or "已抹去"
    return call.odd_number or ("匿名" if call.direction == Direction.IN else "—")


def state(call: Call) -> str:
    """What became of it, or what it is just now."""
    if call.ended_at is None:
        if call.answered_at is not None:
            return "在通话"
        return "在排队" if call.offered_at is not None else "在自助"
    if call.direction == Direction.OUT:
        return "接通" if call.answered_at is not None else "未接通"
    if call.outcome:
        return call.get_outcome_display()
    return "还没小结" if call.answered_at is not None else "自助"


def waited(call: Call) -> int | None:
    """Seconds from asking for a person to the answer, or to giving up; None where nobody asked
    or it still rings."""
    until = call.answered_at or call.ended_at
    if call.offered_at is None or until is None:
        return None
    return int((until - call.offered_at).total_seconds())


def talked(call: Call) -> int | None:
    """Seconds from the answer to the end; None where it is not over, or its end is not known."""
    if call.answered_at is None or call.ended_at is None or call.ended_by_clock:
        return None
    return int((call.ended_at - call.answered_at).total_seconds())


def was_missed(call: Call) -> bool:
    """Whether it is called back."""
    return call.outcome in UNANSWERED
