"""/bulletins/drafting/…/: how far the counting for a bulletin is, which a worker does."""

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect
from kombu.exceptions import OperationalError

from orders.views.entering import enter
from reports.bulletins.gathering.gather import STAGES
from reports.bulletins.workflow import drafting as work
from reports.models import Bulletin, Drafting
from reports.tasks import draft_asked
from units.access import Area, may_see


@login_required
@require_safe
def drafting(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; when it is done, the bulletin itself."""
    actors = enter(request, Area.BULLETINS, timezone.now())
    if getattr(request, "reading", None) is not None:
        raise Http404  # a scenario keeps no bulletins
    if not any(may_see(actor, Area.REPORTS) for actor in actors):
        raise PermissionDenied("拟稿由统计分析员、督办员和系统管理员看")
    row = get_object_or_404(Drafting.objects.select_related("asked_by"), pk=pk)
    if row.done_at is not None:
        where = reverse("bulletin", args=[row.bulletin_id])
        htmx = getattr(request, "htmx", False)
        return HttpResponseClientRedirect(where) if htmx else redirect(where)
    stage = work.stage_of(row)
    context = {
        "row": row,
        "title": work.title(row),
        "stage": stage,
        "done": max(stage - 1, 0),
        "stages": len(STAGES),
        "counting": STAGES[stage - 1] if stage else "",
        "again": _again(row),
    }
    return render(request, "reports/drafting.html", context)


def set_going(row: Drafting) -> HttpResponse:
    """Hand it to a worker, and show how far it is; without a queue the next look at what waits
    begins with it."""
    if row.done_at is None and row.failed_at is None:
        with suppress(OperationalError):
            draft_asked.apply_async(kwargs={"drafting_id": row.pk}, retry=False)
    return redirect("bulletin-drafting", row.pk)


def _again(row: Drafting) -> str:
    """Where the same is asked for again."""
    if row.step == Drafting.Step.DRAFT:
        return reverse("bulletin-draft")
    of = row.bulletin_id or _corrected(row)
    return reverse("bulletin-act", args=[of, row.step])


def _corrected(row: Drafting) -> int:
    """The edition that a correction is of."""
    rows = Bulletin.objects.filter(kind=row.kind, period=row.period, edition=row.edition - 1)
    return rows.values_list("pk", flat=True).get()
