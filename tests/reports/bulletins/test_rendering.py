"""The same bulletin in four formats says the same, and each keeps its own rules."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from reports.bulletins.blocks import Bulletin, Layout, Paragraph
from reports.bulletins.rendering import RENDERERS, fragment
from reports.bulletins.rendering.fonts import legible
from reports.bulletins.table import Align, Column, Row, RowKind, Table
from tests.reports.bulletins.sample import sample

NOTE = "更正说明：本期取代2026年11月2日印发的〔2026〕第10期。"


@contextmanager
def opened(made: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(made)
    try:
        yield document
    finally:
        document.close()


def pages_of(made: bytes) -> list[str]:
    with opened(made) as document:
        pages = []
        for at in range(len(document)):
            page = document[at]
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
    return pages


def pdf_text(made: bytes) -> str:
    return "\n".join(pages_of(made))


def docx_text(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text for t in one.iter(qn("w:t"))) for one in paragraphs)


def html_text(made: bytes) -> str:
    return re.sub(r"<[^>]+>", "\n", re.sub(r"<style>.*?</style>", "", made.decode(), flags=re.S))


def xlsx_text(made: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(made))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    )


TEXTS = {"pdf": pdf_text, "docx": docx_text, "html": html_text, "xlsx": xlsx_text}
SAID = (
    "〔2026〕第10期",
    "云湖市12345热线工作办公室",
    "受理诉求1000件，同比持平（上年同期1000件）。",
    "一、受理情况",
    "某小区路灯不亮，热线派单后两天修好。",
    "12345电话",
    "石涧县",
    "2026年10月各单位主要指标",
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The sample in every format."""
    return {name: render(sample(supersedes=NOTE)) for name, render in RENDERERS.items()}


@pytest.mark.parametrize("name", TEXTS)
def test_every_format_says_the_same_words(files: dict[str, bytes], name: str) -> None:
    text = TEXTS[name](files[name]).replace("\n", "").replace("\r", "")
    assert [words for words in (*SAID, NOTE) if words not in text] == []


@pytest.mark.parametrize("name", ["pdf", "docx", "html"])
def test_figures_are_printed_alike(files: dict[str, bytes], name: str) -> None:
    text = TEXTS[name](files[name])
    wanted = ("90.50", "−9.5", "+0.6", "+5.00", "43.8–100.0", "99.50")
    assert [one for one in wanted if one not in text] == []


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("name", RENDERERS)
def test_every_layout_is_written(layout: Layout, name: str) -> None:
    assert len(RENDERERS[name](sample(layout))) > 5000


def test_a_pdf_is_tagged_archived_and_named(files: dict[str, bytes]) -> None:
    made = files["pdf"]
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    with opened(made) as document:
        assert document.get_metadata_value("Title") == "关于2026年10月12345热线诉求办理情况的通报"
        assert [mark.get_title() for mark in document.get_toc()][:1] == ["一、受理情况"]


def test_a_pdf_of_the_same_bulletin_is_the_same_file(files: dict[str, bytes]) -> None:
    assert RENDERERS["pdf"](sample(supersedes=NOTE)) == files["pdf"]


def test_nothing_stands_outside_the_type_area(files: dict[str, bytes]) -> None:
    mm = 72 / 25.4
    with opened(files["pdf"]) as document:
        for at in range(len(document)):
            page = document[at]
            width, height = page.get_size()
            text = page.get_textpage()
            for box in [text.get_rect(n) for n in range(text.count_rects())]:
                if box[1] < 33 * mm:  # the page number
                    continue
                assert box[0] > 28 * mm - 1.5
                assert box[2] < width - 26 * mm + 1.5
                assert box[3] < height - 37 * mm + 3
            text.close()
            page.close()


def ending_in_a_table(rows: int, note: str = "") -> Bulletin:
    """A table that runs over pages, and the text's last line below it."""
    some = tuple(Row((f"第{n}个单位", n)) for n in range(rows))
    total = Row(("合计", sum(range(rows))), RowKind.TOTAL)
    columns = (Column("单位", 76, Align.LEFT), Column("件数\n（件）", 80, adds=True))
    table = Table("应报书面说明的单位", columns, (*some, total), note=note)
    return replace(sample(), blocks=(table, Paragraph("附件：各单位主要指标")))


def test_the_last_line_of_the_text_is_never_alone_on_a_page() -> None:
    alone = []
    for rows in range(22, 31):
        pages = pages_of(RENDERERS["pdf"](ending_in_a_table(rows)))
        [last] = [text for text in pages if "附件：" in text]
        if "合计" not in last:
            alone.append(rows)
    assert not alone


