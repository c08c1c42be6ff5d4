"""旬调度: what is rising, what is overdue and whose it is, before the month is over."""

from datetime import date

from reports.bulletins.blocks import Block, Bulletin, Drawing, Heading, Note, Pair, Paragraph
from reports.bulletins.composing.intake import columns
from reports.bulletins.composing.overdue import overdue
from reports.bulletins.composing.sheet import late_table, sent_table, sheet
from reports.bulletins.composing.themes import found_themes, risen_words, rule_words
from reports.bulletins.composing.timeliness import urgent
from reports.bulletins.composing.told import Told
from reports.bulletins.composing.weekly import handled, tiles

_TOP = 8


def ten_days(told: Told, on: date, supersedes: str = "") -> Bulletin:
    """The sheet of ten days; counts are compared as means of a day."""
    found = found_themes(told)[:_TOP]
    blocks: list[Block] = [Paragraph(handled(told)), tiles(told)]
    if told.figures.count("demands.accepted"):
        blocks.append(Drawing(columns(told)))
    blocks += [
        Heading("热点诉求"),
        Paragraph(risen_words(told, found) if found else "没有受理诉求。"),
    ]
    if any(one.expected for one in found):
        blocks.append(Note(rule_words(told)))
    blocks += [
        Heading("超期工单"),
        *overdue(told),
        Paragraph(urgent(told), lead="紧急工单："),
        Heading("承办与到期"),
        Pair(sent_table(told, (48, 17, 17)), late_table(told, (28, 14, 15, 13, 12))),
    ]
    return sheet(told, on, f"{told.figures.period.label}办理情况调度", blocks, supersedes)
