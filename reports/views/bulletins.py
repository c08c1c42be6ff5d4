"""/bulletins/: the list, one bulletin to read and to take on, its files, its chosen words."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.errors import Forbidden, LifecycleError
from orders.period import Period
from orders.views.entering import enter
from reports.bulletins.frozen import chosen_from_json
from reports.bulletins.kinds import SHAPES, kind_for
from reports.bulletins.rendering import RENDERERS, fragment
from reports.bulletins.workflow import drafting, reading, steps
from reports.forms import DraftForm, WordsForm
from reports.models import Bulletin, Drafting
from reports.views.drafting import set_going
from units.access import Area, may_see
from units.actor import Actor

_SIZE = 50
_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SAID = {
    "check": "已审核，等人签发",
    "sign": "已签发，可以印发",
    "issue": "已印发，从此不再改动",
    "send_back": "退回拟稿了",
}
_COUNTED = frozenset({"recount", "correct"})  # a worker does them


@login_required
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """The newest period first; of one kind where the address says so."""
    actors = enter(request, Area.BULLETINS, timezone.now())
    return _list(request, actors, DraftForm())


@login_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Have a period's bulletin composed, or open the one there is."""
    at = timezone.now()
    actors = enter(request, Area.REPORTS, at)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _list(request, actors, form, status=422)
    period: Period = form.cleaned_data["period"]
    by = reading.actor_for("draft", actors) or actors[0]
    try:
        found = drafting.ask_draft(kind_for(period), period, by=by, at=at)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except LifecycleError as error:
        form.add_error("period", error.message)
        return _list(request, actors, form, status=error.status)
    if isinstance(found, Drafting):
        return set_going(found)
    messages.info(request, "这一期已经编过，打开的就是它")
    return redirect("bulletin", found.pk)


def _list(
    request: HttpRequest, actors: tuple[Actor, ...], form: DraftForm, *, status: int = 200
) -> HttpResponse:
    kind = request.GET.get("kind", "")
    tabs = [("", "全部"), *((shape.kind.value, shape.name) for shape in SHAPES.values())]
    reading_of = getattr(request, "reading", None)
    elsewhere = reading_of is not None  # a scenario keeps no bulletins
    rows = Bulletin.objects.none() if elsewhere else reading.bulletins(actors, kind)
    page = Paginator(rows, _SIZE).get_page(request.GET.get("page"))
    makers = any(may_see(actor, Area.REPORTS) for actor in actors)
    drafts = not elsewhere and reading.actor_for("draft", actors) is not None
    context = {
        "tabs": [
            {
                "label": label,
                "url": _address(key),
                "count": None,
                "current": key == kind,
            }
            for key, label in tabs
        ],
        "rows": page.object_list,
        "counting": _counting() if makers and not elsewhere else [],
        "newer_url": _address(kind, page.previous_page_number()) if page.has_previous() else "",
        "older_url": _address(kind, page.next_page_number()) if page.has_next() else "",
        "elsewhere": elsewhere,
        "makers": makers,
        "by_command": _by_command(reading_of.scenario) if reading_of else "",
        "next": "写上统计期，就编出一期拟稿" if drafts else "印发了就出现在这里",
        "form": form if drafts else None,
    }
    return render(request, "reports/bulletins.html", context, status=status)


def _by_command(scenario: Any) -> str:
    """How a scenario's bulletins are made: counting one takes longer than a page may."""
    return (
        f"在命令行编成文件，如 python manage.py bulletin --scenario {scenario.name} "
        f"--period {scenario.period.first:%Y-%m}；按日、周、旬、季、年编的也一样"
    )


def _counting() -> list[dict[str, Any]]:
    """What is being counted, and what lately came to nothing."""
    rows = drafting.in_sight(at=timezone.now()).select_related("asked_by")
    return [{"row": row, "title": drafting.title(row)} for row in rows]


def _address(kind: str, page: int = 1) -> str:
    asked = {"kind": kind} if kind else {}
    asked |= {"page": str(page)} if page > 1 else {}
    return reverse("bulletins") + (f"?{urlencode(asked)}" if asked else "")


@login_required
@require_safe
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One, as it reads, with the steps this reader may take."""
    actors = enter(request, Area.BULLETINS, timezone.now())
    return _page(request, actors, _row(request, pk, actors))


def _page(
    request: HttpRequest,
    actors: tuple[Actor, ...],
    row: Bulletin,
    *,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "superseded": reading.replaced_by(row, actors),
        "body": fragment(steps.document(row)),
        "steps": reading.steps_for(row, actors),
        "may_choose": row.state == Bulletin.State.DRAFT
        and reading.actor_for("choose", actors) is not None,
        "formats": list(RENDERERS),
        "fault": fault,
    }
    return render(request, "reports/bulletin.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one step."""
    at = timezone.now()
    actors = enter(request, Area.REPORTS, at)
    if step not in reading.LABELS:
        raise Http404
    row = _row(request, pk, actors)
    by = reading.actor_for(step, actors) or actors[0]
    do: Callable[..., Any] = getattr(steps, step)
    try:
        if step in _COUNTED:
            return set_going(drafting.ask(step, row, by=by, at=at))
        do(row, by=by, at=at)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except LifecycleError as error:
        return _page(
            request, actors, _row(request, pk, actors), fault=error.message, status=error.status
        )
    messages.info(request, f"{row}：{_SAID[step]}")
    return redirect("bulletin", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person chooses and words for a draft."""
    at = timezone.now()
    actors = enter(request, Area.REPORTS, at)
    row = _row(request, pk, actors)
    by = reading.actor_for("choose", actors)
    if by is None:
        raise PermissionDenied("案例和表扬由统计分析员选定")
    themes = reading.risen(row)
    initial = WordsForm.initial_of(chosen_from_json(row.chosen), themes)
    form = WordsForm(request.POST or None, themes=themes, initial=initial)
    fault, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                steps.choose(row, form.chosen(), by=by, at=at)
            except LifecycleError as error:
                fault, status = error.message, error.status
            else:
                messages.info(request, f"{row}：选定的内容存好了")
                return redirect("bulletin", pk)
    context = {"row": row, "form": form, "fault": fault}
    return render(request, "reports/bulletin_words.html", context, status=status)


@login_required
@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of its files, made anew from what is frozen."""
    actors = enter(request, Area.BULLETINS, timezone.now())
    if name not in RENDERERS:
        raise Http404
    row = _row(request, pk, actors)
    answer = HttpResponse(RENDERERS[name](steps.document(row)), content_type=_TYPES[name])
    title = f"{row.get_kind_display()}{row.number}.{name}"
    answer["Content-Disposition"] = content_disposition_header(True, title) or ""
    return answer


def _row(request: HttpRequest, pk: int, actors: tuple[Actor, ...]) -> Bulletin:
    """The bulletin, where they may read it. Raises Http404."""
    if getattr(request, "reading", None) is not None:
        raise Http404
    return get_object_or_404(reading.readable(actors).select_related("supersedes"), pk=pk)
