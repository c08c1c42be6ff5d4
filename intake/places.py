"""The districts a citizen may choose from: those that units of the tree answer for."""

from datetime import date

from units.models import Unit


def districts(on: date) -> dict[str, str]:
    """Codes and short names of the districts on that local day, in the order of the names; the
    unit nearest to the root gives the name."""
    units = Unit.objects.active_on(on).exclude(district="").order_by("path")
    found: dict[str, tuple[int, str]] = {}
    for unit in units:
        depth = unit.path.count("/")
        if unit.district not in found or depth < found[unit.district][0]:
            found[unit.district] = (depth, unit.short_name)
    return dict(sorted(((code, name) for code, (_, name) in found.items()), key=lambda p: p[1]))
