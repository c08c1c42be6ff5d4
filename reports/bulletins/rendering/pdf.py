"""A bulletin as PDF/A-2a and PDF/UA-1: tagged, its fonts embedded, its charts as drawings."""

import json
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any, Literal

import typst

from reports.bulletins.blocks import Bulletin
from reports.bulletins.rendering import fonts
from reports.bulletins.rendering.plain import plain

TEMPLATE = Path(__file__).with_name("bulletin.typ")
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
BEIJING = timezone(timedelta(hours=8))  # a fixed offset is what the file wants


def pdf(bulletin: Bulletin) -> bytes:
    """The file; the same bulletin gives the same bytes, since its date is the bulletin's own."""
    made: bytes = typst.compile(
        TEMPLATE,
        font_paths=fonts.library(),
        sys_inputs={
            "data": json.dumps(_legible(plain(bulletin)), ensure_ascii=False),
            "fonts": json.dumps(fonts.chosen()),
        },
        pdf_standards=list(STANDARDS),
        timestamp=datetime.combine(bulletin.date, time.min, BEIJING),
    )
    return made


def png(svg: str, *, mm: float, ppi: float = 220) -> bytes:
    """A drawing as a picture of that width, for files that take no drawings."""
    page = (
        f"#set page(width: {mm}mm, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    made: bytes = typst.compile(
        page.encode(),
        format="png",
        ppi=ppi,
        font_paths=fonts.library(),
        sys_inputs={"svg": svg},
    )
    return made


def _legible(value: Any) -> Any:
    """Texts with 〓 for what no font has; drawings are left as they are."""
    if isinstance(value, str):
        return fonts.legible(value)
    if isinstance(value, dict):
        return {k: v if k == "svg" else _legible(v) for k, v in value.items()}
    return [_legible(one) for one in value] if isinstance(value, list | tuple) else value
