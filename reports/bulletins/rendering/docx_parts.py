"""Pieces of a Word file that its library does not make itself: faces, exact lines, borders."""

from collections.abc import Iterable
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

FANG, HEI, KAI, SONG, TEXT = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
# altName: what the reader's machine takes where the first is missing.
INSTEAD = {FANG: "仿宋", KAI: "楷体", SONG: "宋体", HEI: "SimHei"}
RED = RGBColor(0xC8, 0x00, 0x0A)
PITCH = 28.95  # pt: 225 mm / 22 lines

# Word refuses or ignores properties out of the schema's order; the library appends where told.
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs "
    "autoSpaceDE autoSpaceDN snapToGrid spacing ind contextualSpacing jc textAlignment outlineLvl "
    "rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
}


def element(tag: str, **attributes: object) -> Any:
    """<w:tag w:attribute="..."/>."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def face(
    run: Any,
    east: str,
    size: float,
    *,
    bold: bool = False,
    red: bool = False,
    latin: str = LATIN,
) -> Any:
    """The run in that Chinese face and size (pt)."""
    run.font.name, run.font.size, run.font.bold = latin, Pt(size), bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), east)
    if red:
        run.font.color.rgb = RED
    return run


def shape(
    paragraph: Any,
    pitch: float | None = PITCH,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: int = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Any:
    """The paragraph in exact lines of that pitch (pt); None: as high as what stands in it, since a
    picture in an exact line would be cut off. indent: ems of 16 pt, of the first line."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next, form.widow_control = keep, True
    if pitch is None:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    if align is not None:
        paragraph.alignment = align
    properties = paragraph._p.get_or_add_pPr()
    properties.append(element("autoSpaceDE", val=0))  # no gap between Chinese and digits
    properties.append(element("autoSpaceDN", val=0))
    if pitch != PITCH:
        # else small print and table rows snap to the page's grid of lines
        properties.append(element("snapToGrid", val=0))
    if indent:
        form.first_line_indent = Pt(indent * 16)
        properties.ind.set(qn("w:firstLineChars"), str(indent * 100))
    return paragraph


def page_number(paragraph: Any) -> None:
    """— 1 — as a field."""
    face(paragraph.add_run("— "), TEXT, 14)
    for kind in ("begin", None, "end"):
        run = face(paragraph.add_run(), TEXT, 14)
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            run._r.append(
                parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>')
            )
    face(paragraph.add_run(" —"), TEXT, 14)


def borders(properties: Any, **edges: float) -> None:
    """Rules of so many pt on a table or a cell."""
    box = element("tcBorders" if properties.tag == qn("w:tcPr") else "tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if edge in edges:
            box.append(
                element(edge, val="single", sz=round(edges[edge] * 8), space=0, color="000000")
            )
    properties.append(box)


def red_rule(paragraph: Any) -> None:
    """The red line under the head."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            '<w:bottom w:val="single" w:sz="12" w:space="6" w:color="C8000A"/></w:pBdr>'
        )
    )


def margins(tag: str, sides: Iterable[str], width: int) -> Any:
    """Room inside a table's cells (tblCellMar) or one cell (tcMar), in twentieths of a pt."""
    made = element(tag)
    for side in sides:
        made.append(element(side, w=width, type="dxa"))
    return made


def in_schema_order(root: Any) -> None:
    """Every paragraph's, run's, table's and cell's properties in the order Word wants."""
    for tag, names in _ORDER.items():
        rank = {qn(f"w:{name}"): at for at, name in enumerate(names.split())}
        for properties in root.iter(qn(f"w:{tag}")):
            properties[:] = sorted(properties, key=lambda one: rank.get(one.tag, len(rank)))
