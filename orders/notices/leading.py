"""Where a notice that speaks of no order leads: the page of what it tells of.

An app names its pages once, at its start, by the beginning of a kind.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse

_PAGES: dict[str, tuple[str, tuple[str, ...]]] = {}


def leads(kind: str, page: str, *keys: str) -> None:
    """Notices whose kind begins so lead to the page of that name; keys are those of the payload
    which its address takes."""
    _PAGES[kind] = (page, keys)


def address(kind: str, payload: Mapping[str, Any]) -> str:
    """The page's address; "" where the kind has none, or the payload lacks what it takes."""
    found = next((_PAGES[start] for start in _PAGES if kind.startswith(start)), None)
    if found is None:
        return ""
    page, keys = found
    try:
        return reverse(page, args=[payload.get(key) for key in keys])
    except NoReverseMatch:
        return ""
