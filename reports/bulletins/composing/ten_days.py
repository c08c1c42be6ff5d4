"""旬调度: what is rising, what is overdue and whose it is, before the month is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reports.bulletins.blocks import Block, Bulletin, Drawing, Heading, Note, Pair, Paragraph
from reports.bulletins.composing.intake import columns
from reports.bulletins.composing.overdue import overdue
from reports.bulletins.composing.sheet import TOP, sent_table, sheet
from reports.bulletins.composing.themes import Theme, found_themes, risen_words, rule_words
from reports.bulletins.composing.timeliness import urgent
from reports.bulletins.composing.told import Told
from reports.bulletins.composing.weekly import handled, tiles
from reports.bulletins.table import Align, Column, Row, RowKind, Table
from reports.rounding import round_to

_ACCEPTED = "demands.accepted"
_TOP = 8
_LOW = 112  # px of the chart: the whole sheet stands on one page


def ten_days(told: Told, on: date, supersedes: str = "") -> Bulletin:
    """The sheet of ten days; counts are compared as means of a day."""
    found = found_themes(told)[:_TOP]
    blocks: list[Block] = [Paragraph(handled(told)), tiles(told)]
    if told.figures.count(_ACCEPTED):
        blocks.append(Drawing(replace(columns(told), height=_LOW)))
    blocks += [
        Heading("热点诉求和承办单位"),
        Paragraph(risen_words(told, found) if found else "没有受理诉求。"),
        Pair(_theme_table(told, found[:TOP]), sent_table(told, (48, 17, 17))),
    ]
    if any(one.expected for one in found):
        blocks.append(Note(rule_words(told)))
    blocks += [
        Heading("超期工单"),
        *overdue(told),
        Paragraph(urgent(told), lead="紧急工单："),
    ]
    return sheet(told, on, f"{told.figures.period.label}办理情况调度", blocks, supersedes)


def _theme_table(told: Told, found: Sequence[Theme]) -> Table:
    """The themes with most, beside what was expected; all others in one row."""
    total = told.figures.count(_ACCEPTED)
    rows = [
        Row((one.name, one.count, None if one.expected is None else round_to(one.expected, 0)))
        for one in found
    ]
    if rest := total - sum(one.count for one in found):
        rows.append(Row(("其余", rest, None)))
    rows.append(Row(("合计", total, None), RowKind.TOTAL))
    return Table(
        f"受理量前{len(found)}位的主题" if found else "各主题受理量",
        (
            Column("主题", 44, Align.LEFT),
            Column("受理\n（件）", 19, pad=3, adds=True),
            Column("预期\n（件）", 19, pad=3),
        ),
        tuple(rows),
        air=2.2,
    )
