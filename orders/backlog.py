"""What waits at a moment: how far the clock and the notices are behind, for whoever watches."""

from datetime import datetime

from django.db.models import Count, Min, Q

from orders.models import Delivery, Order, Outbox


def backlog(at: datetime) -> dict[str, float]:
    """Counts, and ages in seconds (0 where nothing waits), by name."""
    clock = Order.objects.filter(next_due_at__lte=at).aggregate(
        due=Count("pk"), oldest=Min("next_due_at")
    )
    owed = Outbox.objects.filter(sent_at__isnull=True).aggregate(n=Count("id"), oldest=Min("at"))
    unsent = Delivery.objects.filter(state__in=["waiting", "sending", "dead"])
    deliveries = unsent.aggregate(
        waiting=Count("pk", filter=~Q(state="dead")), dead=Count("pk", filter=Q(state="dead"))
    )
    return {
        "clock_due": clock["due"],
        "clock_lag_seconds": _age(clock["oldest"], at),
        "outbox_unexpanded": owed["n"],
        "outbox_lag_seconds": _age(owed["oldest"], at),
        "deliveries_waiting": deliveries["waiting"],
        "deliveries_dead": deliveries["dead"],
    }


def _age(oldest: datetime | None, at: datetime) -> float:
    return max((at - oldest).total_seconds(), 0.0) if oldest else 0.0
