"""Counts only bulletins tell of: how many gave each rating, of those the satisfied rate is over."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from reports.catalogue import find
from reports.statistic import Statistic

RATINGS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
_SATISFIED = find("orders.satisfied_rate")


def code(rating: int) -> str:
    """Of the count of that rating."""
    return f"orders.rated.{rating}"


def _rated(rating: int) -> Callable[[datetime], Q]:
    def rated(as_of: datetime) -> Q:
        assert _SATISFIED.denominator is not None
        return _SATISFIED.denominator(as_of) & Q(rating=rating)

    return rated


RATED = tuple(
    Statistic(
        code(rating), f"评价“{name}”", _SATISFIED.population, _SATISFIED.dated_by, _rated(rating)
    )
    for rating, name in RATINGS.items()
)
