"""Tasks of reports: each makes one domain call, and running it twice does nothing twice."""

from celery import shared_task
from django.utils import timezone

from reports.analysis.warning import raise_warnings
from reports.bulletins.workflow.drafting import work, work_off
from reports.bulletins.workflow.timetable import draft_due
from reports.tallies.audit import audit
from reports.tallies.refill import refill


@shared_task(name="reports.draft_bulletins", soft_time_limit=540, time_limit=600)
def draft_bulletins() -> None:
    """Draft the bulletins whose time has come, and those that were missed."""
    draft_due(at=timezone.now())


@shared_task(name="reports.draft_asked", soft_time_limit=540, time_limit=600)
def draft_asked(*, drafting_id: int | None = None) -> None:
    """Count for the bulletin somebody asked for; without an id, for all that wait: those that a
    killed worker, or a queue nobody reached, left behind."""
    at = timezone.now()
    if drafting_id is None:
        work_off(at=at)
    else:
        work(drafting_id, at=at)


@shared_task(name="reports.watch_themes", soft_time_limit=240, time_limit=300)
def watch_themes() -> None:
    """Warn of what rose beyond chance today, and yesterday since its last look."""
    raise_warnings(at=timezone.now())


@shared_task(name="reports.refill_tallies", soft_time_limit=240, time_limit=300)
def refill_tallies() -> None:
    """Count again today and what has changed."""
    refill(at=timezone.now())


@shared_task(name="reports.audit_tallies", soft_time_limit=240, time_limit=300)
def audit_tallies() -> None:
    """Hold what is kept against a recount."""
    audit(at=timezone.now())
