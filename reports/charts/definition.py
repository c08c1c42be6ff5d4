"""What a chart says, as plain values; how it looks is not here.

A value is a number in the chart's unit, None where there is nothing ("—", never 0). The texts stand
beside their values exactly as print has them, so that nothing is rounded twice.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

WIDTH, WIDE = 590, 642  # px: the 156 mm of a bulletin, the 170 mm of a sheet
NOTHING = "—"
Value = float | None


class Look(StrEnum):
    """Told apart by lightness and outline, so that grey print tells them apart too. alarm is never
    colour alone: it is hatched."""

    DARK = "dark"
    MID = "mid"
    LIGHT = "light"
    HOLLOW = "hollow"
    ALARM = "alarm"


class Side(StrEnum):
    """Where a text stands beside a dot; in a dip of its line there is room at its side only."""

    ABOVE = "top"
    BELOW = "bottom"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Series:
    """values: one a category. texts: what stands beside each, "" for nothing; none at all when
    empty. side: of a line's dots on which they stand. hollow: places drawn hollow all the same, and
    what these are."""

    name: str
    values: tuple[Value, ...]
    look: Look = Look.DARK
    texts: tuple[str, ...] = ()
    side: Side = Side.ABOVE
    hollow: frozenset[int] = frozenset()
    hollow_name: str = "休息日"


@dataclass(frozen=True, slots=True)
class Level:
    """A line across at that value: a target, a mean; text: in one or two lines, at its end."""

    value: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """title: the caption without its number; unit: of every value; source: where the numbers come
    from; categories: along the other axis. Raises ValueError where they do not fit."""

    title: str
    unit: str
    source: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not self.categories or not self.series:
            raise ValueError("图里至少要有一个类别和一组数")
        for one in self.series:
            _fit(self, one)
        if len({one.name for one in self.series}) < len(self.series):
            raise ValueError("两组数重名")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px, at which it is drawn and placed: scaled text is not legible."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Chart):
    """Values along hours or days, one line a series. low, high, step: the axis's ends and what lies
    between two of its figures, where they are not left to the values."""

    level: Level | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    height: int = 220
    every: int = 1  # every nth category is written

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Chart):
    """Columns from 0 side by side; line: a series drawn as a line with dots over them."""

    line: Series | None = None
    level: Level | None = None
    height: int = 200
    every: int = 1

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def __post_init__(self) -> None:
        Chart.__post_init__(self)
        if self.line is not None:
            _fit(self, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Chart):
    """Bars from 0, the first category on top; there is no axis, the first series' texts say the
    values."""

    @property
    def size(self) -> tuple[int, int]:
        alone = len(self.series) == 1
        row = 18 if alone else 11 * len(self.series)
        return self.width, row * len(self.categories) + (12 if alone else 34)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares(Chart):
    """Each category's values stacked to 100 %; ends: what stands at the end of each bar."""

    ends: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        return self.width, 32 * len(self.categories) + 32

    def __post_init__(self) -> None:
        Chart.__post_init__(self)
        if self.ends and len(self.ends) != len(self.categories):
            raise ValueError("每条末尾的字要和类别一样多")
        if any((value or 0) < 0 for one in self.series for value in one.values):
            raise ValueError("份额不能是负数")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves(Chart):
    """Two values a category joined by a line, the first series now (its texts beside), the second
    before; the first category on top. low, high: the axis's ends."""

    low: float = 0
    high: float = 100

    @property
    def size(self) -> tuple[int, int]:
        return self.width, 22 * len(self.categories) + 52

    def __post_init__(self) -> None:
        Chart.__post_init__(self)
        if len(self.series) != 2:
            raise ValueError("要两组数：现在的和以前的")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows(Chart):
    """What goes from column to column (a Sankey): categories are the nodes, the only series holds
    what passes through each. columns: how many nodes stand in each, in order; links: from which
    node to which, and how much."""

    columns: tuple[int, ...]
    links: tuple[tuple[str, str, float], ...]

    @property
    def size(self) -> tuple[int, int]:
        return self.width, max(26 * max(self.columns) + 40, 220)

    def __post_init__(self) -> None:
        Chart.__post_init__(self)
        if len(self.series) != 1 or sum(self.columns) != len(self.categories):
            raise ValueError("流向图只有一组数，各列的节点合起来是全部节点")
        if unknown := {end for link in self.links for end in link[:2]} - set(self.categories):
            raise ValueError(f"流向的两头要是节点，没有：{'、'.join(sorted(unknown))}")

    def column_of(self, node: int) -> int:
        """In which column that node stands."""
        ends = (sum(self.columns[: at + 1]) for at in range(len(self.columns)))
        return next(at for at, end in enumerate(ends) if node < end)


def described(chart: Chart) -> str:
    """The chart in words, for who cannot see it: each series with all its values."""
    parts = [f"{chart.title}（{chart.unit}）"]
    shown = list(chart.series)
    if isinstance(chart, Columns) and chart.line is not None:
        shown.append(chart.line)
    for one in shown:
        texts = one.texts if any(one.texts) and all(one.texts) else tuple(map(_said, one.values))
        pairs = zip(chart.categories, texts, strict=True)
        parts.append(f"{one.name}：{'，'.join(f'{name} {text}' for name, text in pairs)}")
    level = getattr(chart, "level", None)
    if level is not None:
        parts.append(level.text.replace("\n", ""))
    return "。".join(parts) + "。"


def _said(value: Value) -> str:
    return NOTHING if value is None else f"{round(value, 2):g}"


def _fit(chart: Chart, one: Series) -> None:
    many = len(chart.categories)
    if len(one.values) != many or len(one.texts) not in (0, many):
        raise ValueError(f"“{one.name}”要和类别一样多，应为{many}个")
    if not all(value is None or isfinite(value) for value in one.values):
        raise ValueError(f"“{one.name}”里有不是数的值")
