"""/analysis/warnings/: the early warnings, newest first, each with its orders and who saw to it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from orders.errors import Conflict
from orders.labels import districts
from orders.models import Order
from orders.period import SHANGHAI
from orders.views.entering import enter, who_changes
from reports.analysis import warning as acting
from reports.csv_lines import Cell, csv_lines
from reports.forms import SettleForm
from reports.models import EarlyWarning
from reports.views.analysis import tabs
from reports.views.as_file import csv_file
from units.access import Area, may_change
from units.actor import Actor

_A_PAGE = 50


@login_required
@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """All of them; ?open=1 those that nobody has seen to. A scenario keeps none."""
    enter(request, Area.WARNINGS, timezone.now())
    only_open = request.GET.get("open") == "1"
    context: dict[str, Any] = {"tabs": tabs(request, "warnings"), "only_open": only_open}
    if hasattr(request, "reading"):
        return render(request, "reports/warnings.html", {**context, "elsewhere": True})
    rows = _rows().filter(settled_at=None) if only_open else _rows()
    context["page"] = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context["waiting"] = EarlyWarning.objects.filter(settled_at=None).count()
    return render(request, "reports/warnings.html", {**context, "names": districts()})


@login_required
@require_safe
def warnings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    enter(request, Area.WARNINGS, timezone.now())
    if hasattr(request, "reading"):
        raise Http404("场景里没有预警")
    return csv_file(csv_lines(_sheet()), "early-warnings")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """One with the orders behind it; POST settles it."""
    at = timezone.now()
    actors = enter(request, Area.WARNINGS, at)
    if hasattr(request, "reading"):
        raise Http404("场景里没有预警")
    row = _rows().filter(pk=pk).first()
    if row is None:
        raise Http404("没有这条预警")
    form = SettleForm(request.POST or None)
    if request.method != "POST":
        return _page(request, row, actors, form)
    by = who_changes(actors, Area.WARNINGS)
    if not may_change(by, Area.WARNINGS):
        raise PermissionDenied("预警由督办员和统计分析员处置")
    if not form.is_valid():
        return _page(request, row, actors, form, status=422)
    words = form.cleaned_data
    try:
        acting.settle(pk, by=by, at=at, as_=words["settled_as"], reason=words["reason"])
    except Conflict as conflict:
        fresh = _rows().get(pk=pk)
        return _page(request, fresh, actors, form, status=409, conflict=conflict.message)
    messages.info(request, "预警的处置记下了")
    return redirect("early-warning", pk)


def _rows() -> QuerySet[EarlyWarning]:
    rows = EarlyWarning.objects.select_related("category__parent", "settled_by")
    return rows.order_by("-day", "-pk")


def _page(
    request: HttpRequest,
    row: EarlyWarning,
    actors: tuple[Actor, ...],
    form: SettleForm,
    *,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    behind = Order.objects.filter(pk__in=row.members.values("order"))
    may = any(may_change(actor, Area.WARNINGS) for actor in actors)
    context = {
        "tabs": tabs(request, "warnings"),
        "warning": row,
        "names": districts(),
        "orders": behind.select_related("category").order_by("-received_at", "-pk"),
        "form": form if may and row.settled_at is None else None,
        "conflict": conflict,
    }
    return render(request, "reports/warning.html", context, status=status)


def _sheet() -> Iterator[list[Cell]]:
    yield ["日子", "主题", "区域", "件数", "预期", "突增界限", "截至", "预期的算法", "处置", "说明"]
    names = districts()
    for row in _rows().iterator():
        yield [
            row.day.isoformat(),
            row.category.name,
            names.get(row.district, row.district) or "全市",
            row.count,
            row.expected,
            row.limit,
            f"{row.looked_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            row.basis,
            row.get_settled_as_display(),
            row.reason,
        ]
