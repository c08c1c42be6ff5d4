"""How fast figures are over a million orders and five million calls: from tallies, counted
directly, and by SQL written by hand, warm, in one run.

What is compared stands in one run, so that only ratios say whether it is quick. A smaller city:
REPORTS_SCALE=0.01.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from django.db import connection

from hotline import servers
from orders.period import Period, parse
from reports.answering import answer
from reports.asking import Question, divided
from reports.balance import count_by_unit
from reports.catalogue import find
from reports.explorer.choice import MAIN
from reports.models import TallyCursor, TallyDay
from reports.populations.dimensions import NAMES
from reports.roster import evaluate_units, roster
from reports.statistic import Statistic
from reports.tallies.current import current
from reports.tallies.fill import fill, fill_day
from reports.tallies.layout import LAYOUTS, VERSION
from reports.tallies.stale import collect
from tests.bench.apply import own_database
from tests.bench.million import by_hand
from tests.bench.million.seed import NOW, seed

ORDERS, CALLS = 1_000_000, 5_000_000
YEAR = parse("2025")
PERIODS = {"month": parse("2025-03"), "quarter": parse("2025-Q2"), "year": YEAR}
WARM = 3


def measure() -> dict[str, float]:
    """Milliseconds and ratios, in a database of its own."""
    with servers.up(), own_database():
        return rate(float(os.environ.get("REPORTS_SCALE", "1")))


def rate(scale: float = 1) -> dict[str, float]:
    """The same in the database that is there, empty so far."""
    begun = perf_counter()
    seed(round(ORDERS * scale), round(CALLS * scale))
    seeded = perf_counter()
    days = counted_ahead(YEAR, NOW)
    figures = {
        "reports.load_average": os.getloadavg()[0],
        "reports.seed_seconds": seeded - begun,
        "reports.days_filled_per_second": days / (perf_counter() - seeded),
        "reports.refill_day_ms": warm(lambda: fill_day(PERIODS["month"].last, at=NOW)),
        "reports.refill_last_day_ms": warm(lambda: fill_day(YEAR.last, at=NOW)),
    }
    for name, over in PERIODS.items():
        figures |= against_sql(name, over)
    figures["reports.balance_of_a_month_ms"] = warm(
        lambda: count_by_unit(PERIODS["month"], as_of=NOW)
    )
    return figures | dict(crossings(PERIODS["month"]))


def counted_ahead(over: Period, at: datetime) -> int:
    """Fill the tallies of a period's days, and say that all changes are read."""
    collect(at=at)
    TallyCursor.objects.update(read_at=at)
    fill(over.days, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_tally, reports_tallyday")
    return TallyDay.objects.filter(layout=VERSION).count()


def against_sql(name: str, over: Period) -> dict[str, float]:
    """A period by unit: all statistics from tallies; and some from tallies, by hand and by direct
    evaluation, which must give the same numbers and are what the ratios compare."""
    members = roster(over)
    groups = [member.unit_id for member in members.members]
    every = LAYOUTS["unit"].statistics
    some = [find(code) for code in by_hand.CODES]
    asked: dict[str, Any] = {"by": "unit", "groups": groups, "merged": members.counts_for}

    def kept(statistics: tuple[Statistic, ...] | list[Statistic]) -> Any:
        found = current(statistics, period=over, now=NOW, **asked)
        if found.kept is None:
            raise AssertionError("the tallies did not answer")
        return found.figures

    counted = by_hand.by_hand(over, NOW)
    for figures in (evaluate_units(some, members, as_of=NOW), kept(some)):
        for one in figures:
            none = (0, None if one.denominator is None else 0)
            if (one.numerator, one.denominator) != counted.get((one.code, one.group), none):
                raise AssertionError(f"{one.code} of {one.group} differs in {over.code}")
    sql = warm(lambda: by_hand.by_hand(over, NOW))
    direct = warm(lambda: evaluate_units(some, members, as_of=NOW))
    return {
        f"reports.{name}_of_{len(groups)}_units_from_tallies_ms": warm(lambda: kept(every)),
        f"reports.{name}_by_sql_ms": sql,
        f"reports.{name}_tallies_over_sql": warm(lambda: kept(some)) / sql,
        f"reports.{name}_direct_over_sql": direct / sql,
    }


def crossings(over: Period) -> Iterator[tuple[str, float]]:
    """A month of what a page shows unasked, by every dimension that divides some of it; from
    tallies where they hold it."""
    for name in NAMES:
        some = tuple(find(code) for code in MAIN if divided(find(code), [name]))
        if some:
            question = Question(some, over, NOW, is_now=True, where={}, by=name)
            yield f"reports.month_by_{name}_ms", warm(partial(answer, question))


def warm(what: Callable[[], object]) -> float:
    """Milliseconds of the quickest of some runs, after one that does not count."""
    what()
    best = float("inf")
    for _ in range(WARM):
        begun = perf_counter()
        what()
        best = min(best, perf_counter() - begun)
    return best * 1000
