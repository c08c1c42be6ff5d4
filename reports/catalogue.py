"""Every statistic, declared once.

A code's first word is what is counted: demands.* counts orders (every demand is one); orders.*
counts top-level lead assignments, one a dispatched order; calls.* counts calls. A variant is the
statistic's code and one word more (orders.completed_rate.dispatched). Formulas and sources are
those of domain §4.
"""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from orders import facts
from orders.facts import Part
from reports import checks, dating, demands
from reports.call_statistics import CALL_STATISTICS
from reports.demands import DEMANDS
from reports.leads import LEADS, ROUNDS
from reports.statistic import Condition, Statistic, UnknownStatistic
from reports.supervised import SUPERVISED

_A = "assignment__"  # from a round to its assignment


def _all(_: datetime) -> Q:
    return Q()


def _standing(as_of: datetime) -> Q:
    return facts.standing(as_of, _A)


def _counted(as_of: datetime) -> Q:
    return facts.counted(as_of, _A)


def _assessed(*conditions: Condition) -> Condition:
    """Assignments that stand and are not excluded, where all the conditions hold."""

    def found(as_of: datetime) -> Q:
        which = facts.assessed(as_of, _A)
        for condition in conditions:
            which &= condition(as_of)
        return which

    return found


def _flag(column: str) -> Condition:
    """Rows on which the population's own column says yes."""
    return lambda _: Q(**{column: True})


def _first(_: datetime) -> Q:
    return Q(n=1)


def _later(_: datetime) -> Q:
    return Q(n__gt=1)


def _unrated_or_satisfied(as_of: datetime) -> Q:
    return facts.satisfied(as_of) | ~facts.rated(as_of)


_DEMAND: dict[str, Any] = {"population": DEMANDS, "dated_by": dating.RECEIVED_AT}
_FIRST_DISPATCH: dict[str, Any] = {"population": DEMANDS, "dated_by": dating.FIRST_DISPATCHED_AT}
_DISPATCHED: dict[str, Any] = {"population": LEADS, "dated_by": dating.DISPATCHED_AT}
_COMPLETED: dict[str, Any] = {"population": LEADS, "dated_by": dating.COMPLETED_AT}
_DUE: dict[str, Any] = {"population": LEADS, "dated_by": dating.DUE_ON}
_BALANCE: dict[str, Any] = {"population": LEADS, "dated_by": dating.BALANCE}
_LATER_DUE: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.DUE_ON}
_ACCEPTED: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.ACCEPTED_AT}
_RATED: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.RATED_AT}
_CALLED_BACK: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.CALLED_BACK_AT}


def _rate(code: str, name: str, *, better: bool | None = True, **fields: Any) -> Statistic:
    return Statistic(code=code, name=name, unit="%", places=2, higher_is_better=better, **fields)


DEMAND_STATISTICS: tuple[Statistic, ...] = (
    Statistic("demands.accepted", "受理", numerator=_all, **_DEMAND),
    *(
        Statistic(f"demands.{part.value}", part.label, numerator=demands.in_part(part), **_DEMAND)
        for part in Part
    ),
    Statistic(
        "demands.days", "有受理的日子", numerator=_all, unit="天", distinct=demands.DAY, **_DEMAND
    ),
    Statistic("demands.completed", "办结诉求", numerator=demands.completed, **_DEMAND),
    _rate(
        "demands.direct_rate",
        "直接答复率",
        better=None,
        numerator=demands.in_part(Part.DIRECT),
        denominator=_all,
        source="964/1282 = 75.20",
        **_DEMAND,
    ),
    _rate(
        "demands.dispatched_rate",
        "派单率",
        better=None,
        numerator=demands.in_part(Part.DISPATCHED),
        denominator=_all,
        source="37527/71184 = 52.7",
        **_DEMAND,
    ),
    _rate(
        "demands.completed_rate",
        "综合办结率",
        numerator=demands.completed,
        denominator=_all,
        source="11163/11171 = 99.93",
        **_DEMAND,
    ),
)

DISPATCH_STATISTICS: tuple[Statistic, ...] = (
    Statistic("orders.given", "派出（含改派前）", numerator=_all, **_DISPATCHED),
    Statistic("orders.dispatched", "转办", numerator=_standing, **_DISPATCHED),
    _rate(
        "orders.signed_on_time_rate",
        "及时签收率",
        numerator=lambda as_of: facts.signed_on_time(as_of, _A),
        denominator=_assessed(),
        source="6/7 = 85.71",
        **_DISPATCHED,
    ),
    _rate(
        "orders.contacted_on_time_rate",
        "响应率",
        numerator=lambda as_of: facts.contacted_on_time(as_of, _A),
        denominator=_assessed(lambda _: facts.contact_owed(_A)),
        source="三率之一：限时联系市民",
        **_DISPATCHED,
    ),
    _rate(
        "orders.return_rate",
        "退单率",
        better=False,
        numerator=_flag("return_asked"),
        denominator=_counted,
        **_DISPATCHED,
    ),
    _rate(
        "orders.first_dispatch_rate",
        "首派准确率",
        numerator=demands.never_moved,
        denominator=demands.given,
        **_FIRST_DISPATCH,
    ),
)

