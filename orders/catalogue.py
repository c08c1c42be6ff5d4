"""What the dispatch catalogue proposes: the longest category code and a named district win."""

from collections.abc import Sequence
from datetime import date

from orders.models import CatalogueEntry


def entry_for(category_id: str, district: str, *, on: date) -> CatalogueEntry | None:
    """The entry for a demand of that category in that district; None where the catalogue is
    silent, or its lead is not active on that local day. Among equals the newest edition."""
    parts = category_id.split(".")
    codes = [".".join(parts[: n + 1]) for n in range(len(parts))]
    entries = (
        CatalogueEntry.objects.filter(active=True, category__in=codes, district__in={"", district})
        .filter(lead__active_from__lte=on)
        .exclude(lead__active_to__lte=on)
        .select_related("lead")
        .prefetch_related("assists")
    )
    return _best(list(entries))


def _best(entries: Sequence[CatalogueEntry]) -> CatalogueEntry | None:
    return max(
        entries, key=lambda e: (len(e.category_id), bool(e.district), e.edition), default=None
    )
