"""The page of a Word file: its margins, lines and page numbers, its styles and named fonts."""

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.bulletins.blocks import SHEET_AREA, TYPE_AREA, Bulletin, Layout
from reports.bulletins.rendering.docx_parts import (
    FANG,
    HEI,
    INSTEAD,
    KAI,
    LATIN,
    PITCH,
    element,
    page_number,
    shape,
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Margins (mm: top, bottom, left, right), letters and lines (pt) of a layout."""

    margins: tuple[float, float, float, float]
    area: float
    body: float
    pitch: float
    masthead: float
    title: float
    heading: float
    caption: float


SIZES = {
    Layout.PAPER: Sizes((37, 35, 28, 26), TYPE_AREA, 16, PITCH, 38, 22, 16, 11),
    Layout.SHEET: Sizes((20, 18, 20, 20), SHEET_AREA, 11, 19, 24, 15, 12, 9.5),
}


def set_up(document: Any, bulletin: Bulletin, sizes: Sizes) -> None:
    """Make the empty document a page of that layout."""
    _page(document, sizes, paper=bulletin.layout is Layout.PAPER)
    _styles(document, bulletin, sizes)


def _page(document: Any, sizes: Sizes, *, paper: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = map(Mm, sizes.margins)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(25 if paper else 9)
    lines = section._sectPr.find(qn("w:docGrid"))
    if lines is not None:
        section._sectPr.remove(lines)
    if paper:
        section._sectPr.append(element("docGrid", type="lines", linePitch=round(PITCH * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, ALIGN.RIGHT),
        (section.even_page_footer, ALIGN.LEFT),
    ):
        paragraph = shape(footer.paragraphs[0], 16, align=side)
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Pt(14)
        page_number(paragraph)


def _styles(document: Any, bulletin: Bulletin, sizes: Sizes) -> None:
    for name, east in (("Normal", FANG), ("Heading 1", HEI), ("Heading 2", KAI)):
        style = document.styles[name]
        style.font.name, style.font.size = LATIN, Pt(sizes.body)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]  # a theme's font wins over a named one
        fonts.set(qn("w:eastAsia"), east)
    relations = document.part.rels.values()
    table = next(
        one.target_part for one in relations if one.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/></w:font>'
        for name, instead in INSTEAD.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
    core = document.core_properties
    core.title, core.author = bulletin.plain_title, bulletin.issuer
    core.language, core.comments = "zh-CN", ""
