"""A table that does not add up cannot be built."""

from dataclasses import replace
from math import inf

import pytest

from reports.bulletins.cells import Rate
from reports.bulletins.table import Align, BadTable, Column, Row, RowKind, Table
from tests.reports.bulletins.sample import CHANNELS, SCORES, UNITS


def changed(table: Table, line: int, at: int, cell: object) -> tuple[Row, ...]:
    """The table's rows with one cell another."""
    cells = list(table.rows[line].cells)
    cells[at] = cell  # type: ignore[call-overload]
    return tuple(
        replace(row, cells=tuple(cells)) if n == line else row for n, row in enumerate(table.rows)
    )


@pytest.mark.parametrize(
    ("table", "line", "at", "cell", "words"),
    [
        (CHANNELS, 0, 1, 904, "各行合999，合计是1000"),
        (CHANNELS, 2, 1, 1001, "各行合1000，合计是1001"),
        (CHANNELS, 0, 1, "905", "不是件数"),
        (CHANNELS, 0, 2, Rate(904, 1000), r"12345电话的“占比（%）”不是\(905, 1000\)之比"),
        (UNITS, 1, 2, 37, "各行合37，小计是38"),
        (UNITS, 1, 3, Rate(37, 40), r"东屏区的“按期办结率（%）”不是\(38, 40\)之比"),
        (UNITS, 2, 3, "0.00", r"石涧县的“按期办结率（%）”不是\(0, 0\)之比"),
        (UNITS, 4, 1, 41, "各行合40，合计是41"),
    ],
)
def test_what_does_not_add_up_is_named(
    table: Table, line: int, at: int, cell: object, words: str
) -> None:
    with pytest.raises(BadTable, match=words):
        replace(table, rows=changed(table, line, at, cell))


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(BadTable, match="东屏区一行格数不对"):
        replace(SCORES, rows=(Row(("东屏区", 1)),))


def test_a_share_needs_a_total() -> None:
    rows = tuple(row for row in CHANNELS.rows if row.kind is not RowKind.TOTAL)
    columns = tuple(replace(column, adds=False) for column in CHANNELS.columns)
    with pytest.raises(BadTable, match="没有合计"):
        replace(CHANNELS, rows=rows, columns=columns)


def test_letters_are_as_large_as_the_widest_number_leaves_room_for() -> None:
    def largest(of: int) -> float:
        columns = (Column("单位", 25, Align.LEFT), Column("派单", 11), Column("应办结", 11))
        return Table("件数", columns, (Row(("石涧县", of, 7)),)).most

    sizes = [largest(n) for n in (99_999, 134_556, 1_345_560)]
    assert sizes == [9.0, 7.5, 6.5]
    for n, size in zip((99_999, 134_556, 1_345_560), sizes, strict=True):
        wide = len(str(n)) * 0.555 * size * 25.4 / 72
        assert wide + 1.2 < 11 < wide * (size + 1.5) / size + 1.2 + 0.7


def test_a_table_without_numbers_takes_letters_of_any_size() -> None:
    names = Table("", (Column("单位", 25, Align.LEFT),), (Row(("石涧县",)),))
    assert names.most == inf
