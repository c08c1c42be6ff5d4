"""Noting which earlier days a late word touches, in the transaction that takes it in."""

from collections.abc import Iterable
from datetime import datetime

from calls.models import CallChange
from orders.period import shanghai_day


def touch(moments: Iterable[datetime | None], *, at: datetime) -> None:
    """Figures placed at these moments changed; those of today are left out (CallChange)."""
    today = shanghai_day(at)
    days = {shanghai_day(moment) for moment in moments if moment is not None}
    earlier = sorted(day for day in days if day < today)
    if earlier:
        CallChange.objects.create(at=at, days=earlier)
