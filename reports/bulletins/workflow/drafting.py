"""Counting for a bulletin what somebody asked for, away from whoever waits: once, whoever asks
however often, taken up again where a worker was killed, and with words where it came to nothing.

The row is locked while its figures are counted and released with what came of it; how far the
counting is stands in the cache, where it may be lost.
"""

import logging
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from orders.errors import LifecycleError
from orders.period import Period, parse
from reports.bulletins.gathering.gather import NoHotline
from reports.bulletins.kinds import SHAPES, BulletinKind, Shape, number
from reports.bulletins.workflow import steps
from reports.models import Bulletin, Drafting
from units.actor import Actor

Step = Drafting.Step
SHOWN = timedelta(days=3)  # how long a failed one that nobody tried again stays in sight
_KEPT = 3600  # seconds: longer than any count takes
_FAULT = "统计中途出了错，原因在日志里；再试一次，还不行就请管理员看"
_TOO_LONG = "数了太久，停下了；过一会儿再试，还不行就请管理员看"
log = logging.getLogger(__name__)


def ask_draft(shape: Shape, period: Period, *, by: Actor, at: datetime) -> Bulletin | Drafting:
    """The bulletin there is of the period, else the count for it that is under way, begun now where
    there was none. Raises Forbidden, Refused for a period that is not over."""
    found = steps.drafted(shape, period, by=by, at=at)
    if found is not None:
        return found
    return _asked(Step.DRAFT, shape.kind, period.code, 1, None, by, at)


def ask(step: str, row: Bulletin, *, by: Actor, at: datetime) -> Drafting:
    """The count under way of a recount or a correction, begun now where there was none. Raises
    Forbidden, Conflict."""
    if step == Step.RECOUNT:
        steps.may_recount(row, by=by)
        return _asked(Step.RECOUNT, row.kind, row.period, row.edition, row, by, at)
    steps.may_correct(row, by=by)
    return _asked(Step.CORRECT, row.kind, row.period, row.edition + 1, None, by, at)


def work(drafting_id: int, *, at: datetime) -> bool:
    """Count what was asked for; False where it is done, or somebody counts it just now. What goes
    wrong is kept with the row."""
    try:
        with transaction.atomic():
            rows = Drafting.objects.select_for_update(skip_locked=True, of=("self",))
            row = rows.filter(Drafting.UNDER_WAY, pk=drafting_id).first()
            if row is None:
                return False
            row.bulletin, row.done_at = _counted(row, at), at
            row.save(update_fields=["bulletin", "done_at"])
    except Exception as error:
        _fail(drafting_id, error, at)
    cache.delete(_key(drafting_id))
    return True


def work_off(*, at: datetime) -> int:
    """Count all that is under way and that nobody counts; the answer is how many those were."""
    waiting = Drafting.objects.filter(Drafting.UNDER_WAY).order_by("pk")
    return sum(work(pk, at=at) for pk in waiting.values_list("pk", flat=True))


def stage_of(row: Drafting) -> int:
    """Which of the stages is being counted, the first 1; 0 while it waits, or nobody knows."""
    return int(cache.get(_key(row.pk)) or 0)


def title(row: Drafting) -> str:
    """月通报〔2016〕第6期."""
    shape = SHAPES[BulletinKind(row.kind)]
    return f"{shape.name}{number(parse(row.period), corrected=row.edition > 1)}"


def in_sight(*, at: datetime) -> QuerySet[Drafting]:
    """Those under way, and those that failed lately and nobody asked for again; newest first."""
    later = Drafting.objects.filter(
        kind=OuterRef("kind"),
        period=OuterRef("period"),
        edition=OuterRef("edition"),
        pk__gt=OuterRef("pk"),
    )
    failed = Drafting.objects.filter(failed_at__gte=at - SHOWN).exclude(Exists(later))
    return (Drafting.objects.filter(Drafting.UNDER_WAY) | failed).order_by("-pk")


def _asked(
    step: Step, kind: str, period: str, edition: int, of: Bulletin | None, by: Actor, at: datetime
) -> Drafting:
    assert by.staff_id is not None  # only people ask: the timetable drafts by itself
    with transaction.atomic():
        made, _ = Drafting.objects.filter(Drafting.UNDER_WAY).get_or_create(
            kind=kind,
            period=period,
            edition=edition,
            defaults={
                "step": step,
                "bulletin": of,
                "asked_at": at,
                "asked_by_id": by.staff_id,
            },
        )
    return made


def _counted(row: Drafting, at: datetime) -> Bulletin:
    """By the right of whoever asked, which was looked at then."""
    by = Actor(kind="staff", staff_id=row.asked_by_id, roles=steps.RIGHTS[row.step])

    def say(stage: int) -> None:
        cache.set(_key(row.pk), stage, _KEPT)

    if row.step == Step.DRAFT:
        shape = SHAPES[BulletinKind(row.kind)]
        return steps.draft(shape, parse(row.period), by=by, at=at, say=say)[0]
    if row.step == Step.RECOUNT:
        assert row.bulletin is not None
        steps.recount(row.bulletin, by=by, at=at, say=say)
        return row.bulletin
    old = Bulletin.objects.get(kind=row.kind, period=row.period, edition=row.edition - 1)
    return steps.correct(old, by=by, at=at, say=say)


def _fail(drafting_id: int, error: Exception, at: datetime) -> None:
    if isinstance(error, LifecycleError):
        words = error.message
    elif isinstance(error, NoHotline):
        words = str(error)
    else:
        log.error("drafting %s failed", drafting_id, exc_info=error)
        words = _TOO_LONG if isinstance(error, SoftTimeLimitExceeded) else _FAULT
    rows = Drafting.objects.filter(Drafting.UNDER_WAY, pk=drafting_id)
    rows.update(failed_at=at, fault=words[:300])


def _key(drafting_id: int) -> str:
    return f"bulletin-drafting:{drafting_id}"
