"""质检: replies that wait to be scored, scores with filters, and one reply's score."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from orders.access import texts_for, title_for
from orders.dossier import demand_words
from orders.errors import Conflict, Forbidden, Missing, NotReady, Refused
from orders.forms.supervising import CheckForm
from orders.models import QualityCriterion, Reply
from orders.paging import edge_of, page_of
from orders.quality import checking, reading
from orders.quality.narrowing import CheckFilters
from orders.views.entering import enter, tabs, who_changes
from orders.views.listing import address
from units.access import Area, may_change
from units.actor import Actor


@login_required
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """?show=waiting is what waits to be scored; otherwise the scores, narrowed by the address."""
    at = timezone.now()
    actors = enter(request, Area.QUALITY, at)
    may = any(may_change(actor, Area.QUALITY) for actor in actors)
    waiting = may and request.GET.get("show") == "waiting"
    form = CheckFilters(request.GET)
    faults = [] if form.is_valid() else ["筛选没有用上，下面是没筛过的"]
    rows: Any = reading.to_check(actors) if waiting else reading.checks_for(actors)
    if not waiting and not faults:
        rows = form.applied(rows)
    edge = None
    try:
        edge = edge_of(c) if (c := request.GET.get("page", "")) else None
    except Refused as refused:
        faults.append(refused.message)
    moment = "reviewed_at" if waiting else "checked_at"
    page = page_of(rows.annotate(sort=F(moment)), list, edge=edge, descending=True)
    context = {
        "at": at,
        "tabs": tabs(actors, Area.QUALITY),
        "waiting": waiting,
        "may": may,
        "shows": _shows(waiting) if may else [],
        "rows": [_line(actors, row, waiting=waiting) for row in page.rows],
        "totals": None if waiting else reading.totals(rows),
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
        "form": form,
        "narrowed": not faults and not waiting and form.has_changed(),
        "faults": faults,
        "clear_url": request.path,
    }
    return render(request, "orders/quality/list.html", context, status=400 if faults else 200)


def _shows(waiting: bool) -> list[dict[str, Any]]:
    here = reverse("orders:quality")
    return [
        {"label": "已质检", "url": here, "on": not waiting},
        {"label": "待质检", "url": f"{here}?{urlencode({'show': 'waiting'})}", "on": waiting},
    ]


def _line(actors: Sequence[Actor], row: Any, *, waiting: bool) -> dict[str, Any]:
    reply = row if waiting else row.reply
    held = reply.round.assignment
    return {
        "reply": reply,
        "row": row,
        "number": held.order.number,
        "title": title_for(actors, held.order),
        "unit": held.unit if waiting else row.unit,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """One reply: its score, or the form where the reader may score it."""
    at = timezone.now()
    actors = enter(request, Area.QUALITY, at)
    try:
        row = reading.reply_for(actors, pk)
    except Missing as missing:
        raise Http404(missing.message) from None
    if request.method != "POST":
        return _page(request, actors, row, CheckForm())
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, actors, row, form, status=422)
    by = who_changes(actors, Area.QUALITY)
    try:
        done = checking.check(row, by=by, at=at, **form.cleaned_data)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except (Conflict, NotReady) as met:
        return _page(request, actors, row, form, status=met.status, conflict=met)
    messages.info(request, f"质检记下了：{done.points}分，满分{done.possible}分")
    return redirect("orders:quality-reply", pk)


def _page(
    request: HttpRequest,
    actors: Sequence[Actor],
    row: Reply,
    form: CheckForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    order = row.round.assignment.order
    check = reading.checks_for(actors).filter(reply=row).first()
    readable = dict(texts_for(actors, order).values_list("pk", "body"))
    may = any(may_change(a, Area.QUALITY) and a.staff_id != row.replied_by_id for a in actors)
    context = {
        "at": timezone.now(),
        "reply": row,
        "order": order,
        "unit": row.round.assignment.unit,
        "title": title_for(actors, order),
        "words": demand_words(actors, order),
        "body": readable.get(row.text_id, ""),
        "check": check,
        "check_text": readable.get(check.text_id or 0, "") if check else "",
        "faults": check.faults.select_related("criterion", "reason") if check else [],
        "form": form if check is None and may and row.verdict else None,
        "criteria": QualityCriterion.objects.filter(active=True).order_by("position"),
        **more,
    }
    return render(request, "orders/quality/reply.html", context, status=status)
