"""What definitions of statistics share: conditions on rounds of assignments, and rates in %."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from orders import facts
from reports.statistic import Condition, Statistic

ON = "assignment__"  # from a round to its assignment


def every(_: datetime) -> Q:
    """All rows of the population."""
    return Q()


def standing(as_of: datetime) -> Q:
    """Neither moved nor recalled."""
    return facts.standing(as_of, ON)


def counted(as_of: datetime) -> Q:
    """Not excluded."""
    return facts.counted(as_of, ON)


def assessed(*conditions: Condition) -> Condition:
    """Assignments that stand and are not excluded, where all the conditions hold."""

    def found(as_of: datetime) -> Q:
        which = facts.assessed(as_of, ON)
        for condition in conditions:
            which &= condition(as_of)
        return which

    return found


def both(*conditions: Condition) -> Condition:
    """Rows on which all of them hold."""

    def found(as_of: datetime) -> Q:
        which = Q()
        for condition in conditions:
            which &= condition(as_of)
        return which

    return found


def flag(column: str) -> Condition:
    """Rows on which the population's own column says yes."""
    return lambda _: Q(**{column: True})


def first(_: datetime) -> Q:
    """The first round."""
    return Q(n=1)


def later(_: datetime) -> Q:
    """Rounds of rework."""
    return Q(n__gt=1)


def rate(code: str, name: str, *, better: bool | None = True, **fields: Any) -> Statistic:
    """A rate in %, with two places."""
    return Statistic(code, name, unit="%", places=2, higher_is_better=better, **fields)
