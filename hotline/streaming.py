"""/live/: the stream of whoever is logged in, under an ASGI server; elsewhere there is none."""

from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from hotline.live import Scope, Stream, events
from orders.access import sees_all, unit_paths
from units.actor import actors_of
from units.models import Staff

Engine: Any = import_module(settings.SESSION_ENGINE)


async def live(request: HttpRequest) -> HttpResponseBase:
    """403 without a login, 204 (do not ask again) where the server holds no streams."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    key = request.session.session_key
    scope = await _scope_behind(key)
    if scope is None:
        return HttpResponse(status=403)
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)

    async def still() -> Scope | None:
        return await _scope_behind(key)

    answer = StreamingHttpResponse(events(Stream(scope), still), content_type="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy must not wait for more
    return answer


def scope_of(session_key: str | None) -> Scope | None:
    """What the person behind the session may hear of now; None once it is over, whoever ended it.

    The connection is given back at once: a stream lasts for hours and must not hold one.
    """
    try:
        request = HttpRequest()
        request.session = Engine.SessionStore(session_key)
        user = get_user(request)
        if not isinstance(user, Staff) or not user.is_active:
            return None
        actors = actors_of(user, at=timezone.now())
        return Scope(user.pk, sees_all(actors), tuple(unit_paths(actors)))
    finally:
        close_old_connections()


_scope_behind = sync_to_async(scope_of)
