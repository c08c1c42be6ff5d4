"""书面说明: the list, asking for a quarter, and one explanation to write, to review, to print."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.errors import Conflict, Forbidden, LifecycleError, Missing, NotReady, Refused
from orders.explanations import asking, reading
from orders.forms.supervising import ExplanationForm, QuarterForm, ReviewForm
from orders.models import Explanation
from orders.paging import edge_of, page_of
from orders.period import Kind, period_of, shanghai_day
from orders.views.entering import enter, tabs, who_changes
from orders.views.listing import address
from units.access import SUPERVISOR, Area, may_change
from units.actor import Actor


@login_required
@require_safe
def explanations(request: HttpRequest) -> HttpResponse:
    """The newest first, page by page."""
    at = timezone.now()
    actors = enter(request, Area.EXPLANATIONS, at)
    last = period_of(Kind.QUARTER, shanghai_day(at)).previous()
    return _list(request, actors, QuarterForm(initial={"quarter": last.code}))


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the silent units of a quarter."""
    at = timezone.now()
    actors = enter(request, Area.EXPLANATIONS, at)
    form = QuarterForm(request.POST)
    if not form.is_valid():
        return _list(request, actors, form, status=422)
    by = next((actor for actor in actors if actor.roles & SUPERVISOR), actors[0])
    quarter = form.cleaned_data["quarter"]
    try:
        asked = asking.ask_quarter(quarter, by=by, at=at)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except (Refused, NotReady) as error:
        form.add_error("quarter", error.message)
        return _list(request, actors, form, status=error.status)
    said = f"向{len(asked)}个单位要了书面说明" if asked else "没有新的单位要书面说明"
    messages.info(request, f"{quarter.label}：{said}")
    return redirect("orders:explanations")


def _list(
    request: HttpRequest, actors: tuple[Actor, ...], form: QuarterForm, *, status: int = 200
) -> HttpResponse:
    at, fault, edge = timezone.now(), "", None
    try:
        edge = edge_of(cursor) if (cursor := request.GET.get("page", "")) else None
    except Refused as refused:
        fault, status = refused.message, 400
    rows = reading.explanations_for(actors).annotate(sort=F("owed_at"))
    page = page_of(rows, list, edge=edge, descending=True)
    context = {
        "at": at,
        "tabs": tabs(actors, Area.EXPLANATIONS),
        "rows": [reading.standing(row, at) for row in page.rows],
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
        "fault": fault,
        "form": form if any(actor.roles & SUPERVISOR for actor in actors) else None,
    }
    return render(request, "orders/explanations/list.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """One: the unit writes, the supervisor accepts or sends back."""
    at = timezone.now()
    actors = enter(request, Area.EXPLANATIONS, at)
    try:
        row = reading.explanation_for(actors, pk)
    except Missing as missing:
        raise Http404(missing.message) from None
    if request.method != "POST":
        return _page(request, actors, row)
    try:
        return _post(request, actors, row)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except LifecycleError as error:
        return _page(request, actors, row, status=error.status, fault=error)


def _post(request: HttpRequest, actors: tuple[Actor, ...], row: Explanation) -> HttpResponse:
    at = timezone.now()
    if "verdict" in request.POST:
        review = ReviewForm(request.POST)
        if not review.is_valid():
            return _page(request, actors, row, review=review, status=422)
        asking.review(
            row,
            by=who_changes(actors, Area.EXPLANATIONS),
            at=at,
            accepted=request.POST["verdict"] == "accepted",
            words=review.cleaned_data["words"],
        )
        messages.info(request, "意见已告知单位")
    else:
        form = ExplanationForm(request.POST)
        if not form.is_valid():
            return _page(request, actors, row, form=form, status=422)
        by = next((actor for actor in actors if asking.may_write(actor, row)), actors[0])
        asking.write(row, by=by, at=at, body=form.cleaned_data["body"])
        messages.info(request, "说明已提交，等督办员看")
    return redirect("orders:explanation", row.pk)


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    row: Explanation,
    *,
    status: int = 200,
    form: ExplanationForm | None = None,
    review: ReviewForm | None = None,
    fault: LifecycleError | None = None,
) -> HttpResponse:
    at = timezone.now()
    now = reading.standing(row, at)
    written = now.turn.written_at is not None
    writes = not written and any(asking.may_write(actor, row) for actor in actors)
    reviews = written and not now.turn.verdict
    reviews = reviews and any(may_change(actor, Area.EXPLANATIONS) for actor in actors)
    typed = request.POST if fault is not None else None
    context: dict[str, Any] = {
        "at": at,
        "s": now,
        "turns": sorted(row.turns.all(), key=lambda turn: -turn.n),
        "form": (form or ExplanationForm(typed)) if writes else None,
        "review": (review or ReviewForm(typed)) if reviews else None,
        "fault": fault,
        "conflict": fault if isinstance(fault, Conflict) else None,
    }
    return render(request, "orders/explanations/explanation.html", context, status=status)
