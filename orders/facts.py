"""Named conditions on orders, lead assignments and rounds, each as of a moment (domain §4).

Every function answers a Q for a queryset; `on` is the path from the queryset's rows to the row the
condition speaks of ("" where they are the same, "assignment__" from a round). A fact counts when
its moment lies before `as_of`, as a period ends before its end; what was written later is as if
it had not happened. Where the tables keep only the latest word (an order's state, a further round,
a clock that stands still), the condition reads a column annotated under the name given here.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db.models import F, Q, TextChoices

from orders.states import AssignmentRole, OrderState

SATISFIED_FROM = 3  # ratings 3, 4 and 5
STATE_THEN = "state_then"  # the order's state as of the moment
FOLLOWED = "followed"  # a further round had begun
CALLED_BACK_AT = "called_back_at"  # when the callback of the order's own citizen was over, or null
CLOCK_STANDS = "clock_stands"  # paused, or a reply given in time awaits its review


class Part(TextChoices):
    """Where an accepted demand is, by its latest decision; each is in exactly one."""

    DIRECT = "direct", "直接答复"
    DISPATCHED = "dispatched", "转办"
    DECLINED = "declined", "不予受理"
    MERGED = "merged", "并单"
    WITHDRAWN = "withdrawn", "撤回"
    TRANSFERRED = "transferred", "移交"
    UNDECIDED = "undecided", "待定"


PARTS: Mapping[Part, frozenset[OrderState]] = MappingProxyType(
    {
        Part.DIRECT: frozenset({OrderState.ANSWERED}),
        Part.DISPATCHED: frozenset(
            {
                OrderState.DISPATCHED,
                OrderState.HANDLING,
                OrderState.REPLIED,
                OrderState.CALLING_BACK,
                OrderState.ARCHIVED,
            }
        ),
        Part.DECLINED: frozenset({OrderState.DECLINED}),
        Part.MERGED: frozenset({OrderState.MERGED}),
        Part.WITHDRAWN: frozenset({OrderState.WITHDRAWN}),
        Part.TRANSFERRED: frozenset({OrderState.TRANSFERRED}),
        Part.UNDECIDED: frozenset({OrderState.RECEIVED}),
    }
)


def _q(on: str, **conditions: object) -> Q:
    return Q(**{on + name: value for name, value in conditions.items()})


def _f(on: str, name: str) -> F:
    return F(on + name)


def _not_before(as_of: datetime, on: str, moment: str) -> Q:
    """The moment had not come: never, or only later."""
    return _q(on, **{f"{moment}__isnull": True}) | _q(on, **{f"{moment}__gte": as_of})


# -- orders -----------------------------------------------------------------------------------


def accepted(as_of: datetime, on: str = "") -> Q:
    """A demand that had been received: whatever became of it."""
    return _q(on, received_at__lt=as_of)


def in_part(part: Part, state: str = STATE_THEN) -> Q:
    """The demand was in this part; `state` names the column that holds its state then."""
    return Q(**{f"{state}__in": sorted(PARTS[part])})


def with_receipt(on: str = "") -> Q:
    """A transfer the other side has confirmed."""
    return ~_q(on, transfer_receipt="")


# -- top-level lead assignments ---------------------------------------------------------------


def top_lead(on: str = "") -> Q:
    """The order's own lead: no assist, nothing handed down by a platform."""
    return _q(on, role=AssignmentRole.LEAD, parent__isnull=True)


def given(as_of: datetime, on: str = "") -> Q:
    """Handed to a unit, and not recalled since: a recalled assignment counts nowhere."""
    return _q(on, dispatched_at__lt=as_of) & _not_ended(as_of, on, "recalled")


def moved(as_of: datetime, on: str = "") -> Q:
    """A ruling gave the order to another unit."""
    return _q(on, closed_at__lt=as_of, closed_as="moved")


def standing(as_of: datetime, on: str = "") -> Q:
    """Neither moved nor recalled: the one assignment that stands for a dispatched order."""
    return given(as_of, on) & _not_ended(as_of, on, "moved")


