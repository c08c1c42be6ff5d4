"""预警: which themes rose beyond chance on a day, in the whole city or in one district.

A day is held against days of its kind in the weeks before, a running one against the same hours.
Every theme in the city and in every district is looked at, many times a day; all these looks
together may raise one false warning in ten days (Bonferroni again). Looks at a growing day are far
from independent, so in truth it is less. A district's rise is told alone only where the city as a
whole shows none: a burst pipe is one warning, not two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from orders.labels import districts
from orders.period import Period
from reports.analysis.classes import subjects, theme_of
from reports.analysis.crossing import crossed
from reports.analysis.expectation import Expectation, Window, expect
from reports.analysis.history import recorded_past
from reports.analysis.surge import Bar, judge, least_unusual
from reports.catalogue import find

CITY = ""
LOOKS = 14  # a day, as the timetable has them
BAR = Bar(times=Fraction(2), more=5, chance=0.1)
Place = tuple[str, str]  # theme, district


@dataclass(frozen=True, slots=True)
class Rise:
    """theme: its code; district: its code, CITY for the whole of it."""

    theme: str
    district: str
    count: int
    expected: Expectation
    limit: int
    basis: str


def rises(day: Period, *, as_of: datetime) -> list[Rise]:
    """What is unusual on the day as of the moment (aware): the city's themes, then those of
    districts alone, by count."""
    known, areas = subjects(), districts()
    now = _counts(day, as_of)
    before = recorded_past(day, as_of)
    counts = [(_counts(one.period, one.as_of), one.length) for one in before.windows]
    bar = BAR.among(len(known) * (1 + len(areas)) * LOOKS)

    def risen(places: Iterator[Place]) -> list[Rise]:
        found = []
        for place in places:
            expected = expect([Window(some[place], length) for some, length in counts])
            if expected and judge(now[place], expected, bar).unusual:
                limit = least_unusual(expected, bar)
                found.append(Rise(*place, now[place], expected, limit, before.basis))
        return sorted(found, key=lambda one: (-one.count, one.theme, one.district))

    likely = [place for place in now if place[0] in known and now[place] >= BAR.more]
    city = risen(place for place in likely if place[1] == CITY)
    told = {one.theme for one in city}
    return city + risen(place for place in likely if place[1] != CITY and place[0] not in told)


def _counts(day: Period, as_of: datetime) -> Mapping[Place, int]:
    """Accepted demands by theme and district, and by theme in the whole city."""
    found: Counter[Place] = Counter()
    accepted = find("demands.accepted")
    cells = crossed(accepted, period=day, as_of=as_of, by=("category", "district"))
    for (category, district), (many, _) in cells.items():
        found[theme_of(category), CITY] += many
        if district:
            found[theme_of(category), district] += many
    return found
