"""A verb's own page: its form, and what came of sending it; it works without scripts."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders.errors import Conflict, Forbidden, LifecycleError, Missing, Refused
from orders.forms import VerbForm, form_for
from orders.standing import Standing, do, stand
from orders.states import Verb
from orders.views.background import background
from units.models import Staff

MOST_ID = 2**63 - 1


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verb_page(request: HttpRequest, number: str, verb: Verb) -> HttpResponse:
    """GET shows the form, POST does the verb: 422 what could be mended, 409 who was quicker. A
    button named `use` adds to the form and does nothing."""
    try:
        standing, conflict = stand(
            verb,
            cast(Staff, request.user),
            number,
            at=timezone.now(),
            assignment_id=_assignment_id(request),
        )
    except Missing as missing:
        raise Http404(missing.message) from None
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    adds = conflict is None and "use" in request.POST
    if request.method == "POST" and not adds:
        return _post(request, standing, conflict)
    if conflict is not None:
        return _too_late(request, standing, conflict)
    return _begun(request, standing, request.POST if adds else request.GET)


def _assignment_id(request: HttpRequest) -> int | None:
    """Which assignment is meant; a number that cannot be one is of no assignment."""
    text = request.POST.get("assignment") or request.GET.get("assignment") or ""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_ID):
        raise Http404("没有这次派办")
    return int(text)


def _begun(request: HttpRequest, standing: Standing, given: QueryDict) -> HttpResponse:
    form_class = form_for(standing.verb)
    return _page(request, standing, form_class(standing=standing, initial=form_class.begun(given)))


def _post(request: HttpRequest, standing: Standing, conflict: Conflict | None) -> HttpResponse:
    form = form_for(standing.verb)(request.POST, files=request.FILES, standing=standing)
    if conflict is not None:
        return _page(request, standing, form, status=409, conflict=conflict)
    if not form.is_valid():
        return _page(request, standing, form, status=422)
    try:
        do(standing, form.inputs(), form.uploads_given())
    except Refused as refused:
        form.refuse(refused)
        return _page(request, standing, form, status=422)
    except Conflict as met:
        return _page(request, standing, form, status=409, conflict=met)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Missing as missing:
        raise Http404(missing.message) from None
    except LifecycleError as error:
        form.add_error(None, error.message)
        return _page(request, standing, form, status=error.status)
    messages.info(request, form.said())
    return redirect("orders:order", standing.order.number)


def _page(
    request: HttpRequest, standing: Standing, form: VerbForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "at": standing.at,
        "standing": standing,
        "order": standing.order,
        "form": form,
        **background(standing),
        **more,
    }
    return render(request, "orders/verb.html", context, status=status)


def _too_late(request: HttpRequest, standing: Standing, conflict: Conflict) -> HttpResponse:
    """A link that has grown old: nothing was written yet, so there is nothing to keep."""
    here = reverse("orders:order", args=[standing.order.number])
    return render(request, "409.html", {"message": conflict.message, "url": here}, status=409)
