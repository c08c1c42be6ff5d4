"""Since which day records are whole: a period that begins before is no base to compare with.

A hotline takes old orders over when it begins to use this system: single ones, from long before its
records were whole. Records begin with the first row of the first month that has a quarter of the
rows of the fullest one, up to a year after what is compared: later ones tell how a hotline grew.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction

from calls.models import Call
from orders.models import Order
from orders.period import Period, shanghai_day
from reports.population import Population
from reports.populations.calls import CALLS
from reports.populations.returns import RETURNS
from reports.populations.seats import SEAT_STATES
from reports.recorded import Book, months

WHOLE = Fraction(1, 4)  # of the fullest month: what a month of whole records has at least
_AFTER = timedelta(days=365)
_BY_TELEPHONE = frozenset({CALLS.code, RETURNS.code, SEAT_STATES.code})


def book_of(population: Population) -> Book:
    """Which records say whether this population was recorded: calls for all of the telephone,
    demands for everything else."""
    return Book.CALLS if population.code in _BY_TELEPHONE else Book.DEMANDS


def covers(book: Book, base: Period, period: Period) -> bool:
    """Whether records were whole from the first day of the base on; period: what is compared with
    it."""
    since = whole_since(book, max(base.last, period.last))
    return since is not None and since <= base.first


def whole_since(book: Book, last: date) -> date | None:
    """The first day of whole records, as looked at from that day; None where nothing is recorded.
    Once begun they are whole, however quiet a later month may be."""
    near = {month: of for month, of in months(book).items() if month <= last + _AFTER}
    least = max((of.count for of in near.values()), default=0) * WHOLE
    return next((near[month].begun for month in sorted(near) if near[month].count >= least), None)


def recorded_since() -> date | None:
    """The first day of which anything is recorded; None while nothing is."""
    days = [day for day in (_first_order(), _first_call()) if day is not None]
    return min(days, default=None)


def _first_call() -> date | None:
    return _day(Call.objects.order_by("at", "id").values_list("at", flat=True).first())


def _first_order() -> date | None:
    orders = Order.objects.order_by("received_at", "id")
    return _day(orders.values_list("received_at", flat=True).first())


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else shanghai_day(moment)
