"""知识: the list with its classes, one article, and the finder beside an answer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from knowledge import listing
from knowledge.access import article_for, writes
from knowledge.finding import for_order
from knowledge.models import Article, Class, State, Subclass
from orders.access import visible_to
from orders.dossier import category_path
from orders.errors import Missing, Refused
from orders.paging import edge_of, page_of
from orders.period import shanghai_day
from orders.states import Verb
from orders.views.entering import enter
from orders.views.fragment import part_or_page
from orders.views.in_sight import in_sight
from orders.views.listing import address
from units.access import Area
from units.actor import Actor

LATEST = 10  # orders shown that were answered from an article


@login_required
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """One tab of the articles, narrowed by class and words; what of the address cannot be
    understood is said with status 400, and the list is shown whole."""
    at = timezone.now()
    actors, today = enter(request, Area.KNOWLEDGE, at), shanghai_day(at)
    asked, faults = _asked(request, actors)
    edge = None
    try:
        edge = edge_of(cursor) if (cursor := request.GET.get("page", "")) else None
    except Refused as refused:
        faults.append(refused.message)
    rows = listing.narrowed(actors, asked, today)
    page = page_of(
        listing.under(rows, asked.under),
        lambda some: listing.lines(some, today),
        edge=edge,
        descending=asked.show.latest_first,
    )
    context = {
        "at": at,
        "tabs": _tabs(actors, asked, today),
        "may_write": writes(actors),
        "asked": asked,
        "tree": _tree(rows, asked),
        "place": _named(asked.under),
        "faults": faults,
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
        "clear_url": _url(asked.show.key),
    }
    return render(request, "knowledge/list.html", context, status=400 if faults else 200)


def _asked(request: HttpRequest, actors: Sequence[Actor]) -> tuple[listing.Asked, list[str]]:
    """The address read, and what of it was not understood; with faults none of it applies."""
    given = request.GET
    shows = {show.key: show for show in listing.shows_for(actors)}
    faults = []
    if (key := given.get("show", "")) not in shows:
        faults.append("没有这一栏，下面是在用的")
    code = given.get("class", "")
    if code and _named(code) == "":
        faults.append("没有这个分类，下面是全部分类")
    if faults:
        return listing.Asked(), faults
    typed = given.get("q", "").replace("\0", "").strip()[:60]
    return listing.Asked(shows[key], code, typed), []


def _named(code: str) -> str:
    """What a class or subclass is called; "" where there is none."""
    if "." not in code:
        return Class.objects.filter(pk=code).values_list("name", flat=True).first() or ""
    found = Subclass.objects.filter(pk=code).select_related("parent").first()
    return f"{found.parent.name} › {found.name}" if found else ""


def _url(show: str = "", under: str = "", typed: str = "") -> str:
    told = {"show": show, "class": under, "q": typed}
    query = urlencode({name: value for name, value in told.items() if value})
    return reverse("knowledge:list") + (f"?{query}" if query else "")


def _tabs(actors: Sequence[Actor], asked: listing.Asked, today: date) -> list[dict[str, Any]]:
    found = listing.counts(actors, today)
    return [
        {
            "label": show.label,
            "url": _url(show.key),
            "count": found[show.key],
            "current": show == asked.show,
        }
        for show in listing.shows_for(actors)
    ]


def _tree(rows: QuerySet[Article], asked: listing.Asked) -> list[dict[str, Any]]:
    """The classes as links that keep tab and words; the one looked at is open."""

    def linked(part: listing.Part) -> dict[str, Any]:
        return {
            "name": part.name,
            "count": part.count,
            "url": _url(asked.show.key, part.code, asked.typed),
            "on": part.code == asked.under,
            "open": asked.under.startswith(part.code),
            "parts": [linked(below) for below in part.parts],
        }

    return [linked(part) for part in listing.tree(rows)]


@login_required
@require_safe
def article(request: HttpRequest, number: str) -> HttpResponse:
    """One article."""
    at = timezone.now()
    actors = enter(request, Area.KNOWLEDGE, at)
    return article_page(request, actors, _found(actors, number), at)


def _found(actors: Sequence[Actor], number: str) -> Article:
    try:
        return article_for(actors, number)
    except Missing as missing:
        raise Http404(missing.message) from None


def article_page(
    request: HttpRequest,
    actors: Sequence[Actor],
    row: Article,
    at: datetime,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of an article."""
    words, late = listing.review_words(row, shanghai_day(at))
    cited = row.citations.order_by("-at", "-pk")
    seen = visible_to(actors).filter(pk__in=cited.values("order"))
    context = {
        "at": at,
        "row": row,
        "review": words,
        "late": late,
        "path": category_path(row.category) if row.category else [],
        "cited": cited.count(),
        "latest": cited.filter(order__in=seen).select_related("order", "staff")[:LATEST],
        "may_write": writes(actors),
        "may_edit": row.state != State.WITHDRAWN and writes(actors),
        **more,
    }
    return render(request, "knowledge/article.html", context, status=status)


@login_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Articles an order's answer may be drawn from: a part of the answer's form, or a page."""
    at = timezone.now()
    enter(request, Area.KNOWLEDGE, at)
    _, order = in_sight(request, request.GET.get("order", "").replace("\0", ""), at)
    typed = request.GET.get("q", "").replace("\0", "").strip()[:60]
    today = shanghai_day(at)
    found = for_order(order, typed)
    context = {
        "at": at,
        "order": order,
        "typed": typed,
        "found": [(row, *listing.review_words(row, today)) for row in found],
        "answer_url": reverse("orders:verb", args=[order.number, Verb.ANSWER]),
        "find_url": reverse("knowledge:find", query={"order": order.number}),
    }
    return part_or_page(request, "knowledge/_find.html", "knowledge/find.html", context)
