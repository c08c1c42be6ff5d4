"""席位: signing on, the state and how to change it, the call that is on, what shifts hand over."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from calls import listing, seating
from calls.access import AT_THE_TELEPHONE, acting
from calls.forms import BreakForm, NoteForm, SignOnForm
from calls.models import Call, HandOver, Seat
from calls.views.entering import attempt, entered, me, sits, told
from calls.views.tabs import tabs
from units.actor import Actor

MOST_CALLS = 10
Given = dict[str, Any]


@login_required
@never_cache
@require_safe
def seat(request: HttpRequest) -> HttpResponse:
    """Where the reader works, or where one could sign on."""
    return _page(request, entered(request, timezone.now()))


@login_required
@require_POST
def act(request: HttpRequest, deed: str) -> HttpResponse:
    """One verb of the seat: sign-on, ready, break, wrap-up, sign-off, hand-over, take-over."""
    at = timezone.now()
    actors = entered(request, at)
    with told():
        by = acting(actors, AT_THE_TELEPHONE, "坐席位，话务员、派单员和回访员坐")
    form = _form(deed, request)
    return attempt(
        request,
        form,
        lambda: _DEEDS[deed](form.cleaned_data, by, at),
        _SAID[deed],
        lambda *, form, status: _page(request, actors, status=status, **{_name(deed): form}),
        lambda: redirect("calls:seat"),
    )


class TakeForm(forms.Form):
    """Which word of the last shift was read."""

    hand_over = forms.IntegerField(error_messages={"required": "选一条交接"})


def _form(deed: str, request: HttpRequest) -> forms.Form:
    if deed == "sign-on":
        return SignOnForm(request.POST, free=_free())
    kinds: dict[str, type[forms.Form]] = {
        "break": BreakForm,
        "sign-off": NoteForm,
        "hand-over": NoteForm,
        "take-over": TakeForm,
    }
    return kinds.get(deed, forms.Form)(request.POST)


def _name(deed: str) -> str:
    return {"sign-on": "sign_on_form", "break": "break_form"}.get(deed, "note_form")


_DEEDS: dict[str, Callable[[Given, Actor, datetime], object]] = {
    "sign-on": lambda given, by, at: seating.sign_on(given["seat"], by=by, at=at),
    "ready": lambda given, by, at: seating.ready(by=by, at=at),
    "break": lambda given, by, at: seating.take_break(given["reason"], by=by, at=at),
    "wrap-up": lambda given, by, at: seating.wrap_up(by=by, at=at),
    "sign-off": lambda given, by, at: seating.sign_off(given["note"], by=by, at=at),
    "hand-over": lambda given, by, at: seating.hand_over(given["note"], by=by, at=at),
    "take-over": lambda given, by, at: seating.take_over(given["hand_over"], by=by, at=at),
}
_SAID = {
    "sign-on": "已签入，点“空闲”开始接电话",
    "ready": "空闲，来电会打进来",
    "break": "已小休",
    "wrap-up": "在整理",
    "sign-off": "已签出",
    "hand-over": "交接写下了",
    "take-over": "交接接下了",
}
DEEDS = tuple(_DEEDS)


def _free() -> list[tuple[str, str]]:
    """The seats nobody sits at."""
    rows = Seat.objects.filter(active=True, shift__isnull=True).order_by("code")
    return [(row.code, f"{row.code} {row.name}".strip()) for row in rows]


def _page(
    request: HttpRequest, actors: tuple[Actor, ...], *, status: int = 200, **more: Any
) -> HttpResponse:
    at, staff = timezone.now(), me(request)
    own = seating.seat_of(staff.pk)
    waiting = HandOver.objects.filter(taken_at__isnull=True).select_related("shift__staff")
    calls = Call.objects.filter(operator=staff.pk, at__lte=at)
    on = Call.objects.filter(id=own.call_id or 0) if own else Call.objects.none()
    context = {
        "at": at,
        "tabs": tabs("calls:seat"),
        "seat": own,
        "on": next(iter(listing.read(on)), None),
        "calls": listing.read(calls.order_by("-at", "-id")[:MOST_CALLS]),
        "hand_overs": waiting.order_by("at")[:20],
        "may_work": sits(actors),
        "sign_on_form": SignOnForm(free=_free()),
        "break_form": BreakForm(),
        "note_form": NoteForm(),
        **more,
    }
    return render(request, "calls/seat.html", context, status=status)
