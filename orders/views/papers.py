"""What is printed on A4: a work order and a supervision; numbers stay masked (domain §10)."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.citizen_card import citizen_card
from orders.dossier import Dossier, dossier
from orders.errors import Missing
from orders.labels import limit_words
from orders.period import SHANGHAI
from orders.views.moment import moment_of
from units.actor import Actor, actors_of
from units.models import Staff, Unit, UnitKind


@login_required
@require_safe
def order_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """工单: the demand, who handles it by when, and what was replied."""
    actors, seen = _seen(request, number)
    context = {
        "d": seen,
        "order": seen.order,
        "card": citizen_card(actors, seen.order, at=seen.at),
        "at": seen.at,
        "issuer": _hotline(),
    }
    return render(request, "orders/papers/order.html", context)


@login_required
@require_safe
def supervision_sheet(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """督办单: what is demanded of which unit by when, with room for its answer and seal."""
    _, seen = _seen(request, number)
    found = next((one for one in seen.pressing.supervisions if one.row.pk == pk), None)
    if found is None:
        raise Http404("这件没有这张督办单")
    row = found.row
    on = seen.facts.assignment(row.assignment_id)
    context = {
        "d": seen,
        "order": seen.order,
        "seen": found,
        "on": on,
        "at": seen.at,
        "limit": limit_words(row.terms),
        "year": row.issued_at.astimezone(SHANGHAI).year,
        "issued_on": row.issued_at.astimezone(SHANGHAI).date(),
        "issuer": row.issued_by.unit if row.issued_by else _hotline(),
    }
    return render(request, "orders/papers/supervision.html", context)


def _seen(request: HttpRequest, number: str) -> tuple[tuple[Actor, ...], Dossier]:
    at = moment_of(request)
    actors = actors_of(cast(Staff, request.user), at=at)
    try:
        return actors, dossier(actors, number, at=at)
    except Missing as missing:
        raise Http404(missing.message) from None


def _hotline() -> Unit | None:
    return Unit.objects.filter(kind=UnitKind.HOTLINE).order_by("path").first()
