"""What quarters and years have besides: the mailbox, silent units, grades and commendations."""

from collections.abc import Iterator

from reports.bulletins.blocks import Block, Listing, Paragraph
from reports.bulletins.composing.told import Told
from reports.bulletins.phrases import many, percent
from reports.bulletins.table import Align, Column, Row, RowKind, Table

_LETTERS = "channel:mailbox"


def mailbox(told: Told) -> Iterator[Block]:
    """市长信箱: letters, what came due of them, how content the writers were."""
    f, now = told.figures, told.shape.now
    known = "mailbox" in f.divided("channel")
    letters = f.count("demands.accepted", _LETTERS) if known else 0
    if not letters:
        yield Paragraph(f"{now}市长信箱没有收到来信。")
        return
    done, on_time = (
        f.rate("orders.completed_rate", "mailbox"),
        f.rate("orders.on_time_rate", "mailbox"),
    )
    satisfied = f.rate("orders.satisfied_rate", "mailbox")
    words = f"{now}市长信箱收到来信{many(letters)}，{told.moved('demands.accepted', _LETTERS)}。"
    words += (
        f"应办结{many(done.denominator)}，办结{many(done.numerator)}，办结率{percent(done)}；"
        f"按期办结{many(on_time.numerator)}，按期办结率{percent(on_time)}，"
        f"{told.moved_points('orders.on_time_rate', 'mailbox')}。"
        if done.denominator
        else f"{now}没有应办结的信件。"
    )
    words += (
        f"收到评价{many(satisfied.denominator)}，满意率{percent(satisfied)}，"
        f"{told.moved_points('orders.satisfied_rate', 'mailbox')}。"
        if satisfied.denominator
        else "没有群众评价。"
    )
    yield Paragraph(words)


def silent(told: Told) -> Iterator[Block]:
    """Units that owe a written explanation; none: it says so."""
    found = told.figures.silent
    if not found:
        yield Paragraph(f"{told.shape.now}没有需要书面说明的单位。")
        return
    yield Paragraph(
        f"{told.shape.now}有{len(found)}个单位到期工单从未签收或因超期发牌较多，"
        "请在收到本通报后按时限报送书面说明。"
    )
    rows = [Row((one.name, one.due, one.silent, one.yellow, one.red)) for one in found]
    sums = [sum(getattr(one, name) for one in found) for name in ("due", "silent", "yellow", "red")]
    yield Table(
        "应报书面说明的单位",
        (
            Column("单位", told.area - 96, Align.LEFT),
            Column("应办结\n（件）", 24, pad=5, adds=True),
            Column("未签收或发牌\n（件）", 24, pad=5, adds=True),
            Column("黄牌\n（张）", 24, pad=6, adds=True),
            Column("红牌\n（张）", 24, pad=6, adds=True),
        ),
        (*rows, Row(("合计", *sums), RowKind.TOTAL)),
    )


def commended(told: Told) -> Iterator[Block]:
    """Units by grade within their groups, and whom a person chose to commend."""
    ranking = told.figures.league
    lines = []
    for group in ranking.groups if ranking else ():
        by_grade: dict[str, list[str]] = {}
        for one in group.ranked:
            if one.grade:
                by_grade.setdefault(one.grade, []).append(one.unit.short_name)
        lines += [
            f"{group.name}{grade}（{len(names)}个）：{'、'.join(names)}。"
            for grade, names in by_grade.items()
        ]
    if lines:
        yield Listing(tuple(lines))
    if told.chosen.commended:
        yield Paragraph("、".join(told.chosen.commended) + "。", lead="予以表扬：")
    elif not lines:
        yield Paragraph(f"{told.shape.now}没有评定等次，也没有确定表彰名单。")
