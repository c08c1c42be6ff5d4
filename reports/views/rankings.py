"""/rankings/: units in order by a rule, why they moved, and what stands beside a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orders.period import Kind, Period, period_of, shanghai_day
from orders.tables import BadData
from orders.views.moment import moment_of
from reports.asking import BadQuestion, read_moment, read_period
from reports.explorer import periods
from reports.explorer.choice import text_of
from reports.rankings import NothingToRank, Ranking, rank
from reports.rankings.page import GroupOnPage, Listed, black, group_on_page, red
from reports.scoring.files import find_rule, rule_names
from reports.scoring.rule import Rule
from reports.views.entering import enter
from reports.views.statistics import OLD_TABLES
from units.access import Area

_KINDS = (Kind.WEEK, Kind.TEN_DAYS, Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The address: a rule's name, a period's code, and as of when ("" for now)."""

    rule: str
    period: str
    as_of: str

    def query(self, **other: str) -> str:
        texts = {"rule": self.rule, "period": self.period, "as_of": self.as_of} | other
        return urlencode({name: text for name, text in texts.items() if text})


@login_required
@require_safe
def rankings(request: HttpRequest) -> HttpResponse:
    """The last month by the bulletins' rule, unless the address asks for others."""
    enter(request, Area.REPORTS)
    now = moment_of(request)
    asked = _Asked(
        text_of(request.GET, "rule") or settings.BULLETIN_RULE,
        text_of(request.GET, "period") or _last_month(request).code,
        text_of(request.GET, "as_of"),
    )
    try:
        period = read_period(asked.period, "", "")
        if kind := request.GET.get("length"):
            return _other_kind(asked, kind, period, shanghai_day(now))
        moment = read_moment(asked.as_of, period, now)
        rule = _rule(asked.rule)
    except BadQuestion as fault:
        return _page(request, asked, fault=fault)
    try:
        found = rank(rule, period, as_of=moment)
    except NothingToRank as nothing:
        return _page(request, asked, period=period, rule=rule, nothing=str(nothing))
    except ProgrammingError:
        if not hasattr(request, "reading"):
            raise
        return _page(request, asked, fault=BadQuestion(OLD_TABLES, "rule"))
    return _page(request, asked, period=period, rule=rule, found=found)


def _rule(name: str) -> Rule:
    """The rule of that name among those there are; never a file somewhere. Raises BadQuestion."""
    if name not in rule_names():
        raise BadQuestion(f"规则：没有叫“{name}”的；有：{'、'.join(rule_names())}", "rule")
    try:
        return find_rule(name)
    except BadData as fault:
        raise BadQuestion(f"规则：{fault}", "rule") from None


def _last_month(request: HttpRequest) -> Period:
    """The latest month that is over; of a scenario the last of its year."""
    if reading := getattr(request, "reading", None):
        return period_of(Kind.MONTH, reading.scenario.period.last)
    return period_of(Kind.MONTH, shanghai_day(moment_of(request))).previous()


def _other_kind(asked: _Asked, kind: str, period: Period, today: date) -> HttpResponse:
    if kind not in set(_KINDS):
        raise BadQuestion("期间：排名按周、旬、月、季、半年或年", "period")
    other = periods.of_kind(Kind(kind), period, today)
    return redirect(f"{reverse('rankings')}?{asked.query(period=other.code)}")


def _page(
    request: HttpRequest,
    asked: _Asked,
    *,
    period: Period | None = None,
    rule: Rule | None = None,
    found: Ranking | None = None,
    nothing: str = "",
    fault: BadQuestion | None = None,
) -> HttpResponse:
    today = shanghai_day(moment_of(request))
    shown = period or _last_month(request)
    context: dict[str, Any] = {
        "asked": asked,
        "rules": _rules(),
        "period": shown,
        "kinds": [one for one in periods.kinds(shown) if one.code in set(_KINDS)],
        "control": periods.CONTROLS.get(shown.kind, "" if shown.opens_on == 1 else "text"),
        "listed": periods.listed(shown, today),
        "faults": {fault.field: str(fault)} if fault else {},
        "nothing": nothing,
        "rule": rule,
        **(_steps(asked, shown, today) if not fault else {}),
        **(_found(found, rule) if found and rule else {}),
    }
    return render(request, "reports/rankings.html", context, status=400 if fault else 200)


def _steps(asked: _Asked, period: Period, today: date) -> dict[str, object]:
    before, after = periods.before_and_after(period, today)
    return {
        "before": (before.label, asked.query(period=before.code)),
        "after": after and (after.label, asked.query(period=after.code)),
    }


def _found(found: Ranking, rule: Rule) -> dict[str, object]:
    groups: Sequence[GroupOnPage] = [group_on_page(one, rule, found) for one in found.groups]
    praised: Sequence[Listed] = red(found)
    return {
        "ranking": found,
        "groups": groups,
        "many": sum(len(one.standings) for one in found.groups),
        "red": praised,
        "black": black(found),
        "least": rule.least_due(found.period.kind),
    }


def _rules() -> list[tuple[str, str]]:
    """Every rule there is, with its Chinese name where its file can be read."""
    return [(name, _title(name)) for name in rule_names()]


def _title(name: str) -> str:
    try:
        return find_rule(name).name
    except BadData:
        return f"{name}（规则文件有误）"
