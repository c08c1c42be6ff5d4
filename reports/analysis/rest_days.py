"""What a day of rest brings of a working day's demands, taken from the weeks before."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from orders.period import span
from reports.analysis.day_kinds import Days
from reports.catalogue import find
from reports.measure import evaluate

WEEKS = 8
LEAST = 100  # demands on working days: fewer tell nothing of how rest differs
_LOWEST = Fraction(1, 20)  # where hardly anybody is heard at weekends


def worth_of_rest(until: date, since: date, days: Days, as_of: datetime) -> Fraction:
    """The demands of an average day of rest over those of an average working day, in the eight
    weeks before `until` and not before `since`, as of the moment (aware); 1 where there are too few
    to tell."""
    first, last = max(until - timedelta(weeks=WEEKS), since), until - timedelta(days=1)
    if first > last:
        return Fraction(1)
    found = evaluate([find("demands.accepted")], period=span(first, last), as_of=as_of, by="day")
    by_day = {one.group: one.numerator for one in found}
    every = span(first, last).days
    worked = [by_day[day] for day in every if days.worked(day)]
    rest = [by_day[day] for day in every if not days.worked(day)]
    if sum(worked) < LEAST or not rest:
        return Fraction(1)
    return max(Fraction(sum(rest) * len(worked), sum(worked) * len(rest)), _LOWEST)
