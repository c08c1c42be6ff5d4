"""Which moment places a fact into a period, always by its day of Asia/Shanghai (domain §4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Expression, F, Q, When
from django.db.models.functions import Least

from orders import facts
from orders.models.round import ShanghaiDay
from orders.period import Period


@dataclass(frozen=True, slots=True)
class Dating:
    """Which moment places a row: `day` is its Shanghai day, `within` the rows of a period.

    A dating without a day cannot be grouped by day; its period is always seen as of its own end
    at the latest (`at_end`), and its counts do not add up over periods.
    """

    code: str
    name: str
    within: Callable[[Period, datetime], Q]
    day: Callable[[datetime], Expression] | None
    at_end: bool = False


def _by_moment(code: str, name: str, path: str) -> Dating:
    return Dating(
        code,
        name,
        lambda period, _: Q(**{f"{path}__gte": period.start, f"{path}__lt": period.end}),
        lambda _: ShanghaiDay(F(path)),
    )


def _due_within(period: Period, as_of: datetime) -> Q:
    """By the stored day; what was completed only after the moment is placed by its limit."""
    known = Q(accepted_at__isnull=True) | Q(accepted_at__lt=as_of)
    stored = Q(due_on__gte=period.first, due_on__lt=period.until)
    return (known & stored) | (
        Q(accepted_at__gte=as_of, due_at__gte=period.start, due_at__lt=period.end)
    )


def _due_day(as_of: datetime) -> Expression:
    replied = Case(When(accepted_at__lt=as_of, then=F("replied_at")))
    return ShanghaiDay(Least(replied, F("due_at")))


RECEIVED_AT = _by_moment("received_at", "受理日", "received_at")
FIRST_DISPATCHED_AT = _by_moment("first_dispatched_at", "首次派单日", "dispatched_at")
DISPATCHED_AT = _by_moment("dispatched_at", "派单日", "assignment__dispatched_at")
COMPLETED_AT = _by_moment("completed_at", "办结日", "replied_at")
DUE_ON = Dating("due_on", "到期日", _due_within, _due_day)
ACCEPTED_AT = _by_moment("accepted_at", "审核通过日", "accepted_at")
RATED_AT = _by_moment("rated_at", "评价日", "rated_at")
CALLED_BACK_AT = _by_moment("called_back_at", "回访结束日", "callback__closed_at")


def _in_balance(period: Period, as_of: datetime) -> Q:
    """Completed within the period, or overdue and open at its end: what was carried in and what
    came, less what was not yet due. Moved, recalled and excluded ones the catalogue leaves out."""
    done = facts.completed(as_of) & Q(replied_at__gte=period.start, replied_at__lt=period.end)
    return done | facts.limit_passed(as_of)


BALANCE = Dating("balance", "期末结存", _in_balance, None, at_end=True)
