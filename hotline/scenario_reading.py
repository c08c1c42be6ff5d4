"""Under /scenario/<name>/ the console's pages read that scenario's database, and change nothing.

The scenario's database is the default one for as long as such a request lasts, with read-only
transactions, and the reader is an analyst of that place: whoever reads it has no rights there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix

from hotline.scenario_database import NoScenarioDatabase, read_as_default
from hotline.scenario_note import read_note
from hotline.scenario_pages import missing
from seeds.scenario import Scenario, names, read_scenario
from units.access import Area, may_see
from units.models import Staff, Unit, UnitKind
from units.roles import Role

PREFIX = "/scenario/"
# What has something to read there; the rest (one's own things, doors, administration) is not.
READABLE = (
    "orders/", "supervision/", "calls/", "overview/", "statistics/", "rankings/", "bulletins/",
    "catalogue/", "ledger/", "analysis/",
)  # fmt: skip
Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Reading:
    """The scenario a page is read from, and the moment its pages speak at."""

    scenario: Scenario
    as_of: datetime


class ScenarioReading:
    """Middleware, after the one that knows the user."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name, _, rest = request.path_info.removeprefix(PREFIX).partition("/")
        if not request.path_info.startswith(PREFIX) or not rest:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not may_see(request.user, Area.REPORTS):
            raise PermissionDenied("场景由统计分析员、督办员和系统管理员看")
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if name not in names() or not rest.startswith(READABLE):
            raise Http404
        scenario = read_scenario(name)
        try:
            with read_as_default(name):
                return self._read(request, scenario, rest)
        except NoScenarioDatabase:
            return missing(request, scenario)

    def _read(self, request: HttpRequest, scenario: Scenario, rest: str) -> HttpResponseBase:
        reader, prefix = request.user, get_script_prefix()
        note = read_note()
        as_of = note.as_of if note else scenario.period.end
        request.reading = Reading(scenario, as_of)  # type: ignore[attr-defined]
        request.as_of = request.reading.as_of  # type: ignore[attr-defined]
        request.user = _analyst(cast(Staff, reader))
        request.path_info = f"/{rest}"
        set_script_prefix(f"{prefix}{PREFIX[1:]}{scenario.name}/")
        try:
            answer = self.get_response(request)
            if answer.streaming:  # what is still to be read is read while its database is here
                answer.streaming_content = list(answer)  # type: ignore[attr-defined]
            return answer
        finally:
            set_script_prefix(prefix)
            request.user = reader


def _analyst(reader: Staff) -> Staff:
    """The reader as somebody of the scenario's own hotline who may read everything there. Never
    saved: no row of that place is about a reader of today."""
    hotline = Unit.objects.get(kind=UnitKind.HOTLINE)
    return Staff(
        id=0,
        staff_number=reader.staff_number,
        name=reader.name,
        unit=hotline,
        roles=[Role.ANALYST.value],
        single_keys_off=reader.single_keys_off,
    )
