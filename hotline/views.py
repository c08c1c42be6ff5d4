"""Pages that belong to no app: the first one of each person, and the watcher's."""

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from hotline.metrics import exposition
from hotline.navigation import address, places_for


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first place of the reader's roles that exists; to 我的 when there is none."""
    places = places_for(getattr(request.user, "roles", None) or [])
    found = (url for place in places if (url := address(place.url_name)))
    return redirect(next(found, "profile"))


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For who brings the token of METRICS_TOKEN; without one set there is no such page."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE_LATEST)
