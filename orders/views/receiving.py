"""Taking in a demand at the desk: the form, who is calling, and what came of sending it."""

import re
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from orders.callers import caller as caller_known
from orders.callers import caller_of
from orders.calling_in import CallingIn, calling
from orders.errors import Conflict, Refused
from orders.forms.demand import DemandForm
from orders.forms.refusal import show_refusal
from orders.models import Registration
from orders.period import SHANGHAI
from orders.receiving_rights import receiver
from orders.registering import register, registered
from units.actor import Actor, actors_of
from units.models import Staff


@login_required
@never_cache
@sensitive_post_parameters("phone", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def new_demand(request: HttpRequest) -> HttpResponse:
    """GET shows an empty form; POST registers: 422 what is to be mended, else the order's page."""
    at = timezone.now()
    by = _receiver(request)
    day = at.astimezone(SHANGHAI).date()
    told = request.GET if request.method != "POST" else request.POST
    call = calling(_call_id(told.get("call", "")))
    if request.method != "POST":
        return _page(request, DemandForm(day=day, calling=call), **_caller_on(call, at))
    if before := _sent_before(request):
        return _told_before(request, before)
    if "look" in request.POST:  # who is calling, asked without scripts
        kept = {name: request.POST.get(name) for name in DemandForm.base_fields}
        form = DemandForm(day=day, calling=call, initial=kept)
        return _page(request, form, **(_caller(request) or _caller_on(call, at)))
    form = DemandForm(request.POST, day=day, calling=call)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made = register(form, staff=cast(Staff, request.user), by=by, at=at)
    except Refused as refused:
        show_refusal(form, refused)
        return _page(request, form, status=422)
    except Conflict:
        return _told_before(request, cast(Registration, registered(form.cleaned_data["token"])))
    messages.info(request, f"已登记，工单号 {made.order.number}")
    return redirect("orders:order", made.order.number)


@login_required
@never_cache
@sensitive_post_parameters("phone", "name")
@require_POST
def caller(request: HttpRequest) -> HttpResponse:
    """Who has the number typed, for the panel beside the form; by POST, so that no address and no
    log holds a number."""
    _receiver(request)
    return render(request, "orders/demand/caller.html", _caller(request))


def _receiver(request: HttpRequest) -> Actor:
    by = receiver(actors_of(cast(Staff, request.user), at=timezone.now()))
    if by is None:
        raise PermissionDenied("登记诉求是话务员和派单员的事；市民找到你，请他拨12345。")
    return by


def _caller(request: HttpRequest) -> dict[str, Any]:
    phone = request.POST.get("phone", "").strip()
    if not phone:
        return {}
    at = timezone.now()
    try:
        return {"at": at, "asked": True, "caller": caller_of(phone, at=at)}
    except Refused as refused:
        return {"wrong": refused.message}


def _call_id(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else None


def _caller_on(call: CallingIn | None, at: datetime) -> dict[str, Any]:
    """The citizen on the telephone, for the panel beside the form."""
    if call is None or call.citizen is None:
        return {}
    return {"at": at, "asked": True, "caller": caller_known(call.citizen, at=at)}


def _sent_before(request: HttpRequest) -> Registration | None:
    try:
        return registered(UUID(request.POST.get("token", "")))
    except ValueError:
        return None


def _told_before(request: HttpRequest, before: Registration) -> HttpResponse:
    """The form was sent before: nothing is registered again, and that is said."""
    messages.info(request, "这张表刚才已登记成这一件，没有再登记。另一件诉求请打开新表")
    return redirect("orders:order", before.order.number)


def _page(
    request: HttpRequest, form: DemandForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "parts": form.parts(), **more}
    return render(request, "orders/demand.html", context, status=status)
