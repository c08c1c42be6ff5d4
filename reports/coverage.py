"""Since which day facts are recorded: a period that begins before is no base to compare with."""

from datetime import date, datetime

from calls.models import Call
from orders.models import Order
from orders.period import Period, shanghai_day
from reports.population import Population


def covers(population: Population, period: Period) -> bool:
    """Whether the whole period lies within what was recorded of this population."""
    first = _first_day(population)
    return first is not None and first <= period.first


def _first_day(population: Population) -> date | None:
    first: datetime | None
    if population.code == "calls":
        first = Call.objects.order_by("at", "id").values_list("at", flat=True).first()
    else:
        orders = Order.objects.order_by("received_at", "id")
        first = orders.values_list("received_at", flat=True).first()
    return None if first is None else shanghai_day(first)
