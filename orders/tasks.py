"""Tasks about orders: each makes one domain call, and running it twice does nothing twice."""

from celery import shared_task
from django.utils import timezone

from orders.clock.sweep import sweep


@shared_task(name="orders.sweep")
def sweep_clock() -> None:
    """What has come due by now: reminders, cards, the hotline's own lateness, ended suspensions."""
    sweep(at=timezone.now())
