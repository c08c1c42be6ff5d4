"""抽查: the months drawn and to draw, one month's sample with its results, one order's finding."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from orders.access import texts_for, title_for
from orders.dossier import demand_words
from orders.errors import Conflict, Forbidden, NotReady, Refused
from orders.forms.supervising import FindingForm, MonthForm
from orders.inspection import drawing, findings, reading
from orders.models import Inspection, InspectionItem, Reply
from orders.period import Kind, Period, period_of, shanghai_day
from orders.views.entering import enter, tabs, who_changes
from units.access import SUPERVISOR, Area, may_change
from units.actor import Actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspections(request: HttpRequest) -> HttpResponse:
    """The months drawn, the newest first; POST draws a month."""
    at = timezone.now()
    actors = enter(request, Area.INSPECTION, at)
    if request.method != "POST":
        last = period_of(Kind.MONTH, shanghai_day(at)).previous()
        return _list(request, actors, MonthForm(initial={"month": last.code}))
    form = MonthForm(request.POST)
    if not form.is_valid():
        return _list(request, actors, form, status=422)
    by = next((actor for actor in actors if actor.roles & SUPERVISOR), actors[0])
    chosen = cast(Period, form.cleaned_data["month"])
    try:
        drawn = drawing.draw(chosen, by=by, at=at)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except (Refused, Conflict, NotReady) as error:
        form.add_error("month", error.message)
        return _list(request, actors, form, status=error.status)
    messages.info(request, f"{chosen.label}抽了{drawn.items.count()}件")
    return redirect("orders:inspection", chosen)


def _list(
    request: HttpRequest, actors: tuple[Actor, ...], form: MonthForm, *, status: int = 200
) -> HttpResponse:
    rows = Inspection.objects.annotate(
        drawn=Count("items"),
        found=Count("items", filter=Q(items__finding__isnull=False)),
        bad=Count(
            "items", filter=~Q(items__finding=findings.CLEAN) & Q(items__finding__isnull=False)
        ),
    )
    context = {
        "at": timezone.now(),
        "tabs": tabs(actors, Area.INSPECTION),
        "months": [(row, period_of(Kind.MONTH, row.month)) for row in rows.order_by("-month")],
        "form": form if any(actor.roles & SUPERVISOR for actor in actors) else None,
    }
    return render(request, "orders/inspection/list.html", context, status=status)


@login_required
@require_safe
def month(request: HttpRequest, month: Period) -> HttpResponse:
    """One month's sample: progress, the result of each unit, every order; it prints."""
    at = timezone.now()
    actors = enter(request, Area.INSPECTION, at)
    drawn = Inspection.objects.select_related("drawn_by").filter(month=month.first).first()
    if drawn is None:
        raise Http404("这个月还没抽")
    lines = reading.lines(actors, drawn)
    context = {
        "at": at,
        "month": month,
        "drawn": drawn,
        "lines": lines,
        "results": reading.results(drawn, lines),
        "found": sum(line.item.finding_id is not None for line in lines),
        "bad": sum(line.item.finding_id is not None and not line.clean for line in lines),
    }
    return render(request, "orders/inspection/month.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One order of a sample: its finding, or the form for one."""
    at = timezone.now()
    actors = enter(request, Area.INSPECTION, at)
    row = InspectionItem.objects.select_related(
        "inspection", "unit", "finding", "found_by", "order__category"
    ).filter(pk=pk)
    found = row.first()
    if found is None:
        raise Http404("没有这一件")
    if request.method != "POST":
        return _item(request, actors, found, FindingForm())
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _item(request, actors, found, form, status=422)
    try:
        findings.find(found, by=who_changes(actors, Area.INSPECTION), at=at, **form.cleaned_data)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _item(request, actors, found, form, status=422)
    except Conflict as met:
        fresh = row.get()
        return _item(request, actors, fresh, form, status=409, conflict=met)
    messages.info(request, "抽查结论记下了")
    return redirect("orders:inspection-item", pk)


def _item(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    row: InspectionItem,
    form: FindingForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    order = row.order
    readable = dict(texts_for(actors, order).values_list("pk", "body"))
    reply = Reply.objects.filter(round=row.round_id).order_by("-n").first()
    may = any(may_change(actor, Area.INSPECTION) for actor in actors)
    at = timezone.now()
    context = {
        "at": at,
        "item": row,
        "order": order,
        "month": period_of(Kind.MONTH, row.inspection.month),
        "title": title_for(actors, order),
        "words": demand_words(actors, order),
        "reply": readable.get(reply.text_id, "") if reply else "",
        "text": readable.get(row.text_id or 0, ""),
        "ways": reading.ways_on(actors, row, at),
        "form": form if may and row.finding_id is None else None,
        **more,
    }
    return render(request, "orders/inspection/item.html", context, status=status)
