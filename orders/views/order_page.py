"""The page of one order: facts, clocks, who holds it, what happened, what may be done."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.attachment_list import attachment_list
from orders.buttons import SHOWN
from orders.citizen_card import citizen_card
from orders.dossier import dossier
from orders.errors import Missing
from orders.timeline import FILTERS
from orders.views.moment import moment_of
from units.actor import actors_of
from units.models import Staff


@login_required
@require_safe
def order_page(request: HttpRequest, number: str) -> HttpResponse:
    """?show= picks a part of the timeline; a foreign order does not exist."""
    at = moment_of(request)
    actors = actors_of(cast(Staff, request.user), at=at)
    try:
        seen = dossier(actors, number, at=at)
    except Missing as missing:
        raise Http404(missing.message) from None
    show = request.GET.get("show", "")
    show = show if show in FILTERS else ""
    groups = [entry.group for entry in seen.entries]
    context = {
        "at": at,
        "d": seen,
        "order": seen.order,
        "card": citizen_card(actors, seen.order, at=at),
        "attachments": attachment_list(actors, seen.order),
        "entries": [entry for entry in seen.entries if show in ("", entry.group)],
        "filters": [
            {
                "key": key,
                "label": label,
                "on": key == show,
                "count": groups.count(key) if key else len(groups),
            }
            for key, label in FILTERS.items()
        ],
        "shown": seen.buttons[:SHOWN],
        "more": seen.buttons[SHOWN:],
    }
    return render(request, "orders/order.html", context)
