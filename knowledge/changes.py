"""Noting from which day on figures about articles moved, in the transaction that moves them."""

from datetime import datetime

from knowledge.models import ArticleChange
from orders.period import shanghai_day


def touch(since: datetime, *, at: datetime) -> None:
    """What lies there from that moment's day on is another; at: when that was done."""
    ArticleChange.objects.create(at=at, since=shanghai_day(since))
