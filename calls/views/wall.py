"""大屏: the telephone just now, in figures one reads from the other end of the room."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from calls import wall as state
from calls.views.entering import entered


@login_required
@never_cache
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The page; asked for by htmx, what stands on it alone."""
    at = timezone.now()
    entered(request, at)
    template = "calls/_wall.html" if request.htmx else "calls/wall.html"  # type: ignore[attr-defined]
    return render(request, template, {"at": at, "wall": state.wall(at)})
