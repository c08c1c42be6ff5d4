"""The orders behind a figure of the analysis: those of a theme, of a district, or of both."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from orders.models import Order
from orders.period import Period
from reports.catalogue import find


def orders_behind(
    period: Period, *, as_of: datetime, theme: str = "", district: str | None = None
) -> QuerySet[Any]:
    """Accepted demands of the period as of the moment (aware), latest first. theme: the code of a
    category of any level, "" for all; district: its code, "" for those without one, None for all.
    """
    of = find("demands.accepted")
    rows = Order.objects.filter(of.numerator(as_of), of.dated_by.within(period, as_of))
    rows = rows.filter(received_at__lt=as_of)
    if theme:
        rows = rows.filter(Q(category_id=theme) | Q(category__code__startswith=f"{theme}."))
    if district is not None:
        rows = rows.filter(district=district)
    return rows.select_related("category").order_by("-received_at", "-pk")
