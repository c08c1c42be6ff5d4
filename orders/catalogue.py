"""What the dispatch catalogue proposes: the longest category code and a named district win."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from orders.models import CatalogueEntry


class Catalogue:
    """Entries held in memory; among equals the newest edition counts."""

    def __init__(self, entries: Iterable[CatalogueEntry]) -> None:
        rising = sorted(entries, key=lambda entry: entry.edition)
        self._entries = {(entry.category_id, entry.district): entry for entry in rising}

    def entry_for(self, category_id: str, district: str) -> CatalogueEntry | None:
        """The entry for a demand of that category in that district; None where it is silent."""
        places = (district, "") if district else ("",)
        for code in reversed(_codes(category_id)):
            for place in places:
                if (code, place) in self._entries:
                    return self._entries[code, place]
        return None


def entry_for(category_id: str, district: str, *, on: date) -> CatalogueEntry | None:
    """The entry for a demand of that category in that district; None where the catalogue is
    silent, or its lead is not active on that local day. Among equals the newest edition."""
    entries = _in_force(on).filter(category__in=_codes(category_id), district__in={"", district})
    return Catalogue(entries).entry_for(category_id, district)


def whole_catalogue(*, on: date) -> Catalogue:
    """The same for many demands: every entry, in two queries."""
    return Catalogue(_in_force(on))


def _in_force(on: date) -> QuerySet[CatalogueEntry]:
    return (
        CatalogueEntry.objects.filter(active=True, lead__active_from__lte=on)
        .exclude(lead__active_to__lte=on)
        .select_related("lead")
        .prefetch_related("assists")
    )


def _codes(category_id: str) -> list[str]:
    """The category and those above it, the top first."""
    parts = category_id.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]
