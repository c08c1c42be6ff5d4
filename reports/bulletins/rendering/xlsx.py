"""A bulletin as a workbook: one sheet a table or chart, real numbers, the header frozen.

Values are the exact ones; formats round them as print does. "—" is a text: nothing was there.
"""

import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.bulletins.blocks import (
    Bulletin,
    Case,
    Drawing,
    Heading,
    Listing,
    Note,
    Paragraph,
    Tile,
    Tiles,
    day_words,
)
from reports.bulletins.cells import MINUS, Cell, Growth, Points, Rate, printed
from reports.bulletins.table import Align, Row, RowKind, Table
from reports.charts import Chart, Columns
from reports.rounding import NOTHING, Rounding

_HEAD = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bottom": 1}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_MM_A_CHARACTER = 2.4
_PAPER_A4 = 9


def xlsx(bulletin: Bulletin) -> bytes:
    """The file. Texts stay texts: what begins with = is no formula."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    midnight = datetime(bulletin.date.year, bulletin.date.month, bulletin.date.day, tzinfo=UTC)
    book.set_properties(
        {
            "title": bulletin.plain_title,
            "author": bulletin.issuer,
            "created": midnight.replace(tzinfo=None),
        }
    )
    sheets = _Sheets(book)
    sheets.words(bulletin)
    for block in bulletin.every:
        if isinstance(block, Table):
            sheets.table(block, bulletin.annex.title if bulletin.annex else "")
        elif isinstance(block, Drawing):
            sheets.chart(block.title, block.chart)
    book.close()
    return made.getvalue()


class _Sheets:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._formats: dict[tuple[Any, ...], Format] = {}
        self._taken: set[str] = set()

    def words(self, bulletin: Bulletin) -> None:
        """What the bulletin says in words, a paragraph a row."""
        sheet = self._sheet("说明", [96])
        strong = self._format(bold=True, text_wrap=True)
        wrapped = self._format(text_wrap=True, valign="top")
        rows: list[tuple[str, Format]] = [
            (bulletin.plain_title, self._format(bold=True, font_size=14)),
            (bulletin.number, wrapped),
            (f"{bulletin.issuer}　{day_words(bulletin.date)}", wrapped),
        ]
        if bulletin.supersedes:
            rows.append((bulletin.supersedes, self._format(font_color="#C8000A", text_wrap=True)))
        for block in bulletin.every:
            rows += [(text, strong if bold else wrapped) for text, bold in _said(block)]
        for at, (text, look) in enumerate(rows):
            sheet.write_string(at, 0, text, look)

    def table(self, table: Table, unnamed: str) -> None:
        """Caption, header, rows and note; the header stays in sight."""
        caption = table.title or unnamed
        sheet = self._sheet(caption, [column.mm / _MM_A_CHARACTER for column in table.columns])
        sheet.write_string(0, 0, caption, self._format(bold=True))
        for at, column in enumerate(table.columns):
            sheet.write_string(1, at, column.head, self._format(**_HEAD))
        for line, row in enumerate(table.rows, 2):
            self._row(sheet, line, row, table)
        sheet.freeze_panes(2, 1)
        if table.note:
            sheet.write_string(len(table.rows) + 2, 0, table.note)
        sheet.repeat_rows(0, 1)

    def chart(self, title: str, chart: Chart) -> None:
        """The values a chart is drawn from."""
        lines = [*chart.series]
        if isinstance(chart, Columns) and chart.line is not None:
            lines.append(chart.line)
        sheet = self._sheet(title, [18, *(12 for _ in lines)])
        sheet.write_string(0, 0, title, self._format(bold=True))
        sheet.write_string(1, 0, "", self._format(**_HEAD))
        for at, one in enumerate(lines, 1):
            sheet.write_string(1, at, one.name, self._format(**_HEAD))
        for line, name in enumerate(chart.categories, 2):
            sheet.write_string(line, 0, name)
            for at, one in enumerate(lines, 1):
                value = one.values[line - 2]
                if value is None:
                    sheet.write_string(line, at, NOTHING, self._format(align="right"))
                else:
                    sheet.write_number(line, at, value)
        sheet.freeze_panes(2, 1)

    def _row(self, sheet: Worksheet, line: int, row: Row, table: Table) -> None:
        look: dict[str, Any] = {}
        if row.kind is RowKind.GROUP:
            look = {"bold": True, "bg_color": "#EBEBEB"}
        elif row.kind is not RowKind.PLAIN:
            look = {"bold": row.kind is RowKind.TOTAL, "top": 1}
        if row.kind is RowKind.GROUP:
            for at in range(len(table.columns)):
                sheet.write_blank(line, at, None, self._format(**look))
        for at, cell in enumerate(row.cells):
            self._cell(sheet, line, at, cell, look, table.columns[at].align)

    def _cell(
        self, sheet: Worksheet, line: int, at: int, cell: Cell, look: dict[str, Any], align: Align
    ) -> None:
        value, shape = _number(cell)
        if value is None:
            sheet.write_string(line, at, printed(cell), self._format(align=align.value, **look))
        else:
            sheet.write_number(line, at, value, self._format(num_format=shape, **look))

    def _sheet(self, title: str, widths: list[float]) -> Worksheet:
        sheet = self.book.add_worksheet(self._name(title))
        sheet.set_landscape()
        sheet.set_paper(_PAPER_A4)
        sheet.fit_to_pages(1, 0)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, max(width, 6))
        return sheet

    def _name(self, title: str) -> str:
        """A sheet's name: at most 31 characters, none of those Excel refuses, each once."""
        name = _FORBIDDEN.sub(" ", title).strip()[:_LONGEST_NAME] or "表"
        tried, n = name, 1
        while tried.lower() in self._taken:
            n += 1
            tried = f"{name[: _LONGEST_NAME - 3]} {n}"
        self._taken.add(tried.lower())
        return tried

    def _format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]


