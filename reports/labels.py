"""What the groups of each dimension are called, in the order they are listed: the roster of it.

Figures are told over the roster, not over the rows found: a channel nobody used is one with 0.
"""

from collections.abc import Callable, Mapping
from typing import Any

from calls.models import Line, Seat, SkillQueue
from calls.models.call import Outcome
from knowledge.models import Class
from orders.labels import districts
from orders.models import Category, Channel, Request
from orders.models.callback import Way
from orders.models.limits import Kind, Urgency
from orders.period import Period
from reports.roster import roster

Labels = Mapping[Any, str]
_WEEKDAYS = "一二三四五六日"


def labels_of(dimension: str, period: Period) -> Labels:
    """Value to name, in order; empty where the values have no names of their own."""
    make = _ROSTERS.get(dimension)
    return make(period) if make else {}


def _named(model: type[Line] | type[SkillQueue] | type[Channel]) -> Callable[[Period], Labels]:
    order = [name for name in ("position", "code") if hasattr(model, name)]
    return lambda _: dict(model._default_manager.order_by(*order).values_list("code", "name"))


def _choices(*choices: tuple[str, str]) -> Callable[[Period], Labels]:
    return lambda _: {str(value): str(label) for value, label in choices}


def _categories(level: int | None) -> Callable[[Period], Labels]:
    wanted = {} if level is None else {"level": level}

    def found(_: Period) -> Labels:
        return dict(Category.objects.filter(**wanted).order_by("code").values_list("code", "name"))

    return found


def _units(period: Period) -> Labels:
    return {one.unit_id: one.short_name or one.name for one in roster(period).members}


def _groups(period: Period) -> Labels:
    return roster(period).groups


def _seats(_: Period) -> Labels:
    return {seat.pk: str(seat) for seat in Seat.objects.order_by("code")}


_ROSTERS: Mapping[str, Callable[[Period], Labels]] = {
    "channel": _named(Channel),
    "kind": _choices(*Kind.choices),
    "urgency": _choices(*Urgency.choices),
    "category": _categories(None),
    "top": _categories(1),
    "district": lambda _: dict(districts()),
    "unit": _units,
    "group": _groups,
    "line": _named(Line),
    "queue": _named(SkillQueue),
    "seat": _seats,
    "outcome": _choices(*Outcome.choices),
    "hour": lambda _: {hour: f"{hour}时" for hour in range(24)},
    "weekday": lambda _: {n: f"周{name}" for n, name in enumerate(_WEEKDAYS, start=1)},
    "way": _choices(*Way.choices),
    "request": _choices(*Request.Kind.choices),
    "knowledge": lambda _: dict(Class.objects.order_by("code").values_list("code", "name")),
    "day": lambda period: {day: f"{day:%Y-%m-%d}" for day in period.days},
}
