"""区域: what each district's demands are about, by the categories of the first level.

The map is a grid of tiles, one a district, the fuller the darker. No shapes of districts come with
the system, demands seldom have coordinates (nobody tells a telephone line where they stand), and
map tiles would have to be fetched from elsewhere; a tile stands for its district all the same, can
be pressed, and prints.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from orders.labels import districts
from orders.period import Period
from reports.analysis.crossing import crossed
from reports.analysis.shading import shade
from reports.catalogue import find
from reports.labels import labels_of

NOWHERE = "未填区域"
ENOUGH = 20  # demands: of fewer a share says nothing, and is not shaded


@dataclass(frozen=True, slots=True)
class Cell:
    """A category in a district; share: of the district's demands; shade: 0 to 5, by that share,
    0 also in a district with fewer than ENOUGH demands."""

    category: str
    name: str
    count: int
    share: Fraction | None
    shade: int


@dataclass(frozen=True, slots=True)
class District:
    """code: "" for demands without a district; shade: 0 to 5, by its count against the fullest."""

    code: str
    name: str
    count: int
    share: Fraction | None
    shade: int
    cells: tuple[Cell, ...]

    @property
    def first(self) -> tuple[Cell, ...]:
        """What it is about most: up to three categories that have demands."""
        some = sorted((one for one in self.cells if one.count), key=lambda one: -one.count)
        return tuple(some[:3])


@dataclass(frozen=True, slots=True)
class Districts:
    """rows: by count, those with most first; whole: all of them together; categories: names."""

    categories: tuple[str, ...]
    rows: tuple[District, ...]
    whole: District


def by_district(period: Period, *, as_of: datetime) -> Districts:
    """Accepted demands of the period by district and top category, as of the moment (aware)."""
    found = crossed(find("demands.accepted"), period=period, as_of=as_of, by=("district", "top"))
    tops = {str(code): name for code, name in labels_of("top", period).items()}
    names = districts()
    counts: dict[str, Counter[str]] = {code: Counter() for code in names}
    for (district, top), (many, _) in found.items():
        counts.setdefault(district, Counter())[top] += many
    sums = {code: sum(some.values()) for code, some in counts.items()}
    total, most = sum(sums.values()), max(sums.values(), default=0)
    whole = sum(counts.values(), Counter())
    largest = max(
        (
            Fraction(n, sums[code])
            for code, some in counts.items()
            for n in some.values()
            if sums[code] >= ENOUGH
        ),
        default=Fraction(0),
    )

    def row(code: str, name: str, some: Mapping[str, int], many: int) -> District:
        cells = tuple(_cell(top, tops[top], some.get(top, 0), many, largest) for top in tops)
        return District(code, name, many, _share(many, total), shade(many, most), cells)

    ordered = sorted(counts, key=lambda code: (-sums[code], code))
    return Districts(
        tuple(tops.values()),
        tuple(row(code, names.get(code) or code or NOWHERE, counts[code], sums[code])
              for code in ordered),
        row("", "全部", whole, total),
    )  # fmt: skip


def _cell(code: str, name: str, many: int, of: int, largest: Fraction) -> Cell:
    share = _share(many, of)
    return Cell(code, name, many, share, shade(share or 0, largest) if of >= ENOUGH else 0)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
