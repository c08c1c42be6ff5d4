"""周排名: who leads, who trails, who moved and why, what is overdue; then the whole table."""

from datetime import date
from fractions import Fraction

from reports.bulletins.blocks import (
    Block,
    Bulletin,
    Drawing,
    Heading,
    Pair,
    Paragraph,
    Tiles,
)
from reports.bulletins.composing.league import any_ranked, league_table, league_words
from reports.bulletins.composing.sheet import (
    late_table,
    overdue_words,
    rate_tile,
    sent_table,
    sheet,
)
from reports.bulletins.composing.told import Told
from reports.bulletins.phrases import many, percent
from reports.bulletins.table import Align, Column, Row, Table
from reports.charts import Look, Moves, Series
from reports.rankings.edition import Ranking, Standing
from reports.rounding import round_to

_ACCEPTED = "demands.accepted"
_SHOWN = 4  # risen and fallen, each


def weekly(told: Told, on: date, supersedes: str = "") -> Bulletin:
    """The sheet of one week."""
    f = told.figures
    first, last = f.period.first, f.period.last
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    blocks: list[Block] = [Paragraph(_summary(told)), tiles(told)]
    ranking = f.league if f.league and any_ranked(f.league) else None
    if ranking is not None:
        blocks += [
            Pair(_red(ranking), _black(ranking)),
            Heading("得分变动"),
            *_moves(told, ranking),
        ]
    blocks += [Heading("超期提醒"), Paragraph(overdue_words(told))]
    if ranking is None:
        blocks += [Pair(sent_table(told, (48, 17, 17)), late_table(told, (28, 14, 15, 13, 12)))]
    else:
        blocks += [league_table(told, ranking)]
    week = first.isocalendar().week
    return sheet(told, on, f"第{week}周（{span}）办理情况与排名", blocks, supersedes)


def _summary(told: Told) -> str:
    return handled(told) + league_words(told)


def handled(told: Told) -> str:
    """Received, dispatched, due, on time, satisfied, each against the period before."""
    f, now = told.figures, told.shape.now
    on_time, satisfied = f.rate("orders.on_time_rate"), f.rate("orders.satisfied_rate")
    words = (
        f"{now}受理诉求{many(f.count(_ACCEPTED))}，{told.moved(_ACCEPTED)}；"
        f"派单{many(f.count('orders.dispatched'))}。"
    )
    words += (
        f"应办结工单{many(on_time.denominator)}，按期办结{many(on_time.numerator)}，"
        f"按期办结率{percent(on_time)}，{told.moved_points('orders.on_time_rate')}；"
        if on_time.denominator
        else f"{now}没有应办结的工单；"
    )
    return words + (
        f"收到评价{many(satisfied.denominator)}，满意{many(satisfied.numerator)}，"
        f"满意率{percent(satisfied)}，{told.moved_points('orders.satisfied_rate')}。"
        if satisfied.denominator
        else "没有群众评价。"
    )


def tiles(told: Told) -> Tiles:
    """Four rates with their parts."""
    return Tiles(
        (
            rate_tile(told, "办结率", "orders.completed_rate", "应办结"),
            rate_tile(told, "按期办结率", "orders.on_time_rate", "应办结"),
            rate_tile(told, "满意率", "orders.satisfied_rate", "评价"),
            rate_tile(told, "解决率", "orders.solved_rate", "评价"),
        )
    )


def _red(ranking: Ranking) -> Table:
    places = {one.unit.unit_id: one.place for one in ranking}
    names = {group.code: group.name for group in ranking.groups}
    rows = [
        Row((one.unit.short_name, names.get(one.group, one.group), place, round_to(one.total, 2)))
        for one in ranking.red
        for place in [places[one.unit.unit_id]]
    ]
    return Table(
        "红榜",
        (
            Column("单位", 25, Align.LEFT),
            Column("分组", 33, Align.LEFT),
            Column("名次", 10, Align.CENTER),
            Column("得分\n（分）", 14, pad=1.6),
        ),
        tuple(rows) or (Row(("无", None, None, None)),),
    )


def _black(ranking: Ranking) -> Table:
    rows = []
    for one in ranking.black:
        lost = f"{one.lost.name} −{round_to(one.lost.lost, 2)}分" if one.lost else None
        rows.append(Row((one.unit.short_name, round_to(one.total, 2), lost)))
    return Table(
        "黑榜",
        (
            Column("单位", 25, Align.LEFT),
            Column("得分\n（分）", 18, pad=3),
            Column("失分最多的指标", 39, Align.LEFT),
        ),
        tuple(rows) or (Row(("无", None, None)),),
    )


def _moves(told: Told, ranking: Ranking) -> list[Block]:
    """Scores of this period and the one before, of those who moved most either way."""
    found = [one for one in ranking if one.place and one.score and one.total_before is not None]
    changed = sorted(found, key=_change)
    if not any(map(_change, changed)):
        return [Paragraph(f"没有可与{told.shape.before}比较的得分变动。")]
    shown = changed if len(changed) <= 2 * _SHOWN else [*changed[:_SHOWN], *changed[-_SHOWN:]]
    shown = shown[::-1]
    words = []
    for word, one, rose in (("升幅", shown[0], True), ("降幅", shown[-1], False)):
        change = _change(one)
        if (change > 0) is rose and change:
            points = abs(round_to(change, 2))
            words.append(
                f"得分{word}最大的是{one.unit.short_name}（{'升' if rose else '降'}{points}分）"
            )
    return [Paragraph(f"{'，'.join(words)}。"), Drawing(_chart(told, shown))]


def _change(one: Standing) -> Fraction:
    assert one.score is not None
    assert one.total_before is not None
    return one.score.total - one.total_before


def _chart(told: Told, shown: list[Standing]) -> Moves:
    now = tuple(float(one.score.total) for one in shown if one.score)
    before = tuple(float(one.total_before) for one in shown if one.total_before is not None)
    low = max(int(min(*now, *before) - 5) // 10 * 10, 0)
    most = max(*now, *before)
    return Moves(
        title="得分升、降居前的单位",
        unit="分",
        source="考核得分",
        categories=tuple(one.unit.short_name for one in shown),
        series=(
            Series(told.shape.now, now, texts=tuple(f"{total:.2f}" for total in now)),
            Series(told.shape.before, before, Look.HOLLOW),
        ),
        low=low,
        high=100 if most <= 100 else int(most) + 5,
        width=told.width,
    )
