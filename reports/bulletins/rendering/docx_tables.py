"""Tables of a Word file: fixed widths, three rules, a header that repeats, rows that hold.

They are written as XML: cell by cell the library takes seconds for an annex of ninety units. Every
property stands in the order of Word's schema.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from reports.bulletins.cells import printed
from reports.bulletins.rendering.docx_parts import HEI, LATIN, TEXT, margins
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_SIZE = 9.5
_TWIPS = 1440 / 25.4  # a mm in twentieths of a pt
_NO_ROOM = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
_PLAIN_PAD = 0.8  # mm: the room every cell has


def grid(document: Any, rows: int, widths: list[float]) -> Any:
    """An empty table of the library's own that keeps its widths (mm)."""
    table = document.add_table(rows, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, mm in zip(table.columns, widths, strict=True):
        column.width = Mm(mm)
    table._tbl.tblPr.append(margins("tblCellMar", ("left", "right"), 45))
    return table


def fill_table(document: Any, table: Table) -> None:
    """The whole table at the document's end; its caption and note are the writer's."""
    columns = "".join(f'<w:gridCol w:w="{_twips(one.mm)}"/>' for one in table.columns)
    rows = "".join(_row(table, at, row) for at, row in enumerate(table.rows))
    made = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{_twips(table.width)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_rule('top', 1)}{_rule('bottom', 1)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{_head(table)}{rows}</w:tbl>"
    )
    document.element.body[-1].addprevious(made)  # the last is the section's own


def _head(table: Table) -> str:
    size = _size(table)
    cells = (
        _cell(
            _paragraph(column.head.split("\n"), size - 0.5, size + 2, "center", HEI, keep=True),
            column.mm,
            # three full-width characters must fit into 9.5 mm
            edges=_rule("bottom", 0.6),
            after=_NO_ROOM,
        )
        for column in table.columns
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(table: Table, at: int, row: Row) -> str:
    size = _size(table)
    pitch = size + 1.8 * table.air
    after_group = at > 0 and table.rows[at - 1].kind is RowKind.GROUP
    keep = (not table.long and at + 1 < len(table.rows)) or row.kind is RowKind.GROUP or after_group
    if row.kind is RowKind.GROUP:
        words = _paragraph([printed(row.cells[0])], size, pitch, "left", TEXT, keep=True)
        cells: Iterable[str] = [
            _cell(
                words,
                table.width,
                before=f'<w:gridSpan w:val="{len(table.columns)}"/>',
                edges=_rule("top", 0.5),
                after='<w:shd w:val="clear" w:color="auto" w:fill="EBEBEB"/>',
            )
        ]
    else:
        cells = _cells(table.columns, row, size, pitch, keep=keep)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cells(
    columns: Sequence[Column], row: Row, size: float, pitch: float, *, keep: bool
) -> Iterable[str]:
    face = HEI if row.kind is RowKind.TOTAL else TEXT
    edges = "" if row.kind is RowKind.PLAIN else _rule("top", 0.5)
    for column, value in zip(columns, row.cells, strict=True):
        right = max(column.pad - _PLAIN_PAD, 0) if column.align is Align.RIGHT else 0
        words = _paragraph(
            [printed(value)], size, pitch, column.align.value, face, keep=keep, right=right
        )
        yield _cell(words, column.mm, edges=edges)


def _cell(words: str, mm: float, *, before: str = "", edges: str = "", after: str = "") -> str:
    borders = f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(mm)}" w:type="dxa"/>{before}{borders}{after}'
        f'<w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
    )


def _paragraph(
    lines: Sequence[str],
    size: float,
    pitch: float,
    side: str,
    face: str,
    *,
    keep: bool,
    right: float = 0,
) -> str:
    """In exact lines of that pitch, off the page's grid of lines, without gaps beside digits."""
    half = round(size * 2)
    look = (
        f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{face}"/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    indent = f'<w:ind w:right="{_twips(right)}"/>' if right else ""
    return (
        f"<w:p><w:pPr>{'<w:keepNext/>' if keep else ''}"
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{round(pitch * 20)}" w:lineRule="exact"/>'
        f'{indent}<w:jc w:val="{side}"/></w:pPr><w:r>{look}{runs}</w:r></w:p>'
    )


def _rule(edge: str, points: float) -> str:
    return f'<w:{edge} w:val="single" w:sz="{round(points * 8)}" w:space="0" w:color="000000"/>'


def _twips(mm: float) -> int:
    return round(mm * _TWIPS)


def _size(table: Table) -> float:
    return min(table.size or _SIZE, table.most)
