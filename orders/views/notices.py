"""消息: a person's own list, the bell's count, what has been read, and how one is told."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.errors import Missing, Refused
from orders.forms.preferences import PreferenceForm
from orders.models import NoticePreference
from orders.models.notice import NoticeGroup
from orders.notices import inbox
from orders.views.entering import tabs
from units.access import Area, may_see
from units.actor import actors_of
from units.models import Staff

READ = "notices-read"  # the event that tells the bell in the same page


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, unread ones first; ?kind= is a group, ?page= where to go on."""
    at, me = timezone.now(), cast(Staff, request.user)
    actors = actors_of(me, at=at)
    group, fault = request.GET.get("kind", ""), ""
    try:
        found = inbox.page(actors, group, request.GET.get("page", ""))
    except Refused as refused:
        found, group, fault = inbox.page(actors), "", refused.message
    counts = inbox.unread_by_group(me.pk)
    context = {
        "at": at,
        "lines": found.lines,
        "fault": fault,
        "group": group,
        "chips": _chips(group, counts),
        "unread_here": counts.get(group, 0) if group else sum(counts.values()),
        "older_url": _address(group, found.older) if found.older else "",
        "newest_url": _address(group) if request.GET.get("page") else "",
        "places": tabs(actors),
        "may_see_sent": may_see(me, Area.MESSAGES),
    }
    return render(request, "orders/notices/list.html", context, status=400 if fault else 200)


def _chips(group: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """All, and each group of staff's with how many of it are unread."""
    made = [{"label": "全部", "url": _address(""), "on": not group}]
    for key, label in NoticeGroup.choices:
        if key != NoticeGroup.CITIZEN:
            count = inbox.count_words(counts.get(key, 0))
            made.append({"label": f"{label}{count}", "url": _address(key), "on": key == group})
    return made


def _address(group: str, cursor: str = "") -> str:
    asked = {name: value for name, value in (("kind", group), ("page", cursor)) if value}
    return reverse("orders:notices") + (f"?{urlencode(asked)}" if asked else "")


@login_required
@never_cache
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The count on the bell, as the shell shows it."""
    return render(request, "orders/notices/_count.html")


@login_required
@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One notice has been read; with `open` the page it leads to is what comes next."""
    at, me = timezone.now(), cast(Staff, request.user)
    try:
        row = inbox.read(me.pk, notice_id, at=at)
    except Missing as missing:
        raise Http404(missing.message) from None
    (line,) = inbox.lines_of(actors_of(me, at=at), [row])
    if "open" in request.POST:
        return redirect(line.url or "orders:notices")
    if getattr(request, "htmx", False):
        answer = render(request, "orders/notices/_line.html", {"line": line, "at": at})
        answer.headers["HX-Trigger"] = READ
        return answer
    return redirect("orders:notices")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything of a group, or everything, has been read."""
    me, group = cast(Staff, request.user), request.POST.get("kind", "")
    group = group if group in NoticeGroup.values else ""
    count = inbox.read_all(me.pk, group, at=timezone.now())
    messages.info(request, f"{count}条标成看过了" if count else "没有没看的了")
    return redirect(_address(group))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """By which media one is told of what, and when not to be woken."""
    me = cast(Staff, request.user)
    mine = NoticePreference.objects.filter(pk=me.pk).first() or NoticePreference(staff=me)
    form = PreferenceForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.info(request, "怎么收消息，记下了")
        return redirect("orders:notice-preferences")
    status = 422 if form.is_bound else 200
    return render(request, "orders/notices/preferences.html", {"form": form}, status=status)
