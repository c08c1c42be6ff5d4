"""A part of a page: alone to htmx, with the page around it to whoever opens its address."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def part_or_page(
    request: HttpRequest, part: str, page: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """The template of the part or of the page, by who asks."""
    template = part if request.htmx else page  # type: ignore[attr-defined]
    return render(request, template, dict(context), status=status)
