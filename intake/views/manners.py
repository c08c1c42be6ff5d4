"""What the citizens' pages share: kept by no cache and no crawler, sent at a bearable pace."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from intake.throttle import address_of, spend

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """The page shows one citizen's matter and has its code in the address.

    Referrer-Policy stays same-origin (settings' default): with no-referrer a browser sends forms
    with Origin: null, and every one of them would be refused as foreign.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = never_cache(view)(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def knock(request: HttpRequest, scope: str, *, at: datetime, who: str = "") -> int | None:
    """Count one more by this address (or by whoever is named): seconds to wait, None when well."""
    return spend(scope, who or address_of(request), at=at)


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """The page that asks to wait, with Retry-After."""
    words = f"{wait}秒" if wait < 60 else f"{-(-wait // 60)}分钟"
    response = render(request, "429.html", {"wait": words}, status=429)
    response["Retry-After"] = str(wait)
    return response
