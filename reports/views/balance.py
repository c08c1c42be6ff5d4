"""/statistics/balance/: whether what units were given, what left and what lies there agree."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.period import Kind, Period, period_of, shanghai_day
from orders.views.moment import moment_of
from reports.asking import BadQuestion, read_moment, read_period
from reports.balance import NAMES, Balance, Terms, balance, verdict
from reports.explorer import periods
from reports.explorer.choice import text_of
from reports.views.entering import enter
from units.access import Area

_TEXTS = ("period", "from", "to", "as_of")


@login_required
@require_safe
def balance_of_units(request: HttpRequest) -> HttpResponse:
    """This month's, unless the address asks for another period; of a scenario its last month."""
    enter(request, Area.STATISTICS)
    now = moment_of(request)
    asked = {name: text_of(request.GET, name) for name in _TEXTS}
    if not (asked["period"] or asked["from"] or asked["to"]):
        asked["period"] = _month(request).code
    try:
        over = read_period(asked["period"], asked["from"], asked["to"])
        found = balance(over, as_of=read_moment(asked["as_of"], over, now))
    except BadQuestion as fault:
        context = {"asked": asked, "fault": str(fault)}
        return render(request, "reports/balance.html", context, status=400)
    context = {"asked": asked, **_found(found), **_steps(request, over, asked["as_of"])}
    return render(request, "reports/balance.html", context)


def _month(request: HttpRequest) -> Period:
    reading = getattr(request, "reading", None)
    today = reading.scenario.period.last if reading else shanghai_day(moment_of(request))
    return period_of(Kind.MONTH, today)


def _found(found: Balance) -> dict[str, Any]:
    rows = [(line, _numbers(line.terms)) for line in found.lines]
    return {
        "balance": found,
        "heads": NAMES.values(),
        "rows": sorted(rows, key=lambda row: row[0].closes),
        "whole": _numbers(found.whole),
        "verdict": verdict(found),
        "period": found.period,
    }


def _numbers(terms: Terms) -> list[tuple[str, int]]:
    return [(words, getattr(terms, name)) for name, words in NAMES.items()]


def _steps(request: HttpRequest, over: Period, as_of: str) -> dict[str, Any]:
    before, after = periods.before_and_after(over, shanghai_day(moment_of(request)))
    kept = {"as_of": as_of} if as_of else {}
    return {
        "before": (before.label, urlencode({"period": before.code, **kept})),
        "after": after and (after.label, urlencode({"period": after.code, **kept})),
    }
