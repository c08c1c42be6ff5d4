"""热点主题: what people asked about most in a period, and what rose above its own history."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from orders.period import Period
from reports.analysis.classes import Subject, subjects, theme_of
from reports.analysis.expectation import Expectation, Window, expect
from reports.analysis.history import recorded_past
from reports.analysis.surge import Bar, Surge, judge, least_unusual
from reports.catalogue import find
from reports.measure import Where, evaluate
from units.models import Unit

# Passed by a theme in which nothing is unusual once in twenty periods looked at, all themes
# together; below half as much again, or five pieces more, a rise is not worth a leader's minute.
BAR = Bar(times=Fraction(3, 2), more=5, chance=0.05)


@dataclass(frozen=True, slots=True)
class Theme:
    """category: code, name and the path of names; expected: None where the history is too short;
    basis: how it was reckoned, or why not; limit: the smallest count that would be unusual."""

    category: Subject
    count: int
    expected: Expectation | None
    basis: str
    surge: Surge
    limit: int | None

    @property
    def unusual(self) -> bool:
        """Whether it rose beyond chance; false also where nothing can be said."""
        return bool(self.surge.unusual)


def hot_themes(
    period: Period, *, as_of: datetime, unit: Unit | None = None, most: int = 10
) -> tuple[Theme, ...]:
    """The themes of the period with most demands, as of the moment (aware), those with most first;
    themes without demands are none. most: how many at most.

    Counted are accepted demands by the day they came; of a unit, the orders dispatched to it and to
    what lies below it, by the day of dispatch. A running period is held against the same part of
    the earlier ones.
    """
    known = subjects()
    code = "demands.accepted" if unit is None else "orders.dispatched"
    where: dict[str, Any] = {} if unit is None else {"unit": _subtree(unit)}
    now = _counts(code, period, as_of, where)
    some = sorted((one for one in known if now[one]), key=lambda one: (-now[one], one))[:most]
    before = recorded_past(period, as_of, date.min if unit is None else unit.active_from)
    counts = [(_counts(code, one.period, one.as_of, where), one.length) for one in before.windows]
    bar = BAR.among(len(known))
    return tuple(
        _theme(
            known[one],
            now[one],
            [Window(n[one], length) for n, length in counts],
            bar,
            before.basis,
        )
        for one in some
    )


def _theme(of: Subject, count: int, history: list[Window], bar: Bar, how: str) -> Theme:
    expected = expect(history)
    if expected is None:
        return Theme(of, count, None, "往期记录不足", Surge(), None)
    surge = judge(count, expected, bar)
    return Theme(of, count, expected, how, surge, least_unusual(expected, bar))


def _counts(code: str, period: Period, as_of: datetime, where: Where) -> Mapping[str, int]:
    """By theme, from the one definition of the statistic."""
    found: Counter[str] = Counter()
    for one in evaluate([find(code)], period=period, as_of=as_of, where=where, by="category"):
        found[theme_of(one.group)] += one.numerator
    return found


def _subtree(unit: Unit) -> list[int]:
    return list(Unit.objects.subtree_of(unit).values_list("pk", flat=True))
