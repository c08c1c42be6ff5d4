"""A ranking for people at a terminal: a table a group, then the lists and what to know of it."""

from collections.abc import Iterator

from orders.period import SHANGHAI
from reports.ledger.table import aligned
from reports.rankings.edition import GroupTable, Named, Ranking, Standing
from reports.rounding import NOTHING, round_to, shown
from reports.scoring.output import decimals

_HEAD = (
    "名次", "单位", "得分", "等次", "升降", "原因", "应办结",
    "按期办结率", "95%区间", "同类预期", "满意率", "95%区间",
)  # fmt: skip
_SMALL = (
    "应办结少的单位，率跳动大：区间越宽，名次越说明不了什么。\n"
    "同类预期：其他单位办性质、紧急程度、大类相同的工单的按期办结率（不足5件的放宽比较）。"
)


def as_table(ranking: Ranking) -> str:
    """The whole ranking; who is apart stands below the ranked of its group, with the reason: in a
    row where there are figures to show, else in one line together."""
    until = ranking.as_of.astimezone(SHANGHAI)
    lines = [f"{ranking.rule_name}，{ranking.period.label}，截至{until:%Y年%m月%d日 %H:%M}"]
    for group in ranking.groups:
        rows = [one for one in group.standings if one.place or one.beside.due]
        lines += ["", group.name, *([aligned([_HEAD, *map(_row, rows)])] if rows else [])]
        lines += group_notes(group)
    lines += ["", *_lists(ranking), _SMALL, *ranking.notes]
    return "\n".join(lines)


def group_notes(group: GroupTable) -> list[str]:
    """What there is to say below a group's table: ties, moves by grades, whose score stands on
    fewer figures, who is apart without any."""
    ties = [_tie(place, ones) for place, ones in group.ties.items()]
    return [*ties, *_grades(group), *_made_up(group), *_without_figures(group)]


def _row(one: Standing) -> tuple[str, ...]:
    beside = one.beside
    why = one.apart if one.place is None else one.move.cause and one.move.cause.words
    return (
        NOTHING if one.place is None else str(one.place),
        one.unit.short_name,
        (decimals(one.score.total) if one.score else None) or NOTHING,
        one.grade or NOTHING,
        "不排名" if one.place is None else one.move.words,
        why or NOTHING,
        str(beside.due),
        beside.on_time.shown,
        beside.on_time.interval,
        shown(beside.expected, "%", 2),
        beside.satisfied.shown,
        beside.satisfied.interval,
    )


def _tie(place: int, ones: tuple[Standing, ...]) -> str:
    return f"并列第{place}名：{'、'.join(one.unit.short_name for one in ones)}"


def _grades(group: GroupTable) -> Iterator[str]:
    """Who went up or down by grades, and why."""
    moved = [one for one in group.ranked if one.grade_move.cause]
    if moved:
        yield f"等次变动：{'、'.join(map(_grade, moved))}"


def _grade(one: Standing) -> str:
    why = one.grade_move.cause.words if one.grade_move.cause else ""
    return f"{one.unit.short_name}由{one.grade_before}到{one.grade}（{why}）"


def _made_up(group: GroupTable) -> Iterator[str]:
    """Whose score stands on fewer figures than the others'."""
    found: dict[tuple[str, bool], list[str]] = {}
    for one in group.ranked:
        for part in one.score.parts if one.score else ():
            if part.is_made_up:
                key = part.name, part.points is None
                found.setdefault(key, []).append(one.unit.short_name)
    for (name, left), units in found.items():
        how = "不计，其余折算" if left else "按满分"
        yield f"“{name}”没有可算的，{how}：{'、'.join(units)}"


def _without_figures(group: GroupTable) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for one in group.apart:
        if not one.beside.due:
            reasons.setdefault(one.apart, []).append(one.unit.short_name)
    for reason, names in reasons.items():
        yield f"不排名（{reason}）：{'、'.join(names)}"


def _lists(ranking: Ranking) -> Iterator[str]:
    for group in ranking.groups:
        if names := [_praised(one) for one in ranking.red if one.group == group.code]:
            yield f"红榜（{group.name}）：{'、'.join(names)}"
    if ranking.black:
        yield f"黑榜：{'、'.join(map(_blamed, ranking.black))}"


def _praised(one: Named) -> str:
    return f"{one.unit.short_name}（{decimals(one.total)}分）"


def _blamed(one: Named) -> str:
    lost = f"，{one.lost.name}失{round_to(one.lost.lost, 2)}分" if one.lost else ""
    return f"{one.unit.short_name}（{decimals(one.total)}分{lost}）"
