"""The lists of orders: a queue or all, narrowed by filters and a search, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.errors import Refused
from orders.filters import Chip, OrderFilters, active_chips, without
from orders.finding import Asked, asked_of, exact, matching, nothing_found
from orders.grouping import groups_of
from orders.listing import keys, rows_of
from orders.models import Order
from orders.paging import Edge, edge_of, page_of
from orders.queues import BY_KEY, Queue, count_words, queues_for
from orders.receiving_rights import receiver
from orders.views.moment import moment_of
from units.actor import Actor, actors_of
from units.models import Staff


@dataclass(slots=True)
class Wish:
    """What the address asks for, read; faults is what of it was not understood."""

    filters: OrderFilters
    asked: Asked
    edge: Edge | None = None
    read_as: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def narrowed(self) -> bool:
        return bool(self.asked.typed or any(self.filters.form.cleaned_data.values()))


@login_required
@require_safe
def order_list(request: HttpRequest, key: str) -> HttpResponse:
    """One queue. What cannot be understood in the address is said, with status 400, and the queue
    is shown whole; the whole number of an order in sight leads to the order."""
    at = moment_of(request)
    actors = actors_of(cast(Staff, request.user), at=at)
    queue, tabs = BY_KEY[key], queues_for(actors)
    if not tabs:
        raise PermissionDenied("你的岗位不看工单。要看，请找系统管理员开通。")
    if queue not in tabs:
        raise PermissionDenied(f"“{queue.label}”不是你的队列，看看你自己的。")
    wish = read_wish(request, actors)
    if not wish.faults and (order := exact(actors, wish.asked)) is not None:
        return redirect("orders:order", order.number)
    found = _found(request, queue, actors, wish, at)  # says too what the search was read as
    context = {
        "at": at,
        "queue": queue,
        "tabs": [_tab(tab, tab is queue, actors, at) for tab in tabs],
        "may_receive": receiver(actors) is not None,
        **found,
        **_narrowing(request, wish),
    }
    return render(request, "orders/list.html", context, status=400 if wish.faults else 200)


def read_wish(request: HttpRequest, actors: Sequence[Actor]) -> Wish:
    """The address read; with faults nothing of it applies but the search box's own text."""
    filters = OrderFilters(request.GET, Order.objects.all(), actors)
    wish = Wish(filters, Asked("", ""))
    if not filters.is_valid():
        wish.faults += ["筛选没有用上，下面是没筛过的", *filters.form.non_field_errors()]
    try:
        wish.asked = asked_of(request.GET.get("q", ""))
        wish.edge = edge_of(cursor) if (cursor := request.GET.get("page", "")) else None
    except Refused as refused:
        wish.faults.append(refused.message)
    return wish


def _tab(tab: Queue, current: bool, actors: Sequence[Actor], at: datetime) -> dict[str, Any]:
    return {
        "label": tab.label,
        "url": reverse(f"orders:{tab.key}"),
        "count": count_words(tab, actors, at),
        "current": current,
    }


def _narrowing(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    """Context of the filters: the form, the active ones, the way to be rid of all."""
    path, chips = request.path, []
    if not wish.faults:
        chips = active_chips(wish.filters.form, path, request.GET)
        if wish.asked.typed:
            label = f"{wish.read_as or '找'}：{wish.asked.typed}"
            chips.insert(0, Chip(label, without(path, request.GET, {"q"})))
    return {"form": wish.filters.form, "chips": chips, "faults": wish.faults, "clear_url": path}


def address(request: HttpRequest, cursor: str) -> str:
    """The same list at another place."""
    query = request.GET.copy()
    query["page"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _found(
    request: HttpRequest, queue: Queue, actors: Sequence[Actor], wish: Wish, at: datetime
) -> dict[str, Any]:
    """Context of the rows: one page in groups, the ways on, or why there is nothing."""
    rows = queue.rows(actors, at)
    if not wish.faults and wish.narrowed:
        rows = _narrowed(queue, rows, actors, wish)
    page = page_of(
        rows, lambda part: keys(queue, part), edge=wish.edge, descending=queue.descending
    )
    shown = rows_of(queue, actors, page.rows, at)
    empty = queue.empty
    if not wish.faults and wish.narrowed:
        empty = (f"筛出来的“{queue.label}”里没有工单", "去掉一两个条件再看")
        if wish.asked.typed:
            empty = nothing_found(actors, wish.asked)
    return {
        "groups": groups_of(queue, shown, page, at),
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
        "empty": empty,
        "narrowed": wish.narrowed if not wish.faults else False,
    }


def _narrowed(
    queue: Queue, rows: QuerySet[Any], actors: Sequence[Actor], wish: Wish
) -> QuerySet[Any]:
    """The rows whose orders pass the filters and the search."""
    direct = rows.model is Order
    orders = wish.filters.filter_queryset(rows if direct else wish.filters.queryset)
    if wish.asked.typed:
        orders, wish.read_as = matching(actors, orders, wish.asked)
    return orders if direct else rows.filter(**{f"{queue.order}__in": orders.values("pk")})