def counted(as_of: datetime, on: str = "") -> Q:
    """Not excluded by a granted appeal: exclusion leaves denominators, never the record."""
    return _not_before(as_of, on, "excluded_at")


def assessed(as_of: datetime, on: str = "") -> Q:
    """Stands and counts: what rates are taken over."""
    return standing(as_of, on) & counted(as_of, on)


def signed_on_time(as_of: datetime, on: str = "") -> Q:
    """Signed by the unit within its limit."""
    in_time = _q(on, sign_due_at__isnull=True) | _q(on, signed_at__lte=_f(on, "sign_due_at"))
    return _q(on, signed_at__lt=as_of) & in_time


def contact_owed(on: str = "") -> Q:
    """There is a citizen whom the unit has to speak to, within a limit."""
    return _q(on, contact_due_at__isnull=False, order__citizen__isnull=False)


def contacted_on_time(as_of: datetime, on: str = "") -> Q:
    """Spoken to within that limit."""
    return _q(on, contacted_at__lt=as_of, contacted_at__lte=_f(on, "contact_due_at"))


def _not_ended(as_of: datetime, on: str, how: str) -> Q:
    return _not_before(as_of, on, "closed_at") | ~_q(on, closed_as=how)


# -- rounds -----------------------------------------------------------------------------------


def completed(as_of: datetime, on: str = "") -> Q:
    """The hotline had accepted the unit's reply; the moment of completion is that of the reply."""
    return _q(on, accepted_at__lt=as_of)


def completed_on_time(as_of: datetime, on: str = "") -> Q:
    """Completed, the accepted reply within the limit; who has no limit (praise) is never late."""
    in_time = _q(on, due_at__isnull=True) | _q(on, replied_at__lte=_f(on, "due_at"))
    return completed(as_of, on) & in_time


def limit_passed(as_of: datetime, on: str = "") -> Q:
    """The limit ran out before completion, and the clock does not stand still."""
    open_then = _not_before(as_of, on, "accepted_at")
    return open_then & _q(on, due_at__lt=as_of) & Q(**{CLOCK_STANDS: False})


def due(as_of: datetime, on: str = "") -> Q:
    """Due has been reached: at completion or at the limit, whichever came first."""
    return completed(as_of, on) | limit_passed(as_of, on)


def overdue(as_of: datetime, on: str = "") -> Q:
    """Due, and not completed within the limit: the complement of completed_on_time."""
    late = completed(as_of, on) & _q(on, replied_at__gt=_f(on, "due_at"))
    return late | limit_passed(as_of, on)


def reworked(_: datetime) -> Q:
    """A further round had begun."""
    return Q(**{FOLLOWED: True})


def final(_: datetime) -> Q:
    """No further round had begun: the round whose rating is the order's."""
    return Q(**{FOLLOWED: False})


def answered(as_of: datetime, on: str = "") -> Q:
    """The citizen was reached and gave a rating, whatever was ruled on it since."""
    return _q(on, rated_at__lt=as_of)


def rating_stands(as_of: datetime, on: str = "") -> Q:
    """No two people had ruled its rating unreasonable: exclusion leaves the denominators of
    satisfaction, never the record."""
    return _not_before(as_of, on, "rating_excluded_at")


def rated(as_of: datetime, on: str = "") -> Q:
    """The citizen was reached and gave a rating that counts."""
    return answered(as_of, on) & rating_stands(as_of, on)


def satisfied(as_of: datetime, on: str = "") -> Q:
    """Rated 3, 4 or 5."""
    return rated(as_of, on) & _q(on, rating__gte=SATISFIED_FROM)


def told_solved(as_of: datetime) -> Q:
    """Rated, and the citizen said whether the matter is solved."""
    return rated(as_of) & _q("", solved__isnull=False)


def solved(as_of: datetime) -> Q:
    """Rated, and the citizen said it is solved, however content."""
    return rated(as_of) & _q("", solved=True)


def called_back(as_of: datetime) -> Q:
    """The order's own citizen's callback is over: rated, or given up without a rating."""
    return Q(**{f"{CALLED_BACK_AT}__lt": as_of})
