"""A bulletin's files read back: the rows, clauses and tiles it prints, sought in each of them."""

import html
import io
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
from openpyxl.cell import Cell

from reports.bulletins.blocks import Bulletin, Drawing, Paragraph, Tiles
from reports.bulletins.cells import printed
from reports.bulletins.table import Table
from tests.reports.bulletins.test_rendering import docx_text, html_text, pdf_text

_PAGE_NUMBER = re.compile(r"^— \d+ —\s*$", re.M)


def xlsx_text(made: bytes) -> str:
    """Every cell as a spreadsheet shows it: numbers by their format, without the sign of %."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    return "\n".join(
        _shown(cell) for sheet in book for row in sheet for cell in row if cell.value is not None
    )


def _shown(cell: Cell) -> str:
    if not isinstance(cell.value, (int, float)):
        return str(cell.value)
    shape = str(cell.number_format).split(";")[0]
    value = Decimal(repr(cell.value)) * (100 if shape.endswith("%") else 1)
    places = len(shape.partition(".")[2].rstrip("%"))
    # A float is a hair off the exact value: a spreadsheet looks at 15 digits of it.
    value = value.quantize(Decimal(1).scaleb(-10), ROUND_HALF_UP)
    value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if not shape.startswith("+"):
        return f"{value}"
    return f"{value:+}".replace("-", "−") if value else f"{abs(value)}"


TEXTS: Mapping[str, Callable[[bytes], str]] = {
    "html": lambda made: html.unescape(html_text(made)),
    "pdf": lambda made: _PAGE_NUMBER.sub("", pdf_text(made).replace("\r", "")),
    "docx": docx_text,
    "xlsx": xlsx_text,
}


def lines(bulletin: Bulletin) -> Iterator[str]:
    """What is printed, in pieces that no format takes apart: a table's row, a clause of a sentence
    with a figure in it, the figure of a tile."""
    for block in bulletin.every:
        if isinstance(block, Table):
            for row in block.rows:
                yield "".join(map(printed, row.cells))
        elif isinstance(block, Paragraph):
            yield from (
                one for one in re.split("[，。；、：（）]", block.text) if re.search(r"\d", one)
            )
        elif isinstance(block, Tiles):
            for tile in block.items:
                yield f"{tile.value}{tile.unit}"
                yield from tile.beside


def missing(bulletin: Bulletin, name: str, made: bytes) -> list[str]:
    """What the bulletin says and the file does not."""
    text = flat(TEXTS[name](made))
    return [one for one in lines(bulletin) if flat(one) not in text]


def undrawn(bulletin: Bulletin, made: bytes) -> list[str]:
    """Charts whose values are not in the workbook, a sheet each."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheets = {str(sheet["A1"].value): sheet for sheet in book}
    charts = [block for block in bulletin.every if isinstance(block, Drawing)]
    wrong = []
    for one in charts:
        rows = sheets[one.title].iter_rows(min_row=3, min_col=2, max_col=2)
        found = [None if row[0].value == "—" else row[0].value for row in rows]
        if found != list(one.chart.series[0].values):
            wrong.append(one.title)
    return wrong


def flat(text: str) -> str:
    """Without the white space that lines and cells put between."""
    return re.sub(r"\s", "", text)
