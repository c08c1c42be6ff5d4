"""Coming into an area of work beside orders: every way one may act there, or 403 in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from units.access import Area, may_change, may_see
from units.actor import Actor, actors_of
from units.models import Staff

# The pages that stand together under supervision: area, label, name of the address.
TOGETHER = [
    (Area.ALERTS, "要情", "orders:alerts"),
    (Area.QUALITY, "质检", "orders:quality"),
    (Area.INSPECTION, "抽查", "orders:inspections"),
    (Area.EXPLANATIONS, "书面说明", "orders:explanations"),
]


def stand_beside(area: Area, label: str, url_name: str) -> None:
    """Put a page of a higher app among them, once, at its start."""
    if (area, label, url_name) not in TOGETHER:
        TOGETHER.append((area, label, url_name))


def enter(request: HttpRequest, area: Area, at: datetime) -> tuple[Actor, ...]:
    """Every way the reader may act. Raises PermissionDenied where none of them opens the area."""
    actors = actors_of(cast(Staff, request.user), at=at)
    if not any(may_see(actor, area) for actor in actors):
        raise PermissionDenied("你的岗位不看这一页。要看，请找系统管理员开通。")
    return actors


def who_changes(actors: Sequence[Actor], area: Area) -> Actor:
    """The way in which the reader may change what is in the area, else the own one, which the
    rule then refuses in its words."""
    return next((actor for actor in actors if may_change(actor, area)), actors[0])


def tabs(actors: Sequence[Actor], current: Area | None = None) -> list[dict[str, object]]:
    """The pages of TOGETHER this person may open."""
    return [
        {"label": label, "url": reverse(name), "count": None, "current": area == current}
        for area, label, name in TOGETHER
        if any(may_see(actor, area) for actor in actors)
    ]
