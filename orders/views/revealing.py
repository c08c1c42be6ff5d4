"""The citizen's card, asking for the number behind it, and showing it once."""

from datetime import datetime
from math import ceil
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from orders.citizen_card import citizen_card
from orders.errors import Forbidden, Missing, Refused, TooMany
from orders.forms.refusal import show_refusal
from orders.forms.revealing import RevealForm
from orders.models import Citizen, Order
from orders.revealing import hidden_from, reveal
from orders.views.fragment import part_or_page
from orders.views.in_sight import in_sight
from units.actor import Actor
from units.models import Staff

SHOWN_SECONDS = 10


@login_required
@never_cache
@require_safe
def card(request: HttpRequest, number: str) -> HttpResponse:
    """The card with the number masked: what a shown number turns into again."""
    at = timezone.now()
    actors, order = in_sight(request, number, at)
    return _page(request, actors, order, at)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_page(request: HttpRequest, number: str) -> HttpResponse:
    """GET asks for the reason; POST shows the number once and records it."""
    at = timezone.now()
    actors, order = in_sight(request, number, at)
    if order.citizen is None or order.citizen.erased_at is not None:
        raise Http404("这件没有留号码")
    if why := hidden_from(actors, order):
        raise PermissionDenied(why)
    if request.method != "POST":
        return _page(request, actors, order, at, form=RevealForm())
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, actors, order, at, status=422, form=form)
    try:
        return _shown(request, actors, order, at, form.cleaned_data["reason"].pk)
    except Refused as refused:
        show_refusal(form, refused)
        return _page(request, actors, order, at, status=422, form=form)


@sensitive_variables("revealed")
def _shown(
    request: HttpRequest, actors: tuple[Actor, ...], order: Order, at: datetime, reason: str
) -> HttpResponse:
    """The card with the number in full. Raises Refused."""
    staff, citizen = cast(Staff, request.user), cast(Citizen, order.citizen)
    try:
        revealed = reveal(citizen, order, staff, reason, at)
    except Missing as missing:
        raise Http404(missing.message) from None
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except TooMany as many:
        return _too_many(request, many)
    response = _page(request, actors, order, at, revealed=revealed)
    if not request.htmx:  # type: ignore[attr-defined]
        # Without scripts the page itself goes back to where the number is masked.
        back = reverse("orders:order", args=[order.number])
        response["Refresh"] = f"{SHOWN_SECONDS}; url={back}"
    return response


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    order: Order,
    at: datetime,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The card alone to htmx, else a whole page around it."""
    context = {
        "at": at,
        "order": order,
        "card": citizen_card(actors, order, at=at),
        "seconds": SHOWN_SECONDS,
        **more,
    }
    part, page = "orders/_citizen.html", "orders/citizen.html"
    response = part_or_page(request, part, page, context, status)
    if request.htmx:  # type: ignore[attr-defined]
        response["HX-Push-Url"] = "false"  # the card changes, the page stays where it is
    return response


def _too_many(request: HttpRequest, many: TooMany) -> HttpResponse:
    seconds = max(1, ceil(many.wait.total_seconds()))
    wait = f"{ceil(seconds / 60)}分"
    response = render(request, "429.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(seconds)
    return response
