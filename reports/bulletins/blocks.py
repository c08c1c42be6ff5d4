"""The block model: what a bulletin says, in order, which every renderer understands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from reports.bulletins.punctuation import full_width
from reports.bulletins.table import Table
from reports.charts import Chart, described

TYPE_AREA, SHEET_AREA = 156.0, 170.0  # mm


class Layout(StrEnum):
    """Paper is the formal bulletin, sheet the compact one."""

    PAPER = "paper"
    SHEET = "sheet"


def _tidy(block: Any, *names: str) -> None:
    """Whatever was typed, the words of these fields have Chinese punctuation."""
    for name in names:
        words = getattr(block, name)
        tidy = full_width(words) if isinstance(words, str) else tuple(map(full_width, words))
        object.__setattr__(block, name, tidy)


@dataclass(frozen=True, slots=True)
class Heading:
    text: str

    def __post_init__(self) -> None:
        _tidy(self, "text")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """lead: its first words, set off."""

    text: str
    lead: str = ""

    def __post_init__(self) -> None:
        _tidy(self, "text", "lead")


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str

    def __post_init__(self) -> None:
        _tidy(self, "text")


@dataclass(frozen=True, slots=True)
class Listing:
    """One item a line."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        _tidy(self, "items")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its caption below; its words for who cannot see it are the chart's own."""

    chart: Chart
    number: int = 0

    @property
    def title(self) -> str:
        """The caption with its number."""
        caption = full_width(f"{self.chart.title}（{self.chart.unit}）")
        return f"图{self.number} {caption}" if self.number else caption

    @property
    def alt(self) -> str:
        """All its values in words."""
        return described(self.chart)


@dataclass(frozen=True, slots=True)
class Case:
    """A typical case, boxed, never split over pages."""

    title: str
    paragraphs: tuple[str, ...]

    def __post_init__(self) -> None:
        _tidy(self, "title", "paragraphs")


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure: its value and unit, and in small print what it is compared with."""

    name: str
    value: str
    unit: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    items: tuple[Tile, ...]
    across: int = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tables side by side on paper, each with its width in mm; elsewhere one after the
    other."""

    left: Table
    right: Table


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Note | Listing | Drawing | Case | Tiles | Pair | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Annex:
    """Begins on a new page."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: to whom, by whom, when."""

    to: str
    by: str
    date: date


@dataclass(frozen=True, slots=True)
class Bulletin:
    """title: its lines broken by a line feed. supersedes: what a corrected issue says it replaces
    and changes, else empty."""

    layout: Layout
    masthead: str
    number: str
    issuer: str
    date: date
    title: str
    blocks: tuple[Block, ...]
    supersedes: str = ""
    annex: Annex | None = None
    imprint: Imprint | None = None

    @property
    def plain_title(self) -> str:
        """The title in one line."""
        return self.title.replace("\n", "")

    @property
    def every(self) -> Iterator[Block]:
        """All blocks in order, those of the annex too, pairs taken apart."""
        for block in (*self.blocks, *(self.annex.blocks if self.annex else ())):
            if isinstance(block, Pair):
                yield from (block.left, block.right)
            else:
                yield block


def numbered(bulletin: Bulletin) -> Bulletin:
    """The bulletin with its tables and charts numbered through; the annex's table has no number."""
    count = {Table: 0, Drawing: 0}

    def give(block: Any) -> Any:
        if isinstance(block, Pair):
            return Pair(give(block.left), give(block.right))
        if type(block) not in count:
            return block
        count[type(block)] += 1
        return replace(block, number=count[type(block)])

    return replace(bulletin, blocks=tuple(give(block) for block in bulletin.blocks))


def day_words(day: date) -> str:
    """2026年11月2日."""
    return f"{day.year}年{day.month}月{day.day}日"
