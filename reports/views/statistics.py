"""/statistics/: any figures of any period, grouped and filtered; the address keeps the choice."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.period import Kind, Period, period_of, shanghai_day
from orders.views.moment import moment_of
from reports.asking import BadQuestion, read_period
from reports.catalogue import CATALOGUE
from reports.explorer import form, periods
from reports.explorer.choice import Choice, is_written_well, question_of, read_choice
from reports.explorer.drawing import drawings
from reports.explorer.figures import Figures, figures_of
from reports.explorer.sheets import as_csv, as_xlsx
from reports.explorer.table import table_of
from reports.populations.dimensions import NAMES
from reports.statistic import Statistic
from reports.views.as_file import csv_file, refused, xlsx_file
from reports.views.entering import enter, sees
from units.access import Area

OLD_TABLES = "这个场景是旧版程序重放的，有的指标数不出来；重新运行 replay 以后再看"
_NAMED = 3
_PLACES = {  # where in the panel the words of a fault stand
    "codes": "#h-codes",
    "period": "#h-period",
    "by": "#h-by",
    "where": "#h-where",
    "as_of": "#h-as-of",
}


@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The panel to choose in, and the table and chart of what was chosen."""
    enter(request, Area.STATISTICS)
    choice = _choice(request)
    if not is_written_well(request.GET):
        return redirect(f"{reverse('statistics')}?{choice.query}")
    try:
        found = figures_of(question_of(choice, moment_of(request)))
    except BadQuestion as fault:
        return _page(request, choice, fault=fault)
    except ProgrammingError:
        if not hasattr(request, "reading"):
            raise
        return _page(request, choice, fault=BadQuestion(OLD_TABLES, "codes"))
    return _page(request, choice, found=found)


@login_required
@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same table as a CSV file."""
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    return csv_file(as_csv(found, _choice(request)), _named(found))


@login_required
@require_safe
def statistics_xlsx(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same table as a workbook."""
    found = _found(request)
    if isinstance(found, HttpResponse):
        return found
    return xlsx_file(as_xlsx(found, _choice(request)), _named(found))


def _choice(request: HttpRequest) -> Choice:
    today = shanghai_day(moment_of(request))
    reading = getattr(request, "reading", None)  # a scenario's data end before its moment
    return read_choice(request.GET, min(today, reading.scenario.period.last) if reading else today)


def _found(request: HttpRequest) -> Figures | HttpResponse:
    """The figures; what cannot be asked is told in plain words."""
    enter(request, Area.STATISTICS)
    try:
        return figures_of(question_of(_choice(request), moment_of(request)))
    except BadQuestion as fault:
        return refused(fault)


def _named(found: Figures) -> str:
    by = f"-{found.question.by}" if found.question.by else ""
    return f"statistics-{found.question.period.code}{by}"


def _page(
    request: HttpRequest,
    choice: Choice,
    *,
    found: Figures | None = None,
    fault: BadQuestion | None = None,
) -> HttpResponse:
    now = moment_of(request)
    today = shanghai_day(now)
    period = found.question.period if found else _readable(choice, today)
    chosen = found.statistics if found else _known(choice)
    context: dict[str, Any] = {
        "choice": choice,
        "period": period,
        "kinds": periods.kinds(period),
        "control": periods.CONTROLS.get(period.kind, "" if period.opens_on == 1 else "text"),
        "listed": periods.listed(period, today),
        "chapters": form.chapters(choice),
        "groupings": form.groupings(choice, chosen),
        "filters": form.filters(choice, chosen, period),
        "faults": {fault.field: str(fault)} if fault else {},
        "fault": {"words": str(fault), "place": _PLACES[fault.field]} if fault else None,
        "many": len(CATALOGUE),
        "rankings_url": _rankings_url(request, period),
    }
    if found:
        context |= _answer(found, choice, period, today)
    return render(request, "reports/statistics.html", context, status=400 if fault else 200)


def _answer(found: Figures, choice: Choice, period: Period, today: date) -> dict[str, Any]:
    before, after = periods.before_and_after(period, today)
    table = table_of(found, choice)
    return {
        "figures": found,
        "table": table,
        "heading": _heading(found, choice),
        "narrowed": [
            (NAMES[name], one.chosen)
            for name in found.question.where
            for one in form.filters(choice, found.statistics, period)
            if one.name == name
        ],
        "drawing": drawings(found, choice),
        "before": (before.label, choice.over(before.code).query),
        "after": after and (after.label, choice.over(after.code).query),
        "as_of": found.question.as_of,
        "running": period.end > found.question.as_of,
    }


def _rankings_url(request: HttpRequest, period: Period) -> str:
    """Where units are ranked over the same period; "" for who may not see that."""
    if not sees(request, Area.REPORTS):
        return ""
    return f"{reverse('rankings')}?{urlencode({'period': period.code})}"


def _heading(found: Figures, choice: Choice) -> str:
    """The names of a few; else how many there are."""
    if not choice.codes:
        return "主要指标"
    names = [one.name for one in found.statistics]
    return "、".join(names) if len(names) <= _NAMED else f"{len(names)}项指标"


def _readable(choice: Choice, today: date) -> Period:
    """The period of a choice that cannot be answered; this month where it is itself the fault."""
    try:
        return read_period(choice.period, choice.first, choice.last)
    except BadQuestion:
        return period_of(Kind.MONTH, today)


def _known(choice: Choice) -> list[Statistic]:
    return [CATALOGUE[code] for code in choice.codes if code in CATALOGUE]
