"""典型案例 and 群众表扬: what a person chose and worded, beside what was counted."""

from collections.abc import Iterator

from reports.bulletins.blocks import Block, Paragraph
from reports.bulletins.composing.told import Told
from reports.bulletins.composing.volumes import ranked
from reports.bulletins.phrases import counted, many

_FIRST = 3


def cases(told: Told) -> Iterator[Block]:
    """None chosen: it says so."""
    if not told.chosen.cases:
        yield Paragraph(f"{told.shape.now}没有选登典型案例。")
    yield from told.chosen.cases


def praise(told: Told) -> Iterator[Block]:
    """None received: it says so."""
    n = told.figures.count("praise")
    if not n:
        yield Paragraph(f"{told.shape.now}没有收到群众表扬。")
        return
    found = ranked(told, "praise")[:_FIRST]
    named = (
        f"{counted((unit.name, count) for unit, count in found)}居前{len(found)}位。"
        if found
        else ""
    )
    words = told.chosen.praise.rstrip("。")
    about = f"内容集中在{words}。" if words else ""
    yield Paragraph(f"收到群众表扬{many(n)}，{told.moved('praise')}。{named}{about}")
