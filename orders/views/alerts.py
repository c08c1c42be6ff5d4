"""要情: the list with the open ones first, one alert with its demands, and the banner."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from orders.alerts import acting, reading
from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.forms.supervising import NoteForm
from orders.models import Alert
from orders.paging import Edge, edge_of, page_of
from orders.views.entering import enter, tabs, who_changes
from orders.views.listing import address
from units.access import Area, may_change
from units.actor import Actor


@login_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Open ones above, closed ones below, page by page; ?page= is a place among the closed."""
    at = timezone.now()
    actors = enter(request, Area.ALERTS, at)
    edge, fault = _edge(request)
    closed = reading.alerts_for(actors).filter(closed_at__isnull=False)
    page = page_of(closed.annotate(sort=F("raised_at")), list, edge=edge, descending=True)
    context = {
        "at": at,
        "tabs": tabs(actors, Area.ALERTS),
        "open": [] if edge else reading.lines(list(reading.open_alerts(actors))),
        "closed": reading.lines(list(page.rows)),
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
        "fault": fault,
    }
    return render(request, "orders/alerts/list.html", context, status=400 if fault else 200)


def _edge(request: HttpRequest) -> tuple[Edge | None, str]:
    try:
        return (edge_of(c) if (c := request.GET.get("page", "")) else None), ""
    except Refused as refused:
        return None, refused.message


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert; POST writes what was done, with `close` it also ends the alert."""
    at = timezone.now()
    actors = enter(request, Area.ALERTS, at)
    try:
        row = reading.alert_for(actors, pk)
    except Missing as missing:
        raise Http404(missing.message) from None
    if request.method != "POST":
        return _page(request, actors, row, NoteForm())
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, actors, row, form, status=422)
    closing = "close" in request.POST
    by = _who(actors, closing=closing)
    try:
        deed = acting.close if closing else acting.note
        deed(row, by=by, at=at, body=form.cleaned_data["body"])
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Conflict as met:
        return _page(request, actors, row, form, status=409, conflict=met)
    messages.info(request, "要情已了结" if closing else "处置情况记下了")
    return redirect("orders:alert", pk)


def _who(actors: tuple[Actor, ...], *, closing: bool) -> Actor:
    if closing:
        return who_changes(actors, Area.ALERTS)
    return next((actor for actor in actors if acting.may_note(actor)), actors[0])


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    row: Alert,
    form: NoteForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "at": timezone.now(),
        "line": reading.lines([row])[0],
        "alert": row,
        "members": reading.members(actors, row),
        "units": row.units.order_by("path"),
        "notes": row.notes.select_related("by").order_by("-id"),
        "form": form,
        "may_note": row.closed_at is None and any(map(acting.may_note, actors)),
        "may_close": any(may_change(actor, Area.ALERTS) for actor in actors),
        **more,
    }
    return render(request, "orders/alerts/alert.html", context, status=status)


@login_required
@never_cache
@require_safe
def banner(request: HttpRequest) -> HttpResponse:
    """The banner as the shell shows it."""
    return render(request, "orders/alerts/_banner.html")
