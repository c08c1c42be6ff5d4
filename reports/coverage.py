"""Since which day facts are recorded: a period that begins before is no base to compare with."""

from datetime import date, datetime

from calls.models import Call
from orders.models import Order
from orders.period import Period, shanghai_day
from reports.population import Population


def covers(population: Population, period: Period) -> bool:
    """Whether the whole period lies within what was recorded of this population."""
    first = _first_call() if population.code == "calls" else _first_order()
    return first is not None and first <= period.first


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
