"""A bulletin as a Word file in 公文 layout (GB/T 9704): fonts are named, not embedded.

The compact sheets have the same pieces with narrower margins and smaller letters.
"""

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from reports.bulletins.blocks import (
    Block,
    Bulletin,
    Case,
    Drawing,
    Heading,
    Imprint,
    Layout,
    Listing,
    Note,
    PageBreak,
    Pair,
    Paragraph,
    Tiles,
    day_words,
)
from reports.bulletins.rendering.docx_page import SIZES, set_up
from reports.bulletins.rendering.docx_parts import (
    FANG,
    HEI,
    KAI,
    SONG,
    TEXT,
    borders,
    element,
    face,
    in_schema_order,
    margins,
    red_rule,
    shape,
)
from reports.bulletins.rendering.docx_tables import fill_table, grid
from reports.bulletins.rendering.drawn import drawn
from reports.bulletins.rendering.pdf import png
from reports.bulletins.table import Table


def docx(bulletin: Bulletin) -> bytes:
    """The file."""
    return _Writer(bulletin).write()


class _Writer:
    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin, self.document = bulletin, Document()
        self.paper = bulletin.layout is Layout.PAPER
        self.sizes = SIZES[bulletin.layout]

    def write(self) -> bytes:
        set_up(self.document, self.bulletin, self.sizes)
        self._head()
        for block in self.bulletin.blocks:
            self._block(block)
        self._annex()
        if self.bulletin.imprint is not None:
            self._imprint(self.bulletin.imprint)
        section = self.document.sections[0]
        for part in (
            self.document.element,
            self.document.styles.element,
            section.footer._element,
            section.even_page_footer._element,
        ):
            in_schema_order(part)
        made = io.BytesIO()
        self.document.save(made)
        return made.getvalue()

    # -- the red head and what comes at the end ----------------------------------------------

    def _head(self) -> None:
        bulletin, sizes = self.bulletin, self.sizes
        paragraph = self._line(sizes.masthead * 1.35, align=ALIGN.CENTER, before=6, after=10)
        run = face(paragraph.add_run(bulletin.masthead), SONG, sizes.masthead, red=True, latin=SONG)
        run._element.rPr.append(element("w", val=self._narrowed()))
        if self.paper:
            face(self._line(align=ALIGN.CENTER).add_run(bulletin.number), FANG, sizes.body)
        paragraph = self._line(after=4)
        tabs = paragraph.paragraph_format.tab_stops
        tabs.add_tab_stop(Mm(sizes.area - (6 if self.paper else 0)), WD_TAB_ALIGNMENT.RIGHT)
        between = "" if self.paper else f"　　{bulletin.number}"
        edge = "　" if self.paper else ""
        words = f"{edge}{bulletin.issuer}{between}\t{day_words(bulletin.date)}"
        face(paragraph.add_run(words), FANG, sizes.body - (0 if self.paper else 0.5))
        red_rule(paragraph)
        if bulletin.supersedes:
            face(self._line(18, before=6).add_run(bulletin.supersedes), HEI, 10.5, red=True)
        titles = bulletin.title.split("\n")
        for at, words in enumerate(titles):
            paragraph = self._line(
                sizes.title * 1.55,
                align=ALIGN.CENTER,
                before=0 if at else sizes.title,
                after=sizes.title * 0.8 if at == len(titles) - 1 else 0,
                keep=True,
            )
            face(paragraph.add_run(words), SONG, sizes.title, latin=SONG)

    def _narrowed(self) -> int:
        """How many percent wide the masthead's letters are, so that it stays on one line."""
        wide = sum(1 if ord(sign) > 0x2E80 else 0.55 for sign in self.bulletin.masthead)
        room = self.sizes.area / 25.4 * 72
        return max(min(100, int(97 * room / (wide * self.sizes.masthead))), 33)

    def _annex(self) -> None:
        annex = self.bulletin.annex
        if annex is None:
            return
        self._break()
        face(self._line(keep=True).add_run("附件"), HEI, self.sizes.body)
        title = self._line(align=ALIGN.CENTER, keep=True, after=8)
        face(title.add_run(annex.title), SONG, 18, latin=SONG)
        for block in annex.blocks:
            self._block(block)

    def _imprint(self, imprint: Imprint) -> None:
        """A table that Word floats to the foot of the page; who cannot leaves it after the text."""
        table = grid(self.document, 2, [self.sizes.area])
        table._tbl.tblPr.append(
            element(
                "tblpPr",
                vertAnchor="margin",
                horzAnchor="margin",
                tblpXSpec="center",
                tblpYSpec="bottom",
            )
        )
        borders(table._tbl.tblPr, top=1, bottom=1, insideH=0.75)
        first, last = (shape(table.cell(at, 0).paragraphs[0], 22) for at in (0, 1))
        form = first.paragraph_format
        form.left_indent, form.first_line_indent = Pt(56), Pt(-42)
        face(first.add_run(f"分送：{imprint.to}"), FANG, 14)
        last.paragraph_format.tab_stops.add_tab_stop(
            Mm(self.sizes.area - 6), WD_TAB_ALIGNMENT.RIGHT
        )
        face(last.add_run(f"　{imprint.by}\t{day_words(imprint.date)}印发"), FANG, 14)
        self._line(2)  # a floating table hangs on a paragraph

    # -- blocks ------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        draw: dict[type, Callable[[Any], None]] = {
            Heading: self._heading,
            Paragraph: lambda one: self._paragraph(one.text, one.lead),
            Listing: self._listing,
            Note: lambda one: self._note(one.text),
            PageBreak: lambda _: self._break(),
            Case: self._case,
            Tiles: self._tiles,
            Drawing: self._drawing,
            Table: self._table,
            Pair: self._pair,
        }
        draw[type(block)](block)

    def _heading(self, heading: Heading) -> None:
        paragraph = self.document.add_paragraph(style="Heading 1")
        shape(paragraph, self.sizes.pitch, indent=2 if self.paper else 0, keep=True)
        face(paragraph.add_run(heading.text), HEI, self.sizes.heading)

    def _listing(self, listing: Listing) -> None:
        for item in listing.items:
            self._paragraph(item)

    def _pair(self, pair: Pair) -> None:
        self._table(pair.left)
        self._table(pair.right)

    def _table(self, table: Table) -> None:
        if table.title:
            self._caption(table.title, above=True)
        fill_table(self.document, table)
        if table.note:
            self._note(table.note)
        else:
            self._line(8)

    def _paragraph(self, text: str, lead: str = "") -> None:
        paragraph = self._line(align=ALIGN.JUSTIFY, indent=2)
        if lead:
            face(paragraph.add_run(lead), KAI, self.sizes.body, bold=True)
        face(paragraph.add_run(text), FANG, self.sizes.body)

    def _note(self, text: str) -> None:
        face(self._line(13, after=6).add_run(text), TEXT, 9)

    def _caption(self, text: str, *, above: bool) -> None:
        paragraph = self._line(
            18,
            align=ALIGN.CENTER,
            keep=above,
            before=6 if above else 0,
            after=2 if above else 8,
        )
        face(paragraph.add_run(text), HEI, self.sizes.caption)

    def _drawing(self, drawing: Drawing) -> None:
        picture = png(drawn(drawing.chart), mm=self.sizes.area)
        paragraph = shape(
            self.document.add_paragraph(), None, align=ALIGN.CENTER, keep=True, before=6
        )
        placed = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(self.sizes.area))
        placed._inline.docPr.set("descr", drawing.alt)
        self._caption(drawing.title, above=False)

    def _case(self, case: Case) -> None:
        table = grid(self.document, 1, [self.sizes.area])
        borders(table._tbl.tblPr, top=0.5, left=2.5, bottom=0.5, right=0.5)
        cell, size = table.cell(0, 0), self.sizes.body - 2
        cell._tc.get_or_add_tcPr().append(margins("tcMar", ("top", "left", "bottom", "right"), 200))
        table.rows[0]._tr.get_or_add_trPr().append(element("cantSplit"))
        face(shape(cell.paragraphs[0], size + 10).add_run(case.title), HEI, size)
        for text in case.paragraphs:
            made = shape(cell.add_paragraph(), size + 10, align=ALIGN.JUSTIFY, indent=2)
            face(made.add_run(text), FANG, size)
        self._line(8)

    def _tiles(self, tiles: Tiles) -> None:
        lines = -(-len(tiles.items) // tiles.across)
        table = grid(self.document, lines, [self.sizes.area / tiles.across] * tiles.across)
        hair = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 0.4)
        borders(table._tbl.tblPr, **hair)
        for cell, tile in zip(table._cells, tiles.items, strict=False):
            face(shape(cell.paragraphs[0], 13, before=3).add_run(tile.name), HEI, 9)
            value = shape(cell.add_paragraph(), 24)
            face(value.add_run(tile.value), HEI, 19, bold=True)
            face(value.add_run(f" {tile.unit}"), HEI, 9)
            for words in tile.beside:
                face(shape(cell.add_paragraph(), 11, after=1).add_run(words), TEXT, 8)
        self._line(8)

    def _line(self, pitch: float | None = None, **looks: Any) -> Any:
        return shape(self.document.add_paragraph(), pitch or self.sizes.pitch, **looks)

    def _break(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
