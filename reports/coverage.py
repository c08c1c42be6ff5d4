"""Since which day facts are recorded: a period that begins before is no base to compare with."""

from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth

from calls.models import Call
from orders.models import Order
from orders.period import SHANGHAI, Period, shanghai_day, span
from reports.population import Population

WHOLE = Fraction(1, 4)  # of the fullest month: what a month of whole records has at least


def covers(population: Population, period: Period) -> bool:
    """Whether the whole period lies within what was recorded of this population."""
    first = _first_call() if population.code == "calls" else _first_order()
    return first is not None and first <= period.first


def recorded_since() -> date | None:
    """The first day of which anything is recorded; None while nothing is."""
    days = [day for day in (_first_order(), _first_call()) if day is not None]
    return min(days, default=None)


def whole_since(first: date, last: date) -> date | None:
    """The first day of whole records of demands between the two; None where there is none.

    A hotline takes old orders over when it begins to use this system: single ones, from long before
    its records were whole. Records begin with the first demand of the first month that has
    a quarter of the demands of the fullest one.
    """
    looked_at = span(first.replace(day=1), last)
    rows = Order.objects.filter(received_at__gte=looked_at.start, received_at__lt=looked_at.end)
    by_month = rows.annotate(month=TruncMonth("received_at", tzinfo=SHANGHAI)).values("month")
    months = by_month.annotate(n=Count("pk"), begun=Min("received_at")).order_by("month")
    least = max((month["n"] for month in months), default=0) * WHOLE
    begun = next((month["begun"] for month in months if month["n"] >= least), None)
    return None if begun is None else max(shanghai_day(begun), first)


def _first_call() -> date | None:
    return _day(Call.objects.order_by("at", "id").values_list("at", flat=True).first())


def _first_order() -> date | None:
    orders = Order.objects.order_by("received_at", "id")
    return _day(orders.values_list("received_at", flat=True).first())


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else shanghai_day(moment)
