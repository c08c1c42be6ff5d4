"""The moment a page speaks at."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone


def moment_of(request: HttpRequest) -> datetime:
    """Now; or the moment that whoever let the request in says its data are of (as_of)."""
    as_of: datetime | None = getattr(request, "as_of", None)
    return as_of or timezone.now()
