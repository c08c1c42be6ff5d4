"""What the pages of the telephone share: coming in, and what a refusal looks like."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from calls.access import AT_THE_TELEPHONE, may
from orders.errors import Conflict, Forbidden, LifecycleError, Missing, Refused
from orders.forms.refusal import show_refusal
from orders.views.entering import enter
from units.access import Area
from units.actor import Actor
from units.models import Staff


def entered(request: HttpRequest, at: datetime) -> tuple[Actor, ...]:
    """Every way the reader may act on the telephone. Raises PermissionDenied."""
    return enter(request, Area.CALLS, at)


def me(request: HttpRequest) -> Staff:
    """Who asks."""
    return cast(Staff, request.user)


def sits(actors: tuple[Actor, ...]) -> bool:
    """Whether the reader works at a telephone."""
    return may(actors, AT_THE_TELEPHONE)


@contextmanager
def told() -> Iterator[None]:
    """A verb's refusal of the whole page: 404 or 403 in its words."""
    try:
        yield
    except Missing as missing:
        raise Http404(missing.message) from None
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None


def attempt(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[], object],
    done: str,
    page: Callable[..., HttpResponse],
    back: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do what a form asks: 422 what is to be mended, 409 who was quicker, else back to the page
    with what was done."""
    if not form.is_valid():
        return page(form=form, status=422)
    try:
        with told():
            deed()
    except (Refused, Conflict) as refused:
        show_refusal(form, refused)
        return page(form=form, status=refused.status)
    except LifecycleError as error:
        form.add_error(None, error.message)
        return page(form=form, status=error.status)
    messages.info(request, done)
    return back()
