"""发出的消息: the administrator sees what was sent and what was not, and sends again."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from orders.errors import Conflict, Forbidden, Missing, Refused
from orders.models import Delivery
from orders.notices import sent as book
from units.access import Area, may_see
from units.actor import actor_of
from units.models import Staff


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """?state= is one state, ?page= where to go on."""
    me = cast(Staff, request.user)
    if not may_see(me, Area.MESSAGES):
        raise PermissionDenied("发出的消息由系统管理员看。")
    state, fault = request.GET.get("state", ""), ""
    try:
        rows, older = book.page(state, request.GET.get("page", ""))
    except Refused as refused:
        (rows, older), state, fault = book.page(), "", refused.message
    context = {
        "at": timezone.now(),
        "rows": rows,
        "fault": fault,
        "state_now": state,
        "tabs": [
            {"label": label, "url": _address(key), "current": key == state, "count": None}
            for key, label in [("", "全部"), *Delivery.State.choices]
        ],
        "dead": book.dead_count(),
        "older_url": _address(state, older) if older else "",
        "newest_url": _address(state) if request.GET.get("page") else "",
    }
    return render(request, "orders/notices/sent.html", context, status=400 if fault else 200)


def _address(state: str, cursor: str = "") -> str:
    asked = {name: value for name, value in (("state", state), ("page", cursor)) if value}
    return reverse("orders:sent") + (f"?{urlencode(asked)}" if asked else "")


@login_required
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """One that did not arrive (id), or all of them."""
    by, at = actor_of(cast(Staff, request.user)), timezone.now()
    wanted = request.POST.get("id", "")
    try:
        if not wanted:
            count = book.resend_all(by=by, at=at)
            said = f"{count}条重新发，几秒后看结果" if count else "没有没送到的"
        elif wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
            book.resend(int(wanted), by=by, at=at)
            said = "重新发，几秒后看结果"
        else:
            raise Missing("没有这条")
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Missing as missing:
        raise Http404(missing.message) from None
    except Conflict as conflict:
        said = conflict.message
    messages.info(request, said)
    return redirect(_address(Delivery.State.DEAD))
