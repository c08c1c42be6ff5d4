"""未接回拨: who is to be called back, the most urgent first; an attempt is written down here."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from calls import blocking, returning
from calls.access import AT_THE_TELEPHONE, BLOCKERS, acting, may
from calls.forms import TryForm
from calls.models import Block, ReturnCall
from calls.views.entering import attempt, entered, me, sits, told
from calls.views.tabs import tabs
from orders.errors import Conflict, Refused
from orders.paging import edge_of, page_of
from orders.views.listing import address
from units.actor import Actor

MOST = 200  # open ones shown at once; who has more has other troubles


@login_required
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """The open ones by their moment, the closed ones below, page by page."""
    return _page(request, entered(request, timezone.now()))


@login_required
@require_POST
def record(request: HttpRequest, return_id: int) -> HttpResponse:
    """One attempt."""
    at = timezone.now()
    actors = entered(request, at)
    with told():
        by = acting(actors, AT_THE_TELEPHONE, "回拨，话务员、派单员和回访员拨")
    form = TryForm(request.POST)
    return attempt(
        request,
        form,
        lambda: returning.record(
            return_id,
            form.cleaned_data["result"],
            by=by,
            at=at,
            call_id=form.cleaned_data["call"],
        ),
        "回拨记下了",
        lambda *, form, status: _page(request, actors, form=form, status=status, on=return_id),
        partial(redirect, "calls:returns"),
    )


@login_required
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    """The numbers turned away now, and by whom."""
    at = timezone.now()
    actors = entered(request, at)
    rows = Block.objects.filter(lifted_at__isnull=True, until__gt=at)
    context = {
        "at": at,
        "tabs": tabs("calls:blocks"),
        "rows": rows.select_related("citizen", "by").order_by("-at"),
        "may_lift": may(actors, BLOCKERS),
    }
    return render(request, "calls/blocks.html", context)


@login_required
@require_POST
def lift(request: HttpRequest, block_id: int) -> HttpResponse:
    """Let a number through again."""
    at = timezone.now()
    entered(request, at)
    with told():
        try:
            blocking.lift(block_id, staff=me(request), at=at)
        except Conflict as met:
            return render(request, "409.html", {"message": met.message, "url": ".."}, status=409)
    return redirect("calls:blocks")


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    *,
    form: object = None,
    status: int = 200,
    on: int | None = None,
) -> HttpResponse:
    if on is not None and not ReturnCall.objects.filter(pk=on).exists():
        raise Http404("没有这条回拨")
    rows = ReturnCall.objects.select_related("citizen", "queue")
    fault, edge = "", None
    try:
        edge = edge_of(cursor) if (cursor := request.GET.get("page", "")) else None
    except Refused as refused:
        fault, status = refused.message, 400
    closed = rows.filter(closed_at__isnull=False).annotate(sort=F("opened_at"))
    page = page_of(closed, list, edge=edge, descending=True)
    owed = [] if edge else list(rows.filter(closed_at__isnull=True).order_by("due_at", "pk")[:MOST])
    context = {
        "at": timezone.now(),
        "tabs": tabs("calls:returns"),
        "open": owed,
        "closed": page.rows,
        "newer_url": address(request, page.before) if page.before else "",
        "older_url": address(request, page.after) if page.after else "",
        "form": form,
        "plain": TryForm(),
        "on": on,
        "fault": fault,
        "may_work": sits(actors),
    }
    return render(request, "calls/returns.html", context, status=status)
