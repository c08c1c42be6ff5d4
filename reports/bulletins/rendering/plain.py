"""A bulletin as plain JSON values for typesetter and page: words, drawings, nothing to work out."""

from math import inf
from typing import Any

from reports.bulletins.blocks import (
    Block,
    Bulletin,
    Case,
    Drawing,
    Heading,
    Listing,
    Note,
    PageBreak,
    Pair,
    Paragraph,
    Tiles,
    day_words,
)
from reports.bulletins.cells import printed
from reports.bulletins.rendering.drawn import drawn
from reports.bulletins.table import Row, RowKind, Table

Plain = dict[str, Any]


def plain(bulletin: Bulletin) -> Plain:
    """Everything a typesetter or a page needs."""
    annex, imprint = bulletin.annex, bulletin.imprint
    return {
        "layout": bulletin.layout.value,
        "masthead": bulletin.masthead,
        "number": bulletin.number,
        "issuer": bulletin.issuer,
        "date": day_words(bulletin.date),
        "day": [bulletin.date.year, bulletin.date.month, bulletin.date.day],
        "title": bulletin.title.split("\n"),
        "supersedes": bulletin.supersedes,
        "blocks": [_block(block) for block in bulletin.blocks],
        "annex": annex
        and {"title": annex.title, "blocks": [_block(block) for block in annex.blocks]},
        "imprint": imprint
        and {"to": imprint.to, "by": imprint.by, "date": day_words(imprint.date)},
    }


def _block(block: Block) -> Plain:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Drawing):
        return {
            "type": "chart",
            "svg": drawn(block.chart),
            "caption": block.title,
            "alt": block.alt,
        }
    if isinstance(block, Pair):
        return {"type": "pair", "sides": [_table(block.left), _table(block.right)]}
    return _words(block)


def _words(block: Block) -> Plain:
    match block:
        case Heading(text):
            return {"type": "heading", "text": text}
        case Paragraph(text, lead):
            return {"type": "paragraph", "text": text, "lead": lead}
        case Note(text):
            return {"type": "note", "text": text}
        case Listing(items):
            return {"type": "listing", "items": list(items)}
        case Case(title, paragraphs):
            return {"type": "case", "title": title, "paragraphs": list(paragraphs)}
        case Tiles(items, across):
            tiles = [
                {"name": one.name, "value": one.value, "unit": one.unit, "beside": one.beside}
                for one in items
            ]
            return {"type": "tiles", "tiles": tiles, "across": across}
        case PageBreak():
            return {"type": "pagebreak"}
    raise TypeError(f"no typesetting for {type(block).__name__}")


def _table(table: Table) -> Plain:
    most = table.most
    return {
        "type": "table",
        "caption": table.title,
        "columns": [
            {
                "head": column.head.split("\n"),
                "mm": column.mm,
                "align": column.align.value,
                "pad": column.pad,
            }
            for column in table.columns
        ],
        "rows": [{"kind": row.kind.value, "cells": _cells(row, table)} for row in table.rows],
        "note": table.note,
        "size": table.size,
        "most": None if most == inf else most,
        "air": table.air,
        "long": table.long,
        "width": table.width,
    }


def _cells(row: Row, table: Table) -> list[Any]:
    """A group row has its name alone, the others a text and a side for each column."""
    if row.kind is RowKind.GROUP:
        return [printed(row.cells[0])]
    return [
        {"text": printed(cell), "align": column.align.value}
        for cell, column in zip(row.cells, table.columns, strict=True)
    ]
