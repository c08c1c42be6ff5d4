"""/analysis/: what stands out in the demands of a period, one page a question; the address keeps
the period, and every table can be had as CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db import ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.period import Kind, Period, period_of, shanghai_day
from orders.views.moment import moment_of
from reports.analysis.pages import PAGES, Found, Page
from reports.asking import BadQuestion, read_moment, read_period
from reports.csv_lines import csv_lines
from reports.explorer import periods
from reports.explorer.choice import text_of
from reports.views.as_file import csv_file, refused
from reports.views.entering import enter
from reports.views.statistics import OLD_TABLES
from units.access import Area


@dataclass(frozen=True, slots=True)
class Asked:
    """The address, read: the period, the moment, and the texts that say so."""

    period: Period
    as_of: datetime
    texts: Mapping[str, str]

    def query(self, **other: str) -> str:
        return urlencode({name: text for name, text in {**self.texts, **other}.items() if text})


@login_required
@require_safe
def analysis(request: HttpRequest, name: str = "themes") -> HttpResponse:
    """One question of the period: this week's (on Mondays last week's) unless the address asks for
    another."""
    enter(request, Area.STATISTICS)
    page = _page_of(name)
    try:
        asked = read_asked(request)
        if kind := request.GET.get("length"):
            return _other_kind(request, name, asked, kind)
        found = page.counts(asked.period, asked.as_of)
    except BadQuestion as fault:
        return _answer(request, name, fault=fault)
    except ProgrammingError:
        if not hasattr(request, "reading"):
            raise
        return _answer(request, name, fault=BadQuestion(OLD_TABLES, "period"))
    return _answer(request, name, asked=asked, found=found)


@login_required
@require_safe
def analysis_csv(request: HttpRequest, name: str) -> HttpResponse | StreamingHttpResponse:
    """The tables of the page as one CSV file."""
    enter(request, Area.STATISTICS)
    page = _page_of(name)
    try:
        asked = read_asked(request)
        rows = page.rows(page.counts(asked.period, asked.as_of))
    except BadQuestion as fault:
        return refused(fault)
    return csv_file(csv_lines(rows), f"analysis-{name}-{asked.period.code}")


def read_asked(request: HttpRequest) -> Asked:
    """What the address asks for. Raises BadQuestion."""
    texts = {name: text_of(request.GET, name) for name in ("period", "as_of")}
    code = texts["period"] or usual_period(request).code
    period = read_period(code, "", "")
    return Asked(period, read_moment(texts["as_of"], period, moment_of(request)), texts)


def usual_period(request: HttpRequest) -> Period:
    """The week that yesterday was in; of a scenario the last whole month."""
    if reading := getattr(request, "reading", None):
        return period_of(Kind.MONTH, reading.scenario.period.last)
    return period_of(Kind.WEEK, shanghai_day(moment_of(request)) - timedelta(days=1))


def controls(request: HttpRequest, period: Period) -> dict[str, Any]:
    """What the form of a period needs."""
    return {
        "period": period,
        "kinds": periods.kinds(period),
        "control": periods.CONTROLS.get(period.kind, "" if period.opens_on == 1 else "text"),
        "listed": periods.listed(period, _today(request)),
    }


def tabs(request: HttpRequest, current: str, query: str = "") -> list[dict[str, Any]]:
    """The pages of the analysis, each with the same period."""
    kept = f"?{query}" if query else ""
    pages: list[dict[str, Any]] = [
        {
            "label": page.label,
            "url": f"{reverse('analysis-page', args=[name])}{kept}",
            "current": name == current,
            "count": None,
        }
        for name, page in PAGES.items()
    ]
    url = reverse("early-warnings")
    last = {"label": "预警", "url": url, "current": current == "warnings", "count": None}
    return [*pages, last]


def _readable(request: HttpRequest) -> Period:
    """The period of an address that cannot be answered; the usual one where it is itself at
    fault."""
    try:
        return read_period(text_of(request.GET, "period"), "", "")
    except BadQuestion:
        return usual_period(request)


def _page_of(name: str) -> Page:
    if name not in PAGES:
        raise Http404("没有这一页分析")
    return PAGES[name]


def _today(request: HttpRequest) -> date:
    return shanghai_day(moment_of(request))


def _other_kind(request: HttpRequest, name: str, asked: Asked, kind: str) -> HttpResponse:
    if kind not in periods.KINDS:
        raise BadQuestion("期间：按日、周、旬、月、季、半年、年，或起止日", "period")
    other = periods.of_kind(Kind(kind), asked.period, _today(request))
    return redirect(f"{reverse('analysis-page', args=[name])}?{asked.query(period=other.code)}")


def _answer(
    request: HttpRequest,
    name: str,
    *,
    asked: Asked | None = None,
    found: Found | None = None,
    fault: BadQuestion | None = None,
) -> HttpResponse:
    period = asked.period if asked else _readable(request)
    typed = text_of(request.GET, "period")
    context: dict[str, Any] = {
        "name": name,
        "page": PAGES[name],
        "body": f"reports/analysis/{name}.html",
        "tabs": tabs(request, name, asked.query() if asked else ""),
        "address": reverse("analysis-page", args=[name]),
        "typed": {"period": typed, "as_of": text_of(request.GET, "as_of")},
        "faults": {fault.field: str(fault)} if fault else {},
        **controls(request, period),
    }
    if asked and found:
        before, after = periods.before_and_after(period, _today(request))
        context |= found | {
            "asked": asked,
            "as_of": asked.as_of,
            "running": period.end > asked.as_of,
            "before": (before.label, asked.query(period=before.code)),
            "after": after and (after.label, asked.query(period=after.code)),
            "csv": f"{reverse('analysis-csv', args=[name])}?{asked.query(period=period.code)}",
            "behind": f"{reverse('analysis-orders')}?{asked.query(period=period.code)}",
        }
    return render(request, "reports/analysis.html", context, status=400 if fault else 200)
