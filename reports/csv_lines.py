"""Rows as the lines of a CSV file that a spreadsheet opens as it should."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

Cell = str | int | Decimal | None
BOM = "\ufeff"  # what a spreadsheet knows UTF-8 by
_RUNS = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What a csv writer writes to: the line itself."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Lines of the file, the first with a byte order mark; None is an empty cell."""
    writer, mark = csv.writer(_Line()), BOM
    for row in rows:
        yield mark + writer.writerow(["" if one is None else _inert(one) for one in row])
        mark = ""


def _inert(cell: str | int | Decimal) -> str | int | Decimal:
    """Words that begin like a formula are given a quote, so that they stay words."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUNS) else cell