def test_a_table_that_runs_over_a_page_has_a_rule_below_its_lines_there() -> None:
    with opened(RENDERERS["pdf"](ending_in_a_table(60, "注：截至年底。"))) as document:
        broken = 0
        for at in range(len(document)):
            page = document[at]
            text = page.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            lowest = min(box[1] for box in boxes if box[1] > 33 * 72 / 25.4)
            rules = [one.get_bounds() for one in page.get_objects([FPDF_PAGEOBJ_PATH])]
            if "件数" in text.get_text_range() and "合计" not in text.get_text_range():
                broken += 1
                below = [one for one in rules if one[1] < lowest and one[2] - one[0] > 400]
                assert len(below) == 1
                assert lowest - below[0][1] < 8
            text.close()
            page.close()
        assert broken >= 1


def test_what_no_font_has_is_replaced() -> None:
    assert legible("岳阳🙂\n丈〓℃") == "岳阳〓\n丈〓℃"
    odd = replace(sample(), blocks=(Paragraph("好🙂"),))
    assert "好〓" in pdf_text(RENDERERS["pdf"](odd))


def test_markup_in_a_text_stays_a_text() -> None:
    odd = replace(sample(), blocks=(Paragraph("#panic() <b>*粗*</b> &amp; =1+1 $x$"),))
    for name, render in RENDERERS.items():
        text = TEXTS[name](render(odd))
        wanted = "&lt;b&gt;" if name == "html" else "<b>"
        assert wanted in text
        assert "#panic" in text


def test_a_workbook_has_real_numbers_a_frozen_header_and_no_formulas(
    files: dict[str, bytes],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert book.sheetnames == [
        "说明",
        "表1 分渠道受理情况",
        "图1 承办量居前的单位（件）",
        "表2 得分",
        "表3 得分",
        "2026年10月各单位主要指标",
    ]
    sheet = book["表1 分渠道受理情况"]
    assert sheet.freeze_panes == "B3"
    assert (sheet["B3"].value, sheet["B3"].data_type) == (905, "n")
    assert (sheet["C3"].value, sheet["C3"].number_format) == (0.905, "0.00%")
    assert (sheet["D3"].value, sheet["D3"].number_format) == (-0.095, "+0.0%;−0.0%;0.0%")
    assert sheet["D4"].value == "—"
    assert sheet["B5"].value == sum(cell.value for cell in sheet["B"][2:4])
    scores = book["表2 得分"]
    assert (scores["A3"].value, scores["A3"].data_type) == ("=SUM(A1)", "s")
    assert (scores["C3"].value, scores["C3"].number_format) == (99.5, "0.00")
    assert book["图1 承办量居前的单位（件）"]["B3"].value == 40


def test_a_word_file_has_headings_marked_headers_alternatives_and_its_fonts(
    files: dict[str, bytes],
) -> None:
    document = Document(io.BytesIO(files["docx"]))
    assert document.core_properties.title == "关于2026年10月12345热线诉求办理情况的通报"
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["一、受理情况", "二、典型案例"]
    rows = list(document.element.body.iter(qn("w:tblHeader")))
    assert len(rows) == 4
    pictures = [p for p in document.element.body.iter() if p.tag.endswith("}docPr")]
    assert [p.get("descr") for p in pictures] == [
        "承办量居前的单位（件）。转办：东屏区 40，石涧县 7。"
    ]
    with ZipFile(io.BytesIO(files["docx"])) as parts:
        fonts = parts.read("word/fontTable.xml").decode()
        styles = parts.read("word/styles.xml").decode()
    assert '<w:altName w:val="仿宋"/>' in fonts
    assert "eastAsiaTheme" not in styles.split("docDefaults")[2].split("</w:style>")[0]


def test_a_word_table_keeps_its_widths_and_properties_in_order(files: dict[str, bytes]) -> None:
    with ZipFile(io.BytesIO(files["docx"])) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    first = next(root.iter(qn("w:tbl")))
    for row in first.iter(qn("w:tr")):
        assert len(list(row.iter(qn("w:tc")))) in (1, 4, 5)
    order = ["keepNext", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc"]
    rank = {qn(f"w:{name}"): at for at, name in enumerate(order)}
    for properties in root.iter(qn("w:pPr")):
        places = [rank[child.tag] for child in properties if child.tag in rank]
        assert places == sorted(places)


def test_a_page_needs_nothing_else_and_hides_nothing(files: dict[str, bytes]) -> None:
    page = files["html"].decode()
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<script|<link|src=|url\((?!#)|\sstyle=|@import", page)
    part = fragment(sample())
    assert "<style" not in part
    assert part.count("<table") == 4
    assert part.count("<th scope") == 5 + 6 + 3 + 3 + 1


def test_a_bulletin_keeps_no_half_width_sign_in_its_words() -> None:
    made: Bulletin = sample()
    text = pdf_text(RENDERERS["pdf"](made))
    assert re.findall(r"[\u4e00-\u9fa5][,;:!?()]|[,;:!?()][\u4e00-\u9fa5]", text) == []
