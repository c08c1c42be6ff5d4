"""/overview/: the day, the month and what lies there, for leaders; each part also by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import ProgrammingError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from orders.period import shanghai_day
from orders.tables import BadData
from orders.views.moment import moment_of
from reports.asking import BadQuestion
from reports.coverage import recorded_since
from reports.explorer.choice import text_of
from reports.models import Bulletin
from reports.overview.look import Look, read_look
from reports.overview.parts import PARTS, Part
from reports.scoring.files import find_rule
from reports.views.as_file import refused
from reports.views.entering import enter
from reports.views.statistics import OLD_TABLES
from units.access import Area

EVERY = 60  # seconds between two looks of an open page
KEPT = 600  # seconds for which an old part is better than an empty place
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A part on the page: html is "" where it is still to be fetched; fresh: whether it need not
    be fetched at once."""

    part: Part
    url: str
    html: SafeString
    fresh: bool


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The page, with the parts that were counted lately; the others are fetched by it. whole=1
    waits for all of them."""
    enter(request, Area.REPORTS)
    try:
        look = _look(request)
    except BadQuestion as fault:
        return render(request, "reports/overview.html", {"fault": fault}, status=400)
    since = recorded_since()
    whole = request.GET.get("whole") == "1"
    context: dict[str, Any] = {
        "at": look.as_of,
        "look": look,
        "since": since,
        "nothing": since is None or since > look.day,
        "before": look.day - _DAY,
        "after": _after(request, look),
        "every": EVERY if look.is_now else 0,
        "whole": whole,
    }
    if not context["nothing"]:
        context["parts"] = [_shown(request, part, look, whole) for part in PARTS.values()]
        context["bulletin"] = _newest(look.as_of)
    return render(request, "reports/overview.html", context)


@login_required
@never_cache
@require_safe
def overview_part(request: HttpRequest, name: str) -> HttpResponse:
    """One part by itself."""
    enter(request, Area.REPORTS)
    if name not in PARTS:
        raise Http404
    try:
        look = _look(request)
    except BadQuestion as fault:
        return refused(fault)
    return HttpResponse(_counted(request, PARTS[name], look))


def _look(request: HttpRequest) -> Look:
    return read_look(text_of(request.GET, "date"), now=moment_of(request), latest=_latest(request))


def _latest(request: HttpRequest) -> date | None:
    """The last day of a scenario's year, whose facts go on for a while; None for the city's own."""
    reading = getattr(request, "reading", None)
    return reading.scenario.period.last if reading else None


def _after(request: HttpRequest, look: Look) -> date | None:
    """The next day, where it has come."""
    after, latest = look.day + _DAY, _latest(request)
    last = shanghai_day(moment_of(request))
    return after if after <= (min(last, latest) if latest else last) else None


def _shown(request: HttpRequest, part: Part, look: Look, whole: bool) -> Shown:
    url = reverse("overview-part", args=[part.name])
    if not look.is_now:
        url = f"{url}?date={look.day}"
    if whole or part.at_once:
        return Shown(part, url, _counted(request, part, look), True)
    kept = cache.get(_key(part, look))
    if kept is None:
        return Shown(part, url, SafeString(), False)
    return Shown(part, url, SafeString(kept[1]), _is_fresh(kept[0], part, look))


def _counted(request: HttpRequest, part: Part, look: Look) -> SafeString:
    """The part as kept, or counted now and kept."""
    key = _key(part, look)
    kept = cache.get(key)
    if kept is not None and _is_fresh(kept[0], part, look):
        return SafeString(kept[1])
    try:
        found = part.gather(look, lambda: find_rule(settings.BULLETIN_RULE))
    except BadData as fault:
        return _rendered("reports/overview/fault.html", {"part": part, "words": str(fault)})
    except ProgrammingError:
        if not hasattr(request, "reading"):
            raise
        return _rendered("reports/overview/fault.html", {"part": part, "words": OLD_TABLES})
    html = _rendered(part.template, {"at": look.as_of, "look": look, "part": part, **found})
    cache.set(key, (look.as_of, str(html)), KEPT)
    return html


def _rendered(template: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(template, context))


def _key(part: Part, look: Look) -> str:
    """Of this city or scenario, and the day; beside what is kept stands as of when it is."""
    place = f"{connection.settings_dict['NAME']}:{get_script_prefix()}"
    return f"overview:{place}:{part.name}:{look.day}:{look.is_now}"


def _is_fresh(as_of: datetime, part: Part, look: Look) -> bool:
    return look.as_of - part.every < as_of <= look.as_of


def _newest(as_of: datetime) -> Bulletin | None:
    """The bulletin issued last."""
    issued = Bulletin.objects.filter(state=Bulletin.State.ISSUED, issued_at__lte=as_of)
    return issued.order_by("-issued_at").first()
