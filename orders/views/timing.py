"""日历与时限: the calendars and limits in force, notices imported, limits changed, batches."""

from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from orders.errors import Forbidden, LifecycleError
from orders.forms.timing import LimitForm, NoticeForm
from orders.labels import limit_words
from orders.models import LimitRule, RetimingBatch
from orders.models.limits import Clock
from orders.period import SHANGHAI
from orders.retiming import batches, describing
from orders.retiming.steps import STEP, step
from orders.tasks import retime
from units.access import Area, may_change, may_see
from units.actor import Actor, actor_of
from units.models import Staff

SHOWN = 20
NOT_YOURS = "日历和时限由系统管理员改。"


def _by(request: HttpRequest) -> Actor:
    me = cast(Staff, request.user)
    if not may_change(me, Area.REFERENCE):
        raise PermissionDenied(NOT_YOURS)
    return actor_of(me)


@login_required
@require_safe
def timing(request: HttpRequest) -> HttpResponse:
    """What is in force: calendars from last year on, limits, and the latest batches."""
    me, at = cast(Staff, request.user), timezone.now()
    if not may_see(me, Area.REFERENCE):
        raise PermissionDenied("日历和时限是热线内部的参照。")
    today = at.astimezone(SHANGHAI).date()
    years = describing.years(today.year - 1)
    context = {
        "at": at,
        "years": years,
        "next_missing": today.year + 1
        if years[-1:] and years[-1].edition.year <= today.year
        else 0,
        "provisional": [f"{year.edition.year}年" for year in years if year.edition.provisional][:1],
        "limits": _limits(),
        "batches": _batches(),
        "may_change": may_change(me, Area.REFERENCE),
    }
    return render(request, "orders/timing/overview.html", context)


def _limits() -> list[dict[str, Any]]:
    order = list(Clock)
    rows = LimitRule.objects.filter(valid_to=None).select_related("channel", "category")
    return [
        {
            "rule": rule,
            "what": describing.selectors_of(rule),
            "words": limit_words({"amount": rule.amount, "measure": rule.measure}),
        }
        for rule in sorted(rows, key=lambda rule: (order.index(Clock(rule.clock)), rule.code))
    ]


def _batches() -> list[dict[str, Any]]:
    rows = RetimingBatch.objects.select_related("asked_by", "calendar").order_by("-id")[:SHOWN]
    return [
        {
            "batch": row,
            "title": describing.matter_of(row).title,
            "moved": sum(row.counts.get("units", {}).values()) if row.counts else None,
            "revoked": row.counts.get("revoked") if row.counts else None,
        }
        for row in rows
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """GET shows the form, POST makes a preview: 422 names every line that cannot stand."""
    by, at = _by(request), timezone.now()
    if request.method != "POST":
        form = NoticeForm(initial={"year": at.astimezone(SHANGHAI).year})
        return _form(request, form, "导入放假通知", at)
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, "导入放假通知", at, status=422)
    earlier = form.cleaned_data["earlier"]
    batch = batches.propose_calendar(form.proposal, by=by, at=at, earlier=earlier)
    return _set_going(batch)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows the form of one limit, POST makes a preview."""
    by, at = _by(request), timezone.now()
    rule = LimitRule.objects.filter(code=code).select_related("channel", "category").first()
    if rule is None:
        raise Http404("没有这条时限")
    today = at.astimezone(SHANGHAI).date()
    about: dict[str, Any] = {
        "rule": rule,
        "what": describing.selectors_of(rule),
        "words": limit_words({"amount": rule.amount, "measure": rule.measure}),
    }
    title = f"改{rule.get_clock_display()}时限"
    if request.method != "POST":
        now = {"amount": rule.amount, "measure": rule.measure, "valid_from": today}
        return _form(request, LimitForm(initial=now, rule=rule, today=today), title, at, **about)
    form = LimitForm(request.POST, rule=rule, today=today)
    if not form.is_valid():
        return _form(request, form, title, at, status=422, **about)
    earlier = form.cleaned_data.get("earlier", False)
    return _set_going(batches.propose_limit(form.proposal, by=by, at=at, earlier=earlier))


def _form(
    request: HttpRequest, form: Form, title: str, at: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "form_title": title, "at": at, **more}
    return render(request, "orders/timing/form.html", context, status=status)


@login_required
@require_safe
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: its preview, its progress, or what came of it."""
    _by(request)
    return _batch(request, _found(batch_id))


@login_required
@require_POST
def act(request: HttpRequest, batch_id: int, deed: str) -> HttpResponse:
    """Confirm, drop, preview anew (earlier or only later), undo; 409 says what is against it."""
    by, at = _by(request), timezone.now()
    batch = _found(batch_id)
    try:
        if deed == "confirm":
            batch = batches.confirm(batch_id, by=by, at=at)
        elif deed == "drop":
            batches.drop(batch_id, by=by)
            messages.info(request, "没有用这一批，日历和时限都没变")
            return redirect("orders:timing")
        elif deed == "recount":
            earlier = request.POST.get("earlier") == "1"
            batch = batches.recount(batch_id, earlier=earlier, by=by, at=at)
        else:
            batch = batches.undo(batch_id, by=by, at=at)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except LifecycleError as error:
        return _batch(request, _found(batch_id), status=error.status, fault=error.message)
    return _set_going(batch)


def _found(batch_id: int) -> RetimingBatch:
    rows = RetimingBatch.objects.select_related("calendar", "limit", "asked_by", "confirmed_by")
    batch = rows.select_related("undone_by").filter(pk=batch_id).first()
    if batch is None:
        raise Http404("没有这一批")
    return batch


def _set_going(batch: RetimingBatch) -> HttpResponse:
    """Small batches are done while one waits; long ones by a worker, or by the sweep where the
    queue cannot be reached."""
    if batch.state in RetimingBatch.WORKING:
        if batch.total <= batches.SMALL:
            for _ in range(batch.total // STEP + 3):  # a step or two may have to be tried again
                if not step(batch.pk, at=timezone.now()):
                    break
        else:
            with suppress(OperationalError):  # without a queue the next sweep begins with it
                retime.apply_async(kwargs={"batch_id": batch.pk}, retry=False)
    return redirect("orders:timing-batch", batch.pk)


def _batch(
    request: HttpRequest, batch: RetimingBatch, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    counts = batch.counts or batch.preview
    working = batch.state in RetimingBatch.WORKING
    context = {
        "at": timezone.now(),
        "batch": batch,
        "matter": describing.matter_of(batch),
        "fault": fault,
        "working": working,
        "done": describing.done_so_far(batch),
        "report": describing.report_of(counts) if counts and not working else None,
    }
    return render(request, "orders/timing/batch.html", context, status=status)
