"""/bulletins/subscribers/: who is sent bulletins by e-mail; analysts change the list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from orders.errors import Conflict, Forbidden, Missing
from orders.views.entering import enter, who_changes
from reports.bulletins.kinds import SHAPES, BulletinKind
from reports.bulletins.workflow import subscribing
from reports.forms import SubscriberForm
from units.access import Area, may_change


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribers(request: HttpRequest) -> HttpResponse:
    """The list, and a form that adds to it."""
    at = timezone.now()
    by = who_changes(enter(request, Area.REPORTS, at), Area.REPORTS)
    if getattr(request, "reading", None) is not None:
        raise Http404("场景里没有订阅")
    form = SubscriberForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if not may_change(by, Area.REPORTS):
            raise PermissionDenied(subscribing.REFUSED)
        if form.is_valid():
            try:
                row = subscribing.add(**form.cleaned_data, by=by, at=at)
            except Conflict as conflict:
                form.add_error("email", conflict.message)
                status = conflict.status
            else:
                messages.info(request, f"{row}加上了，印发时寄给这个邮箱")
                return redirect("bulletin-subscribers")
    context = {
        "rows": [(row, [_name(kind) for kind in row.kinds]) for row in subscribing.reading()],
        "form": form if may_change(by, Area.REPORTS) else None,
    }
    return render(request, "reports/subscribers.html", context, status=status)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is sent no more."""
    at = timezone.now()
    actors = enter(request, Area.REPORTS, at)
    try:
        row = subscribing.end(pk, by=who_changes(actors, Area.REPORTS), at=at)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Missing as missing:
        raise Http404(missing.message) from None
    messages.info(request, f"不再寄给{row}")
    return redirect("bulletin-subscribers")


def _name(kind: str) -> str:
    return SHAPES[BulletinKind(kind)].name
