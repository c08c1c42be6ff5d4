"""The block model as a page, a PDF, a Word file and a workbook: the same figures in each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reports.bulletins.blocks import Bulletin
from reports.bulletins.rendering.docx import docx
from reports.bulletins.rendering.html import fragment, html
from reports.bulletins.rendering.pdf import pdf
from reports.bulletins.rendering.xlsx import xlsx

RENDERERS: Mapping[str, Callable[[Bulletin], bytes]] = MappingProxyType(
    {"html": html, "pdf": pdf, "docx": docx, "xlsx": xlsx}
)

__all__ = ["RENDERERS", "fragment"]
