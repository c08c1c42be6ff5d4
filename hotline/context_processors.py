"""What every page of the console needs: the moment it speaks at and its reader's rail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hotline.navigation import PLACES, Place, address, places_for
from orders.alerts.reading import Banner, banner_for
from orders.notices.inbox import count_words, unread_count
from units.actor import actors_of
from units.roles import Role

ON_PHONE = 5  # the bottom bar has five places at most, 我的 being the last


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with its address, and whether the reader stands there."""

    place: Place
    url: str
    current: bool


def shell(request: HttpRequest) -> dict[str, object]:
    """reading (a scenario, else None), moment, rail (without 我的), rail_me, phone_bar, phone_more,
    search_url, jumps, unread and alert_banner (asked only where they are shown), watches_alerts,
    live_url (where the server holds streams)."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    reading = getattr(request, "reading", None)
    places = places_for(getattr(user, "roles", None) or []) if known else []
    apart = {"profile"} if reading is None else {"profile", "scenarios"}
    rail = _entries([place for place in places if place.key not in apart], request.path)
    me = _entries([PLACES["profile"]], request.path) if known and reading is None else []
    room = ON_PHONE - len(me)
    fits = len(rail) <= room
    moment = reading.as_of if reading else timezone.now()
    request.page_moment = moment  # type: ignore[attr-defined]
    return {
        "reading": reading,
        "moment": moment,
        "rail": rail,
        "rail_me": me[0] if me else None,
        "phone_bar": rail if fits else rail[: room - 1],
        "phone_more": [] if fits else rail[room - 1 :],
        "search_url": address(PLACES["orders"].url_name) if known else "",
        "live_url": _stream(request) if known and reading is None else "",
        "unread": SimpleLazyObject(partial(_unread, user)) if known else "",
        "watches_alerts": known and not WATCHERS.isdisjoint(getattr(user, "roles", [])),
        "alert_banner": SimpleLazyObject(partial(_banner, user, moment)) if known else None,
        "jumps": [(entry, JUMPS[entry.place.key]) for entry in rail if entry.place.key in JUMPS],
    }


# G then a letter (console README §5).
JUMPS = {"dispatch": "P", "orders": "O", "supervision": "D", "statistics": "S"}


WATCHERS = frozenset({Role.SUPERVISOR.value, Role.DISPATCHER.value})


def _banner(user: Any, moment: datetime) -> Banner | None:
    return banner_for(actors_of(user, at=moment))


def _stream(request: HttpRequest) -> str:
    """Where the page listens; a server that holds no streams has none."""
    return address("live") if isinstance(request, ASGIRequest) else ""


def _unread(user: Any) -> str:
    return count_words(unread_count(user.pk))


def _entries(places: Sequence[Place], path: str) -> list[Entry]:
    """Only places that exist; the longest address that begins the path is the current one."""
    found = [(place, url) for place in places if (url := address(place.url_name))]
    here = max((url for _, url in found if path.startswith(url)), key=len, default=None)
    return [Entry(place, url, url == here) for place, url in found]
