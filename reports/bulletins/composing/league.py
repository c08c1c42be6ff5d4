"""考核排名与等次: places within groups, who moved and why, who is listed apart and why."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from reports.bulletins.blocks import Block, Paragraph
from reports.bulletins.cells import Cell, Rate
from reports.bulletins.composing.told import Told
from reports.bulletins.phrases import listed
from reports.bulletins.table import Align, Column, Row, RowKind, Table
from reports.rankings.edition import Direction, Ranking, Share, Standing
from reports.rounding import round_to

_FEW = 3  # units with nothing due that still have a line each


def league(told: Told) -> Iterator[Block]:
    """No ranking was made, or nobody could be ranked: it says so."""
    ranking = told.figures.league
    yield Paragraph(league_words(told))
    if ranking is not None and any_ranked(ranking):
        yield league_table(told, ranking)


def any_ranked(ranking: Ranking) -> bool:
    """Whether some unit has a place."""
    return any(group.ranked for group in ranking.groups)


def league_words(told: Told) -> str:
    """How many were ranked, their grades, the largest rise and fall with their cause, who is
    apart; or that nobody was ranked."""
    ranking, now = told.figures.league, told.shape.now
    if ranking is None:
        return f"{now}未作考核排名。"
    if not any_ranked(ranking):
        return f"{now}没有单位达到参加排名的件数（{ranking.least}件）。"
    ranked = [one for group in ranking.groups for one in group.ranked]
    apart = [one for one in ranking if one.place is None]
    grades = Counter(one.grade for one in ranked if one.grade)
    told_grades = "、".join(f"{grade}{n}个" for grade, n in _in_order(ranking, grades))
    words = f"按《{ranking.rule_name}》计分，{len(ranked)}个单位分组排名"
    words += f"：{told_grades}。" if told_grades else "。"
    words += _moves(ranked)
    return words + _apart_words(apart)


def _apart_words(apart: list[Standing]) -> str:
    """Those with something due by name and reason, the others by their number."""
    idle = sum(not one.beside.due for one in apart)
    named = [f"{one.unit.short_name}（{one.apart}）" for one in apart if one.beside.due]
    words = f"{listed(named, 6)}不参加排名。" if named else ""
    return words + (
        f"{'另有' if named else ''}{idle}个单位没有应办结工单，不排名。" if idle else ""
    )


def _in_order(ranking: Ranking, grades: Counter[str]) -> list[tuple[str, int]]:
    """Grades from the best to the last, by the scores they were given for."""
    best: dict[str, Fraction] = {}
    for one in ranking:
        if one.grade and one.score:
            best[one.grade] = max(best.get(one.grade, one.score.total), one.score.total)
    return sorted(grades.items(), key=lambda item: -best[item[0]])


def _moves(ranked: list[Standing]) -> str:
    up = [one for one in ranked if one.move.direction is Direction.UP]
    down = [one for one in ranked if one.move.direction is Direction.DOWN]
    told = []
    for word, found in (("升幅最大的是", up), ("降幅最大的是", down)):
        if found:
            one = max(found, key=lambda standing: standing.move.steps)
            cause = f"，{one.move.cause.words}" if one.move.cause else ""
            told.append(f"{word}{one.unit.short_name}（{one.move.words}位{cause}）")
    return f"{'，'.join(told)}。" if told else ""


def league_table(told: Told, ranking: Ranking) -> Table:
    """A line a unit, group by group; grades only where the rule gives any."""
    graded = any(one.grade for one in ranking)
    rows = []
    for group in ranking.groups:
        rows.append(Row((f"{group.name}（{len(group.ranked)}个）",), RowKind.GROUP))
        shown = [one for one in group.standings if one.place or one.beside.due]
        idle = [one for one in group.standings if one not in shown]
        if len(idle) <= _FEW:
            shown, idle = list(group.standings), []
        rows += [Row(_cells(one, ranking, graded=graded)) for one in shown]
        if idle:
            rows.append(Row(_idle(len(idle), graded=graded)))
    ties = "".join(
        f"{listed(one.unit.short_name for one in tied)}并列第{place}。"
        for group in ranking.groups
        for place, tied in group.ties.items()
    )
    grade = 13 if graded else 0
    kinds = f"这里的满意率只计{ranking.satisfied_of}。" if ranking.satisfied_of else ""
    return Table(
        "各单位排名与等次" if graded else "各单位排名",
        (
            Column("名次", 11, Align.CENTER),
            Column("单位", 26, Align.LEFT),
            Column("得分\n（分）", 14, pad=1.6),
            *([Column("等次", grade, Align.CENTER)] if graded else []),
            Column(f"{told.shape.before[:2]}\n名次", 11, Align.CENTER),
            Column("升降\n（位）", 11, Align.CENTER),
            Column("应办结\n（件）", 13, pad=2.2),
            Column("按期办结\n率（%）", 15, pad=2),
            Column("满意率\n（%）", 14, pad=1.8),
            Column("升降主因", told.area - 115 - grade, Align.LEFT),
        ),
        tuple(rows),
        size=9,
        air=2.1,
        note=f"注：同分同名次，其后顺延；应办结不足{ranking.least}件的不排名。{ties}{kinds}"
        "升降主因为得分变化最大的一项。件数少的单位名次起伏大，不宜只看名次。",
    )


def _cells(one: Standing, ranking: Ranking, *, graded: bool) -> tuple[Cell, ...]:
    due, on_time = one.beside.due, _rate(one.beside.on_time)
    beside = (due, on_time, _rate(one.beside.satisfied))
    if one.place is None or one.score is None:
        why = f"不足{ranking.least}件" if 0 < due < ranking.least else one.apart
        grade: tuple[Cell, ...] = ("不排名",) if graded else ()
        return (None, one.unit.short_name, None, *grade, None, None, *beside, why)
    return (
        one.place,
        one.unit.short_name,
        round_to(one.score.total, 2),
        *((one.grade,) if graded else ()),
        one.place_before,
        one.move.words,
        *beside,
        _cause(one),
    )


def _idle(count: int, *, graded: bool) -> tuple[Cell, ...]:
    """Units with nothing due, together."""
    grade: tuple[Cell, ...] = ("不排名",) if graded else ()
    return (None, f"其余{count}个单位", None, *grade, None, None, 0, None, None, "无应办结工单")


def _cause(one: Standing) -> str | None:
    """What moved the unit; short where it was the others."""
    cause = one.move.cause
    if cause is None or cause.indicator:
        return cause.words if cause else None
    return "他单位下降" if cause.rose else "他单位上升"


def _rate(share: Share) -> Rate:
    return Rate(share.numerator, share.denominator)
