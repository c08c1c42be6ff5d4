"""Tasks at the doors: each makes one call, and running it twice does nothing twice."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from intake.simulated_gateway import SimulatedGateway, post_home


@shared_task(name="intake.simulated_calls", soft_time_limit=60, time_limit=90)
def simulated_calls() -> None:
    """Where the callback gateway is the simulated one, tell the results that are due."""
    if settings.CALLBACKS_SIMULATED:
        SimulatedGateway().deliver(at=timezone.now(), post=post_home)
