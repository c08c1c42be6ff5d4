"""Which moment places a fact into a period, always by its day of Asia/Shanghai (domain §4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Expression, F, Q

from orders import facts
from orders.models import CallbackTask
from orders.models.round import ShanghaiDay
from orders.period import Period
from orders.states import OrderState


@dataclass(frozen=True, slots=True)
class Dating:
    """Which moment places a row: `day` is its Shanghai day, `within` the rows of a period.

    A dating without a day cannot be grouped by day; its period is always seen as of its own end
    at the latest (`at_end`), and its counts do not add up over periods.
    """

    code: str
    name: str
    within: Callable[[Period, datetime], Q]
    day: Expression | F | None
    at_end: bool = False


def _by_moment(code: str, name: str, path: str) -> Dating:
    return Dating(
        code,
        name,
        lambda period, _: Q(**{f"{path}__gte": period.start, f"{path}__lt": period.end}),
        ShanghaiDay(F(path)),
    )


RECEIVED_AT = _by_moment("received_at", "受理日", "received_at")
FIRST_DISPATCHED_AT = _by_moment("first_dispatched_at", "首次派单日", "dispatched_at")
DISPATCHED_AT = _by_moment("dispatched_at", "派单日", "assignment__dispatched_at")
COMPLETED_AT = _by_moment("completed_at", "办结日", "replied_at")
# The stored day reckons with a reply even before it is accepted. That is right as of any moment: a
# round whose reply, given in time, still awaited its review was not due then (facts.limit_passed),
# and of one whose limit had passed the limit is the earlier.
DUE_ON = Dating(
    "due_on",
    "到期日",
    lambda period, _: Q(due_on__gte=period.first, due_on__lt=period.until),
    F("due_on"),
)
ACCEPTED_AT = _by_moment("accepted_at", "审核通过日", "accepted_at")
RATED_AT = _by_moment("rated_at", "评价日", "rated_at")
CHECKED_AT = _by_moment("checked_at", "质检日", "checked_at")
CALLED_AT = _by_moment("called_at", "通话日", "at")
OFFERED_AT = _by_moment("offered_at", "转人工日", "offered_at")
ISSUED_AT = _by_moment("issued_at", "督办日", "issued_at")
OCCURRED_AT = _by_moment("occurred_at", "发牌日", "occurred_at")
REVIEWED_AT = _by_moment("reviewed_at", "审核日", "reviewed_at")
DECIDED_AT = _by_moment("decided_at", "裁定日", "decided_at")
ATTEMPTED_AT = _by_moment("attempted_at", "回访日", "at")
RAISED_AT = _by_moment("raised_at", "发生日", "raised_at")
CITED_AT = _by_moment("cited_at", "引用日", "at")
SAT_AT = _by_moment("sat_at", "在席日", "at")
# As with orders: reached once, when it is over or when the limit has passed.
RETURN_DUE = Dating(
    "return_due",
    "回拨到期日",
    lambda period, _: Q(return_due__gte=period.start, return_due__lt=period.end),
    ShanghaiDay(F("return_due")),
)
OPENED_AT = _by_moment("opened_at", "未接日", "opened_at")


def _called_back(period: Period, _: datetime) -> Q:
    """Asked of the tasks, which have an index, and not of every round in turn."""
    over = CallbackTask.objects.filter(
        merged_order__isnull=True, closed_at__gte=period.start, closed_at__lt=period.end
    )
    return Q(pk__in=over.values("round_id"))


CALLED_BACK_AT = Dating(
    "called_back_at", "回访结束日", _called_back, ShanghaiDay(F(facts.CALLED_BACK_AT))
)


def _in_balance(period: Period, as_of: datetime) -> Q:
    """Completed within the period, or overdue and open at its end: what was carried in and what
    came, less what was not yet due. Moved, recalled and excluded ones the catalogue leaves out."""
    done = facts.completed(as_of) & Q(replied_at__gte=period.start, replied_at__lt=period.end)
    return done | facts.limit_passed(as_of)


# What cannot lie there at the moment is left out at once; the conditions say the rest.
OPEN_THEN = Dating(
    "open_then",
    "期末在办",
    lambda _, as_of: Q(accepted_at__isnull=True) | Q(accepted_at__gte=as_of),
    None,
    at_end=True,
)
WAITING_THEN = Dating(
    "waiting_then",
    "期末待派待答",
    lambda _, as_of: Q(state=OrderState.RECEIVED) | Q(decided_at__gte=as_of),
    None,
    at_end=True,
)
IN_USE_THEN = Dating(
    "in_use_then",
    "期末在用",
    lambda _, as_of: Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=as_of),
    None,
    at_end=True,
)
BALANCE = Dating("balance", "期末结存", _in_balance, None, at_end=True)
