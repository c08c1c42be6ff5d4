"""A note that somebody of the hotline leaves on an order for the unit to read."""

from datetime import datetime

from orders.models import Text
from orders.models.text import Audience
from orders.search import as_vector


def note_for_the_unit(order_id: int, body: str, at: datetime) -> Text | None:
    """The words kept; None where there are none."""
    if not body:
        return None
    return Text.objects.create(
        order_id=order_id,
        kind=Text.Kind.NOTE,
        audience=Audience.UNIT,
        body=body,
        at=at,
        tokens=as_vector(body),
    )
