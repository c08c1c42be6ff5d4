"""The list of calls, and one call: what happened, what it was about, what is written down of it."""

from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls import blocking, listing, purposes, revealing, timeline
from calls.access import BLOCKERS, LISTENERS, acting, call_for, may, may_listen
from calls.forms import (
    BlockForm,
    CallFilters,
    ConcludeForm,
    MarkForm,
    OutPurposeForm,
    PurposeForm,
)
from calls.models import Block, Call, CallPurpose, ReturnCall
from calls.models.call import Mark
from calls.views.entering import attempt, entered, me, sits, told
from calls.views.tabs import tabs
from orders.access import visible_to
from orders.errors import Refused, TooMany
from orders.filters import active_chips
from orders.forms.revealing import RevealForm
from orders.models import Order
from orders.paging import edge_of, page_of
from orders.views.listing import address
from units.actor import Actor

SHOWN_SECONDS = 10


@login_required
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """All calls, the newest first, narrowed by what the address says; what of it cannot be
    understood is said with status 400, and the list is shown whole."""
    at = timezone.now()
    entered(request, at)
    filters, faults, edge = CallFilters(request.GET), [], None
    if not filters.is_valid():
        faults.append("筛选没有用上，下面是没筛过的")
    try:
        edge = edge_of(cursor) if (cursor := request.GET.get("page", "")) else None
    except Refused as refused:
        faults.append(refused.message)
    given = {} if faults else filters.cleaned_data
    chips = [] if faults else active_chips(filters, request.path, request.GET)
    rows = listing.narrowed(given, staff_id=me(request).pk)
    page = page_of(rows, listing.read, edge=edge, descending=True, key="id")
    context = {
        "at": at,
        "tabs": tabs("calls:list"),
        "form": filters,
        "faults": faults,
        "chips": chips,
        "clear_url": request.path,
        "narrowed": bool(chips),
        "page": page,
        "before_url": address(request, page.before),
        "after_url": address(request, page.after),
    }
    return render(request, "calls/list.html", context, status=400 if faults else 200)


@login_required
@never_cache
@require_safe
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """One call."""
    actors = entered(request, timezone.now())
    with told():
        row = call_for(actors, call_id)
    return _page(request, actors, row)


@login_required
@require_POST
def act(request: HttpRequest, call_id: int, deed: str) -> HttpResponse:
    """One thing done on a call: purpose, conclude, out-purpose, mark or block."""
    at = timezone.now()
    actors = entered(request, at)
    with told():
        row = call_for(actors, call_id)
    form, do, done = _DEEDS[deed]
    bound = form(request.POST)
    return attempt(
        request,
        bound,
        lambda: do(request, actors, row.id, bound.cleaned_data, at),
        done,
        lambda *, form, status: _page(request, actors, row, status=status, **{_name(form): form}),
        partial(redirect, "calls:call", call_id),
    )


def _purpose(
    request: HttpRequest, actors: tuple[Actor, ...], call_id: int, given: Any, at: Any
) -> None:
    number, text, staff = given["number"], given["text"], me(request)
    on = partial(getattr(purposes, given["purpose"]), call_id)
    match given["purpose"]:
        case "ask" | "praise":
            on(number, staff=staff, at=at)
        case _:
            on(number, text, staff=staff, at=at)


def _conclude(
    request: HttpRequest, actors: tuple[Actor, ...], call_id: int, given: Any, at: Any
) -> None:
    staff = me(request)
    purposes.conclude(call_id, given["outcome"], given["reason"], staff=staff, at=at)


def _out_purpose(
    request: HttpRequest, actors: tuple[Actor, ...], call_id: int, given: Any, at: Any
) -> None:
    purposes.name_purpose(call_id, given["purpose"], staff=me(request), at=at)


def _mark(
    request: HttpRequest, actors: tuple[Actor, ...], call_id: int, given: Any, at: Any
) -> None:
    by = acting(actors, LISTENERS, "听录音做记号，督办员和回访员可以")
    purposes.mark(call_id, given["mark"], stands=given["stands"], by=by, at=at)


