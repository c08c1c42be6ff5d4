"""The order of an address, for whoever asks: in sight, or it does not exist."""

from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest

from orders.access import get_order_for
from orders.errors import Missing
from orders.models import Order
from units.actor import Actor, actors_of
from units.models import Staff


def in_sight(request: HttpRequest, number: str, at: datetime) -> tuple[tuple[Actor, ...], Order]:
    """Every way the reader may act, and the order. Raises Http404."""
    actors = actors_of(cast(Staff, request.user), at=at)
    try:
        return actors, get_order_for(actors, number)
    except Missing as missing:
        raise Http404(missing.message) from None