def _number(cell: Cell) -> tuple[float | int | None, str]:
    """The exact value and the format that rounds it as print does; None for a text.

    A rate in % is written as a part of one, as spreadsheets have it; one that is truncated in print
    is written as printed, since a format can only round.
    """
    if isinstance(cell, Rate) and cell.printed is not None and cell.exact is not None:
        shape = "0." + "0" * cell.places if cell.places else "0"
        if cell.unit == "%":
            return _percent(cell), f"{shape}%"
        return float(cell.printed), shape
    if isinstance(cell, Growth) and cell.printed is not None:
        return float(cell.exact or 0), f"+0.0%;{MINUS}0.0%;0.0%"
    if isinstance(cell, Points) and cell.printed is not None:
        return float(cell.printed), f"+0.00;{MINUS}0.00;0.00"
    if isinstance(cell, Decimal):
        places = max(-int(cell.as_tuple().exponent), 0)
        return float(cell), "0." + "0" * places if places else "0"
    if isinstance(cell, int):
        return cell, "0"
    return None, ""


def _percent(rate: Rate) -> float:
    if rate.rounding is Rounding.TRUNCATE:
        return float((rate.printed or Decimal(0)) * Decimal("0.01"))
    return float(rate.exact or 0)


def _said(block: object) -> list[tuple[str, bool]]:
    """The words of a block, and whether they are a heading."""
    match block:
        case Heading(text):
            return [(text, True)]
        case Paragraph(text, lead):
            return [(lead + text, False)]
        case Note(text):
            return [(text, False)]
        case Listing(items):
            return [(item, False) for item in items]
        case Case(title, paragraphs):
            return [(title, True), *((text, False) for text in paragraphs)]
        case Tiles(items, _):
            return [(_tile(one), False) for one in items]
    return []


def _tile(one: Tile) -> str:
    return f"{one.name}：{one.value}{one.unit}（{'，'.join(one.beside)}）"
