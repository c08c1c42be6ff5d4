"""/whatif/: a leader asks what more seats and operators would change, and reads the answer.

The address is the question, so that an answer can be linked to; only a form that is sent begins
the work, which a worker does.
"""

from dataclasses import asdict
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from hotline.tasks import answer_whatif
from hotline.whatif import kept
from hotline.whatif.form import WhatifForm
from hotline.whatif.kept import Asked
from hotline.whatif.words import INTERVALS, SEATS_AND_OPERATORS, THEORY, WAITS
from seeds.scenario import Scenario, names, read_scenario
from units.access import Area, may_see
from units.models import Staff

_NOTES = (INTERVALS + WAITS, SEATS_AND_OPERATORS, THEORY)
_UNREACHED = "任务排不上队，没开始推演。过一会儿再试；总是这样就请管理员看 Redis 和 worker"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def whatif(request: HttpRequest) -> HttpResponse:
    """The form, and where its address asks something, the answer or how far it is."""
    if not may_see(cast(Staff, request.user), Area.REPORTS):
        raise PermissionDenied("话务推演由统计分析员、督办员和系统管理员看")
    if request.method == "POST":
        return _begin(request)
    if not request.GET:
        return _page(request, WhatifForm(scenarios=_scenarios()))
    form = WhatifForm(request.GET, scenarios=_scenarios())
    if not form.is_valid():
        return _page(request, form, status=400)
    asked = form.asked()
    return _page(request, form, asked=asked, standing=kept.standing(asked))


def _begin(request: HttpRequest) -> HttpResponse:
    form = WhatifForm(cast(QueryDict, request.POST), scenarios=_scenarios())
    if not form.is_valid():
        return _page(request, form, status=422)
    asked = form.asked()
    if kept.begin(asked):
        try:
            answer_whatif.apply_async(kwargs=asdict(asked), retry=False)
        except OperationalError:
            kept.forget(asked)
            return _page(request, form, status=503, fault=_UNREACHED)
    return redirect(f"{reverse('whatif')}?{urlencode(asdict(asked))}")


def _page(
    request: HttpRequest,
    form: WhatifForm,
    *,
    status: int = 200,
    fault: str = "",
    asked: Asked | None = None,
    standing: kept.Standing | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "fault": fault,
        "asked": asked,
        "standing": standing,
        "here": request.get_full_path(),
        "notes": _NOTES,
    }
    return render(request, "whatif/page.html", context, status=status)


def _scenarios() -> dict[str, Scenario]:
    """Those that assume a telephone, by name."""
    found = {name: read_scenario(name) for name in names()}
    return {name: one for name, one in found.items() if one.telephone is not None}
