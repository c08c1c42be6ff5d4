"""/scenario/: the years that can be read beside the city's own, and what each published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.scenario_database import NoScenarioDatabase, database_name, read_as_default
from hotline.scenario_figures import heading, ledger_of
from hotline.scenario_note import read_note
from reports.ledger import as_json
from seeds.scenario import Scenario, names, read_scenario
from units.access import Area, may_see
from units.models import Staff

KEPT = 30 * 24 * 3600  # seconds; the key changes with every replay


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario, and which database holds it: 0 where it was never replayed here."""

    scenario: Scenario
    oid: int


@login_required
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """All scenarios there are files for, the replayed ones with a way in."""
    _may_read(request)
    oids = _databases()
    listed = [Listed(read_scenario(name), oids.get(database_name(name), 0)) for name in names()]
    return render(request, "scenario/list.html", {"listed": listed})


@login_required
@require_safe
def scenario(request: HttpRequest, name: str) -> HttpResponse:
    """What one year's documents print beside what its replayed facts give."""
    _may_read(request)
    if name not in names():
        raise Http404
    found = read_scenario(name)
    oid = _databases().get(database_name(name))
    if oid is None:
        return missing(request, found)
    try:
        with read_as_default(name):
            note = read_note()
            scale = note.scale if note else Fraction(1)
            lines = _lines(found, scale, oid)
    except (NoScenarioDatabase, ProgrammingError):  # dropped meanwhile, or of older tables
        return missing(request, found)
    context = {
        "scenario": found,
        "heading": heading(found, scale),
        "lines": lines,
        "assumed": sorted(found.reasons.items()),
    }
    return render(request, "scenario/figures.html", context)


def missing(request: HttpRequest, found: Scenario) -> HttpResponse:
    """The answer where a scenario was never replayed here: how to."""
    return render(request, "scenario/missing.html", {"scenario": found}, status=404)


def _may_read(request: HttpRequest) -> None:
    if not may_see(cast(Staff, request.user), Area.REPORTS):
        raise PermissionDenied("场景由统计分析员、督办员和系统管理员看")


def _databases() -> Mapping[str, int]:
    """The databases of this server by name; a replay makes a new one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname, oid::bigint FROM pg_database WHERE datname LIKE 'hotline%'")
        return dict(cursor.fetchall())


def _lines(found: Scenario, scale: Fraction, oid: int) -> list[dict[str, Any]]:
    """The ledger's lines; counted once a replay, for a year of facts takes seconds."""
    key = f"scenario:{found.name}:{oid}"
    if (kept := cache.get(key)) is None:
        kept = json.dumps(as_json(ledger_of(found, scale)))
        cache.set(key, kept, KEPT)
    return cast(list[dict[str, Any]], json.loads(kept))