def _block(
    request: HttpRequest, actors: tuple[Actor, ...], call_id: int, given: Any, at: Any
) -> None:
    blocking.block(call_id, given["days"], given["reason"], staff=me(request), at=at)


_DEEDS: dict[str, tuple[type[forms.Form], Any, str]] = {
    "purpose": (PurposeForm, _purpose, "记在这通电话上了"),
    "conclude": (ConcludeForm, _conclude, "结果记下了"),
    "out-purpose": (OutPurposeForm, _out_purpose, "呼出目的记下了"),
    "mark": (MarkForm, _mark, "记号改好了"),
    "block": (BlockForm, _block, "这个号码已拦截"),
}
DEEDS = tuple(_DEEDS)


def _name(form: forms.Form) -> str:
    """Under which name the page keeps the form."""
    return {
        PurposeForm: "purpose_form",
        ConcludeForm: "conclude_form",
        OutPurposeForm: "out_purpose_form",
        MarkForm: "mark_form",
        BlockForm: "block_form",
        RevealForm: "reveal_form",
    }[type(form)]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, call_id: int) -> HttpResponse:
    """GET asks for the reason; POST shows the number once, and records it."""
    at = timezone.now()
    actors = entered(request, at)
    with told():
        row = call_for(actors, call_id)
        acting(actors, revealing.MAY_SEE, "看市民号码")
    if request.method != "POST":
        return _page(request, actors, row, reveal_form=RevealForm())
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, actors, row, status=422, reveal_form=form)
    try:
        shown = revealing.reveal(row.id, form.cleaned_data["reason"].pk, staff=me(request), at=at)
    except Refused as refused:
        form.add_error(None, refused.message)
        return _page(request, actors, row, status=422, reveal_form=form)
    except TooMany as many:
        wait = f"{int(many.wait.total_seconds() // 60) + 1}分"
        return render(request, "429.html", {"wait": wait}, status=429)
    response = _page(request, actors, row, revealed=shown)
    response["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('calls:call', args=[row.id])}"
    return response


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    row: Call,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    about = CallPurpose.objects.filter(call_id=row.id).select_related("order", "by")
    owed = ReturnCall.objects.filter(call_id=row.id).first()
    working = sits(actors)
    context = {
        "at": timezone.now(),
        "call": row,
        "line": listing.row_of(row),
        "about": about.order_by("id"),
        "entries": timeline.entries(row),
        "running": _running(actors, row),
        "owed": owed,
        "may_work": working,
        "may_listen": may_listen(actors, row),
        "marks": [Mark(mark).label for mark in row.quality_marks],
        "may_mark": may(actors, LISTENERS),
        "may_reveal": may(actors, revealing.MAY_SEE) and _has_number(row),
        "may_block": may(actors, BLOCKERS) and row.direction == "in" and _has_number(row),
        "blocked": _blocked(row),
        "seconds": SHOWN_SECONDS,
        "purpose_form": PurposeForm() if working else None,
        "conclude_form": ConcludeForm(initial={"outcome": row.outcome}) if working else None,
        "out_purpose_form": OutPurposeForm(initial={"purpose": row.purpose}),
        "mark_form": MarkForm(),
        "block_form": BlockForm(),
        **more,
    }
    return render(request, "calls/call.html", context, status=status)


def _has_number(row: Call) -> bool:
    return row.citizen is not None and row.citizen.erased_at is None


def _blocked(row: Call) -> Block | None:
    if row.citizen_id is None:
        return None
    return Block.objects.filter(citizen=row.citizen_id, lifted_at__isnull=True).first()


def _running(actors: tuple[Actor, ...], row: Call) -> list[Order]:
    """The citizen's latest orders in sight: what the caller may ask about."""
    if row.citizen_id is None:
        return []
    orders = visible_to(actors).filter(citizen=row.citizen_id)
    return list(orders.order_by("-received_at", "-id")[:5])
