"""Tasks of reports: each makes one domain call, and running it twice does nothing twice."""

from celery import shared_task
from django.utils import timezone

from reports.bulletins.workflow.timetable import draft_due


@shared_task(name="reports.draft_bulletins", soft_time_limit=540, time_limit=600)
def draft_bulletins() -> None:
    """Draft the bulletins whose time has come, and those that were missed."""
    draft_due(at=timezone.now())
