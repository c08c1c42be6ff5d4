"""Tasks about orders: each makes one domain call, and running it twice does nothing twice."""

from celery import shared_task
from django.utils import timezone

from orders.clock.sweep import sweep
from orders.explanations.asking import ask_last_quarter
from orders.inspection.drawing import draw_last_month
from orders.notices.delivering import deliver
from orders.notices.digest import send_digests
from orders.retiming.steps import step


@shared_task(name="orders.sweep")
def sweep_clock() -> None:
    """What has come due by now: reminders, cards, the hotline's own lateness, ended suspensions."""
    sweep(at=timezone.now())


@shared_task(name="orders.deliver_notices", soft_time_limit=240, time_limit=300)
def deliver_notices() -> None:
    """Hand on what the outbox holds and send what is due."""
    deliver(at=timezone.now())


@shared_task(name="orders.daily_digests", soft_time_limit=240, time_limit=300)
def daily_digests() -> None:
    """Tell the heads of units how their day begins."""
    send_digests(at=timezone.now())


@shared_task(name="orders.retime")
def retime(*, batch_id: int) -> None:
    """The steps of a batch that moves limits; where it is cut off, the sweep goes on with it."""
    while step(batch_id, at=timezone.now()):
        pass


@shared_task(name="orders.draw_inspection", soft_time_limit=240, time_limit=300)
def draw_inspection() -> None:
    """Draw the sample of the month that is over."""
    draw_last_month(at=timezone.now())


@shared_task(name="orders.ask_explanations", soft_time_limit=240, time_limit=300)
def ask_explanations() -> None:
    """Ask the units that were silent in the quarter that is over."""
    ask_last_quarter(at=timezone.now())
