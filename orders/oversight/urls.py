"""Addresses of the supervision page and of a unit's own; names without a space, as the rail's."""

from django.urls import URLPattern, path

from orders.oversight.tabs import TABS
from orders.views.supervision import HOTLINE, UNIT, export_cards, oversight


def _tabs(place: str, folder: str) -> list[URLPattern]:
    return [
        path(
            f"{folder}/{tab.key}/" if tab.key else f"{folder}/",
            oversight,
            {"key": tab.key, "place": place},
            name=f"{place}-{tab.key}" if tab.key else place,
        )
        for tab in TABS
    ]


urlpatterns = [
    *_tabs(HOTLINE, "supervision"),
    *_tabs(UNIT, "own-unit"),
    path("supervision/cards.csv", export_cards, name="supervision-export"),
]
