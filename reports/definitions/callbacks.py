"""Every statistic of asking citizens (domain §4): orders called back, and what they said."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from orders import facts
from reports import dating
from reports.definitions.parts import assessed, every, first, flag, rate, standing
from reports.populations import callbacks
from reports.populations.callbacks import ATTEMPTS
from reports.populations.leads import LEADS, ROUNDS
from reports.statistic import Statistic

_ACCEPTED: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.ACCEPTED_AT}
_RATED: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.RATED_AT}
_ATTEMPT: dict[str, Any] = {"population": ATTEMPTS, "dated_by": dating.ATTEMPTED_AT}
_CALLED_BACK: dict[str, Any] = {"population": ROUNDS, "dated_by": dating.CALLED_BACK_AT}


def _unrated_or_satisfied(as_of: datetime) -> Q:
    return facts.satisfied(as_of) | ~facts.rated(as_of)


CALLBACK_STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "orders.called_back",
        "回访工单",
        population=LEADS,
        dated_by=dating.ACCEPTED_AT,
        numerator=lambda as_of: standing(as_of) & facts.completed(as_of) & Q(attempted=True),
    ),
    rate(
        "orders.callback_rate",
        "回访率",
        numerator=flag("attempted"),
        denominator=assessed(facts.completed),
        source="1281/1281 = 100",
        **_ACCEPTED,
    ),
    rate(
        "orders.valid_callback_rate",
        "有效回访率",
        numerator=facts.answered,
        denominator=assessed(facts.completed, flag("attempted")),
        **_ACCEPTED,
    ),
    rate(
        "orders.satisfied_rate",
        "满意率",
        numerator=facts.satisfied,
        denominator=assessed(facts.final, facts.rated),
        missing="exclude",
        source="1113/1281 = 86.9; 2617/2713 = 96.46",
        **_RATED,
    ),
    rate(
        "orders.satisfied_rate.unrated_satisfied",
        "满意率（未评视为满意）",
        numerator=_unrated_or_satisfied,
        denominator=assessed(facts.final, facts.called_back, facts.rating_stands),
        missing="satisfied",
        **_CALLED_BACK,
    ),
    rate(
        "orders.satisfied_rate.unrated_dissatisfied",
        "满意率（未评视为不满意）",
        numerator=facts.satisfied,
        denominator=assessed(facts.final, facts.called_back, facts.rating_stands),
        missing="dissatisfied",
        **_CALLED_BACK,
    ),
    rate(
        "orders.first_satisfied_rate",
        "首次满意率",
        numerator=facts.satisfied,
        denominator=assessed(first, facts.rated),
        missing="exclude",
        **_RATED,
    ),
    rate(
        "orders.solved_rate",
        "解决率",
        numerator=facts.solved,
        denominator=assessed(facts.final, facts.told_solved),
        missing="exclude",
        source="三率之一：市民说已解决",
        **_RATED,
    ),
    Statistic("callbacks.attempts", "回访次数", numerator=every, unit="次", **_ATTEMPT),
    rate(
        "callbacks.reached_rate",
        "回访接通率",
        numerator=callbacks.reached,
        denominator=every,
        **_ATTEMPT,
    ),
    rate(
        "callbacks.smart_rate",
        "智能回访占比",
        better=None,
        numerator=callbacks.smart,
        denominator=every,
        **_ATTEMPT,
    ),
)
