"""/analysis/orders/: the orders behind a figure of the analysis, latest first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.labels import districts
from orders.models import Category
from reports.analysis.behind import orders_behind
from reports.analysis.districts import NOWHERE
from reports.asking import BadQuestion
from reports.explorer.choice import text_of
from reports.views.analysis import Asked, read_asked, tabs
from reports.views.entering import enter
from units.access import Area

MOST = 200


@login_required
@require_safe
def analysis_orders(request: HttpRequest) -> HttpResponse:
    """Those of a theme (theme=), of a district (district=, empty for none) or of both."""
    enter(request, Area.STATISTICS)
    try:
        asked = read_asked(request)
        theme, district = _theme(request), _district(request)
    except BadQuestion as fault:
        context: dict[str, Any] = {"fault": str(fault), "tabs": tabs(request, "")}
        return render(request, "reports/analysis_orders.html", context, status=400)
    code, where = theme.code if theme else "", None if district is None else district[0]
    rows = orders_behind(asked.period, as_of=asked.as_of, theme=code, district=where)
    many = rows.count()
    return render(
        request,
        "reports/analysis_orders.html",
        {
            "asked": asked,
            "as_of": asked.as_of,
            "period": asked.period,
            "heading": _heading(theme, district),
            "orders": rows[:MOST],
            "many": many,
            "most": MOST,
            "names": districts(),
            "tabs": tabs(request, "", asked.query()),
            "back": _back(asked, by_place=theme is None),
        },
    )


def _theme(request: HttpRequest) -> Category | None:
    code = text_of(request.GET, "theme")
    if not code:
        return None
    found = Category.objects.filter(pk=code[:20]).first()
    if found is None:
        raise BadQuestion(f"主题：没有代码是“{code[:20]}”的类别", "theme")
    return found


def _district(request: HttpRequest) -> tuple[str, str] | None:
    """Its code and name; ("", 未填区域) for those without, None where none is asked for."""
    code = request.GET.get("district")
    if code is None:
        return None
    if code and code not in districts():
        raise BadQuestion(f"区域：没有代码是“{code[:40]}”的区域", "district")
    return code, districts().get(code, NOWHERE)


def _heading(theme: Category | None, district: tuple[str, str] | None) -> str:
    parts = [district[1] if district else "", theme.name if theme else ""]
    return "、".join(part for part in parts if part) or "全部诉求"


def _back(asked: Asked, *, by_place: bool) -> str:
    name = "districts" if by_place else "themes"
    return f"{reverse('analysis-page', args=[name])}?{asked.query()}"