COMPLETION_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "orders.completed",
        "办结",
        numerator=lambda as_of: _standing(as_of) & facts.completed(as_of),
        **_COMPLETED,
    ),
    Statistic("orders.due", "到期", numerator=_assessed(facts.due), **_DUE),
    _rate(
        "orders.completed_rate",
        "办结率",
        numerator=facts.completed,
        denominator=_assessed(facts.due),
        source="25783/29186 = 88.34",
        **_DUE,
    ),
    _rate(
        "orders.completed_rate.dispatched",
        "办结率（比转办）",
        numerator=facts.completed,
        denominator=_assessed(),
        source="314/318 = 98.74",
        **_DISPATCHED,
    ),
    _rate(
        "orders.completed_rate.balance",
        "办结率（比结转加新派减未到期）",
        numerator=facts.completed,
        denominator=_assessed(facts.due),
        **_BALANCE,
    ),
    _rate(
        "orders.on_time_rate",
        "按期办结率",
        numerator=facts.completed_on_time,
        denominator=_assessed(facts.due),
        source="24165/29186 = 82.80; 2794/2798 = 99.86",
        **_DUE,
    ),
    _rate(
        "orders.overdue_rate",
        "超期率",
        better=False,
        numerator=facts.overdue,
        denominator=_assessed(facts.due),
        source="4/2798 = 0.14",
        **_DUE,
    ),
    _rate(
        "orders.rework_rate",
        "重办率",
        better=False,
        numerator=facts.reworked,
        denominator=_assessed(facts.due),
        source="34/11303 = 0.30",
        **_DUE,
    ),
    _rate(
        "orders.rework_on_time_rate",
        "重办按期率",
        numerator=facts.completed_on_time,
        denominator=_assessed(facts.due, _later),
        **_LATER_DUE,
    ),
)

CALLBACK_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "orders.called_back",
        "回访工单",
        population=LEADS,
        dated_by=dating.ACCEPTED_AT,
        numerator=lambda as_of: _standing(as_of) & facts.completed(as_of) & Q(attempted=True),
    ),
    _rate(
        "orders.callback_rate",
        "回访率",
        numerator=_flag("attempted"),
        denominator=_assessed(facts.completed),
        source="1281/1281 = 100",
        **_ACCEPTED,
    ),
    _rate(
        "orders.valid_callback_rate",
        "有效回访率",
        numerator=facts.answered,
        denominator=_assessed(facts.completed, _flag("attempted")),
        **_ACCEPTED,
    ),
    _rate(
        "orders.satisfied_rate",
        "满意率",
        numerator=facts.satisfied,
        denominator=_assessed(facts.final, facts.rated),
        missing="exclude",
        source="1113/1281 = 86.9; 2617/2713 = 96.46",
        **_RATED,
    ),
    _rate(
        "orders.satisfied_rate.unrated_satisfied",
        "满意率（未评视为满意）",
        numerator=_unrated_or_satisfied,
        denominator=_assessed(facts.final, facts.called_back, facts.rating_stands),
        missing="satisfied",
        **_CALLED_BACK,
    ),
    _rate(
        "orders.satisfied_rate.unrated_dissatisfied",
        "满意率（未评视为不满意）",
        numerator=facts.satisfied,
        denominator=_assessed(facts.final, facts.called_back, facts.rating_stands),
        missing="dissatisfied",
        **_CALLED_BACK,
    ),
    _rate(
        "orders.solved_rate",
        "解决率",
        numerator=facts.solved,
        denominator=_assessed(facts.final, facts.told_solved),
        missing="exclude",
        source="三率之一：市民说已解决",
        **_RATED,
    ),
    _rate(
        "orders.first_satisfied_rate",
        "首次满意率",
        numerator=facts.satisfied,
        denominator=_assessed(_first, facts.rated),
        missing="exclude",
        **_RATED,
    ),
)

SUPERVISION_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "orders.supervised",
        "督办",
        population=SUPERVISED,
        dated_by=dating.ISSUED_AT,
        numerator=_all,
    ),
)

QUALITY_STATISTICS: tuple[Statistic, ...] = (
    _rate(
        "orders.reply_quality",
        "答复规范得分率",
        population=checks.CHECKS,
        dated_by=dating.CHECKED_AT,
        numerator=_all,
        denominator=lambda as_of: facts.counted(as_of, checks.ASSIGNMENT),
        sums=("points", "possible"),
        source="答复规范10分，一处问题得9分",
    ),
)

CATALOGUE: Mapping[str, Statistic] = MappingProxyType(
    {
        statistic.code: statistic
        for statistic in (
            *DEMAND_STATISTICS,
            *DISPATCH_STATISTICS,
            *COMPLETION_STATISTICS,
            *CALLBACK_STATISTICS,
            *SUPERVISION_STATISTICS,
            *QUALITY_STATISTICS,
            *CALL_STATISTICS,
        )
    }
)


def find(code: str) -> Statistic:
    """The statistic of that code. Raises UnknownStatistic, naming the nearest codes."""
    if code not in CATALOGUE:
        near = "、".join(get_close_matches(code, CATALOGUE, cutoff=0.5)) or "、".join(CATALOGUE)
        raise UnknownStatistic(f"没有代码是“{code}”的统计指标；有：{near}")
    return CATALOGUE[code]


def variant(code: str, over: str) -> Statistic | None:
    """The variant of the code over that population, else the statistic itself, else None."""
    return CATALOGUE.get(f"{code}.{over}") or CATALOGUE.get(code)
