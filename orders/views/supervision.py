"""The supervisor's page, and a unit's own: tabs of cards, supervisions, raised orders, appeals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.access import sees_all
from orders.errors import Refused
from orders.filters import active_chips
from orders.oversight.export import EXPORTERS, cards_csv
from orders.oversight.narrowing import Narrowing
from orders.oversight.rows import keys, rows_of
from orders.oversight.tabs import BY_KEY, TABS, Tab, count_words
from orders.oversight.tally import tally
from orders.paging import Edge, edge_of, page_of
from orders.period import SHANGHAI
from orders.views.entering import tabs as beside
from orders.views.listing import address
from orders.views.moment import moment_of
from units.actor import Actor, actors_of
from units.models import Staff
from units.roles import UNIT_ROLES

HOTLINE, UNIT = "supervision", "own_unit"  # the two places that show these tabs


@login_required
@require_safe
def oversight(request: HttpRequest, key: str, place: str) -> HttpResponse:
    """One tab. What cannot be understood in the address is said, with status 400, and the tab is
    shown whole."""
    at = moment_of(request)
    actors = _allowed(request, place, at)
    tab = BY_KEY[key]
    form = Narrowing(request.GET, tab, actors)
    faults, edge = _read(request, form)
    seen = tab.seen_by(actors)
    rows = seen if faults else form.applied(seen)
    page = page_of(rows, lambda part: keys(tab, part), edge=edge, descending=tab.descending)
    clear_url = request.path
    context = {
        "at": at,
        "tab": tab,
        "place": place,
        "tabs": [_tab(other, other is tab, place, actors) for other in TABS],
        "rows": rows_of(tab, actors, page.rows, at),
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
        "empty": ("筛出来一条也没有", "去掉一两个条件再看")
        if _narrowed(form, faults)
        else tab.empty,
        "narrowed": _narrowed(form, faults),
        "form": form,
        "chips": [] if faults else active_chips(form, clear_url, request.GET),
        "faults": faults,
        "clear_url": clear_url,
        "tally": tally(rows) if not tab.key else None,
        "period": "全部" if faults else form.period_words(),
        "beside": beside(actors),
        "export_url": _export_url(request) if _exports(actors) and not tab.key else "",
    }
    return render(request, "orders/oversight.html", context, status=400 if faults else 200)


@login_required
@require_safe
def export_cards(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The cards of the list as it is narrowed, as a CSV file."""
    at = moment_of(request)
    actors = actors_of(cast(Staff, request.user), at=at)
    if not _exports(actors):
        raise PermissionDenied("导出卡片要督办员、分析员或管理员，找他们导")
    tab = BY_KEY[""]
    form = Narrowing(request.GET, tab, actors)
    faults, _ = _read(request, form)
    if faults:
        return HttpResponse("；".join(faults), status=400, content_type="text/plain; charset=utf-8")
    lines = cards_csv(form.applied(tab.seen_by(actors)))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = at.astimezone(SHANGHAI).date().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="cards-{day}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _allowed(request: HttpRequest, place: str, at: datetime) -> Sequence[Actor]:
    actors = actors_of(cast(Staff, request.user), at=at)
    if place == HOTLINE and not sees_all(actors):
        raise PermissionDenied("督办台是热线的。你单位的牌、督办和申诉在“本单位”")
    if place == UNIT and not any(actor.roles & UNIT_ROLES for actor in actors):
        raise PermissionDenied("你不在承办单位，看“督办”")
    return actors


def _read(request: HttpRequest, form: Narrowing) -> tuple[list[str], Edge | None]:
    """What of the address was not understood, and from where to read on."""
    faults: list[str] = []
    if not form.is_valid():
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        faults += ["筛选没有用上，下面是没筛过的", *wrong]
    try:
        edge = edge_of(cursor) if (cursor := request.GET.get("page", "")) else None
    except Refused as refused:
        return [*faults, refused.message], None
    return faults, edge


def _narrowed(form: Narrowing, faults: list[str]) -> bool:
    return not faults and form.narrowed


def _tab(tab: Tab, current: bool, place: str, actors: Sequence[Actor]) -> dict[str, Any]:
    return {
        "label": tab.label,
        "url": reverse(f"{place}-{tab.key}" if tab.key else place),
        "count": count_words(tab.seen_by(actors)) if tab.counted else None,
        "current": current,
    }


def _exports(actors: Sequence[Actor]) -> bool:
    return any(actor.roles & EXPORTERS for actor in actors)


def _export_url(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    url = reverse("supervision-export")
    return f"{url}?{query.urlencode()}" if query else url
