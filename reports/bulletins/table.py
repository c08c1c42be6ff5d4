"""Tables that prove their own arithmetic when they are built."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from reports.bulletins.cells import Cell, Rate, printed
from reports.bulletins.punctuation import full_width

LONG = 14  # rows; longer tables may run over pages
_MM = 25.4 / 72  # of a point
_DIGIT, _POINT = 0.555, 0.28  # how wide they are, in parts of the letters' size
_FREE = 0.7  # mm to the number at the left


class BadTable(ValueError):
    """Rows that do not add up, or a rate that its own columns do not give; names table and row."""


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


class RowKind(StrEnum):
    PLAIN = "plain"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """head: broken by hand with a line feed, its unit in brackets; mm: its width on paper; pad: mm
    kept free at the right. adds: its rows add up to the total. rate: the columns of numerator and
    denominator. share: the column it is the share of, over that column's total."""

    head: str
    mm: float
    align: Align = Align.RIGHT
    pad: float = 1.2
    adds: bool = False
    rate: tuple[int, int] | None = None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A group row has one cell, its name; the others one a column."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Raises BadTable when it is built and does not fit or add up."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    size: float | None = None  # pt of the letters, where the page's usual one does not fit
    air: float = 3.1  # pt above and below each line
    number: int = 0  # 表1, 表2 ... given when the bulletin is put together; 0 has none

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", full_width(self.caption))
        object.__setattr__(self, "note", full_width(self.note))
        for row in self.rows:
            if len(row.cells) != (1 if row.kind is RowKind.GROUP else len(self.columns)):
                raise BadTable(f"{self.caption}：{row.cells[0]}一行格数不对")
        for at, column in enumerate(self.columns):
            if column.adds:
                self._adds_up(at)
            if column.rate is not None:
                self._is_rate(at, *column.rate)
            if column.share is not None:
                self._is_share(at, column.share)

    @property
    def title(self) -> str:
        """The caption with its number."""
        return f"表{self.number} {self.caption}" if self.number else self.caption

    @property
    def long(self) -> bool:
        """Whether it may run over pages."""
        return len(self.rows) > LONG

    @property
    def width(self) -> float:
        """mm."""
        return sum(column.mm for column in self.columns)

    @property
    def most(self) -> float:
        """pt of the letters, in halves: larger ones would make a number touch the one beside it."""
        room = [
            (column.mm - column.pad - _FREE) / _MM / widest
            for at, column in enumerate(self.columns)
            if column.align is Align.RIGHT
            and (widest := max(map(_wide, self._column(at)), default=0))
        ]
        return min((int(one * 2) / 2 for one in room), default=inf)

    def _column(self, at: int) -> Iterator[str]:
        return (printed(row.cells[at]) for row in self.rows if row.kind is not RowKind.GROUP)

    def of(self, kind: RowKind) -> list[Row]:
        """The rows of that kind, in order."""
        return [row for row in self.rows if row.kind is kind]

    @property
    def total(self) -> Row | None:
        """The total row, where there is one."""
        return next(iter(self.of(RowKind.TOTAL)), None)

    def _counted(self, at: int, row: Row) -> int:
        cell = row.cells[at]
        if not isinstance(cell, int):
            raise BadTable(f"{self.caption}：{row.cells[0]}的“{self._head(at)}”不是件数")
        return cell

    def _adds_up(self, at: int) -> None:
        for rows, whole in self._sums():
            added = sum(self._counted(at, row) for row in rows)
            if added != self._counted(at, whole):
                raise BadTable(
                    f"{self.caption}：“{self._head(at)}”各行合{added}，"
                    f"{whole.cells[0]}是{whole.cells[at]}"
                )

    def _sums(self) -> Iterator[tuple[Sequence[Row], Row]]:
        """Each sub-total with the rows it stands under, and the total with all plain ones."""
        part: list[Row] = []
        for row in self.rows:
            if row.kind is RowKind.PLAIN:
                part.append(row)
            elif row.kind is RowKind.SUBTOTAL:
                yield part, row
                part = []
        if self.total is not None:
            yield self.of(RowKind.PLAIN), self.total

    def _is_rate(self, at: int, numerator: int, denominator: int) -> None:
        for row in self.rows:
            if row.kind is RowKind.GROUP:
                continue
            cell = row.cells[at]
            given = self._counted(numerator, row), self._counted(denominator, row)
            if not isinstance(cell, Rate) or (cell.numerator, cell.denominator) != given:
                raise BadTable(f"{self.caption}：{row.cells[0]}的“{self._head(at)}”不是{given}之比")

    def _is_share(self, at: int, counted: int) -> None:
        if self.total is None:
            raise BadTable(f"{self.caption}：没有合计，算不出占比")
        whole = self._counted(counted, self.total)
        for row in (*self.of(RowKind.PLAIN), self.total):
            cell, given = row.cells[at], (self._counted(counted, row), whole)
            if not isinstance(cell, Rate) or (cell.numerator, cell.denominator) != given:
                raise BadTable(f"{self.caption}：{row.cells[0]}的“{self._head(at)}”不是{given}之比")

    def _head(self, at: int) -> str:
        return self.columns[at].head.replace("\n", "")


def _wide(text: str) -> float:
    return sum(_POINT if one in ".,-" else _DIGIT for one in text)
