"""One period's ranking by a rule: assess the roster, place within groups, tell the moves, list."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from orders.models.limits import Kind
from orders.period import SHANGHAI, Period
from reports.comparison import age_at
from reports.coverage import covers
from reports.rankings.assessing import Assessed, NothingToRank, assess
from reports.rankings.edition import GroupTable, Ranking, Standing
from reports.rankings.figures import SATISFIED, kinds_of
from reports.rankings.listing import black_list, red_list
from reports.rankings.moves import NO_MOVE, grade_move, place_move
from reports.rankings.placing import placed
from reports.recorded import Book
from reports.roster import Roster, roster
from reports.scoring.rule import Rule

_ALL, _NO_GROUP = "全部单位", "未分组"
Before = Mapping[tuple[str, int], Standing] | None  # by group and unit; None: no such edition


class UnknownGroup(LookupError):
    """No group of that code or name has units in the period; the words list those that have."""


def rank(
    rule: Rule,
    period: Period,
    *,
    as_of: datetime,
    group: str | None = None,
    previous: Ranking | None = None,
) -> Ranking:
    """The ranking of the period as it stood at as_of (aware).

    group: code or name; only that group's table and its entries in the lists, all else as in the
    whole. previous: the edition of the period before that was issued, which moves are told against;
    without it the period before is ranked by the same rule, where its records were whole, as it
    stood when it was as old: seen today it would stand better, as what was given out on its last
    days has been seen to since. Raises NothingToRank for a period that has not begun or in which
    nothing was due, and UnknownGroup.
    """
    if as_of <= period.start:
        moment = as_of.astimezone(SHANGHAI)
        raise NothingToRank(f"{period.label}还没有开始（现在是{moment:%Y-%m-%d %H:%M}）")
    before = previous or _ranked_before(rule, period, as_of)
    found = _ranking(rule, period, as_of, before)
    return found if group is None else _only(found, group)


def _ranked_before(rule: Rule, period: Period, as_of: datetime) -> Ranking | None:
    before = period.previous()
    if not covers(Book.DEMANDS, before, period):
        return None
    try:
        return _ranking(rule, before, age_at(before, period, as_of), None)
    except NothingToRank:
        return None


def _ranking(rule: Rule, period: Period, as_of: datetime, before: Ranking | None) -> Ranking:
    over = roster(period)
    units = assess(rule, over, as_of=as_of)
    stood = _stood(before)
    tables = tuple(
        _table(rule, code, name, members, stood)
        for code, name, members in _groups(rule, over, units)
    )
    red = red_list(rule, tables)
    return Ranking(
        rule=rule.code,
        rule_name=rule.name,
        period=period,
        as_of=as_of,
        least=rule.least_due(period.kind),
        before="" if before is None else before.period.code,
        groups=tables,
        red=red,
        black=black_list(rule, tables, red),
        notes=tuple(_notes(rule, over, as_of, before)),
        satisfied_of=_satisfied_of(rule),
    )


def _stood(before: Ranking | None) -> Before:
    if before is None:
        return None
    return {
        (group.code, one.unit.unit_id): one for group in before.groups for one in group.standings
    }


def _groups(
    rule: Rule, over: Roster, units: Sequence[Assessed]
) -> Iterator[tuple[str, str, list[Assessed]]]:
    """Code, name and units of every table: the rule's groups first, who has none at the end."""
    if not rule.grouped:
        yield "", _ALL, list(units)
        return
    first = [code for code in rule.groups if code in over.groups]
    if rule.groups and not first:
        here = "、".join(f"{code}（{name}）" for code, name in over.groups.items()) or "一个也没有"
        words = f"规则“{rule.code}”的分组（{'、'.join(rule.groups)}）这里都没有"
        raise NothingToRank(f"{words}；有：{here}")
    names = {code: over.groups[code] for code in first} | dict(over.groups) | {"": _NO_GROUP}
    for code, name in names.items():
        members = [one for one in units if one.unit.group == code]
        if members:
            yield code, name, members


def _table(
    rule: Rule, code: str, name: str, units: Sequence[Assessed], before: Before
) -> GroupTable:
    ordered, places = placed(rule, units)
    sharing = Counter(places.values())
    standings = []
    for one in ordered:
        place, was = places.get(one.unit.unit_id), (before or {}).get((code, one.unit.unit_id))
        standings.append(
            Standing(
                unit=one.unit,
                score=one.score,
                place=place,
                shared=place is not None and sharing[place] > 1,
                apart=one.apart,
                move=NO_MOVE if before is None else place_move(place, one.score, was),
                grade_move=NO_MOVE if before is None else grade_move(rule, place, one.score, was),
                beside=one.beside,
                place_before=was.place if was else None,
                grade_before=was.grade if was else None,
                total_before=was.score.total if was and was.score and was.place else None,
            )
        )
    return GroupTable(code, name, tuple(standings))


def _satisfied_of(rule: Rule) -> str:
    return "、".join(str(Kind(kind).label) for kind in kinds_of(rule, SATISFIED))


def _notes(rule: Rule, over: Roster, as_of: datetime, before: Ranking | None) -> Iterator[str]:
    if not rule.in_force(over.period):
        until = "" if rule.valid_to is None else f"至{rule.valid_to}（不含）"
        yield f"规则“{rule.name}”自{rule.valid_from}{until}有效，对{over.period.label}是试算"
    if as_of < over.period.end:
        yield f"{over.period.label}还没有结束，名次未定"
    if kinds := _satisfied_of(rule):
        yield f"满意率只计{kinds}"
    if any(member.active_days < over.period.length for member in over.members):
        yield "本期新设或撤销的单位，最少件数按在册天数折算，按件计分的件数折算为整期"
    here = {member.code for member in over.members}
    if odd := [code for code in rule.excluded or {} if code not in here]:
        yield f"规则不让参加排名的单位，这里没有：{'、'.join(odd)}"
    if odd := [code for code in rule.groups if code not in over.groups]:
        yield f"规则里的分组，这里没有：{'、'.join(odd)}"
    if before is not None and before.rule != rule.code:
        yield f"上期按规则“{before.rule_name}”排名"


def _only(found: Ranking, group: str) -> Ranking:
    tables = tuple(one for one in found.groups if group and group in (one.code, one.name))
    if not tables:
        known = "、".join(f"{one.code}（{one.name}）" for one in found.groups if one.code)
        raise UnknownGroup(f"没有叫“{group}”的分组；有：{known or '一个也没有'}")
    codes = {one.code for one in tables}
    return replace(
        found,
        groups=tables,
        red=tuple(one for one in found.red if one.group in codes),
        black=tuple(one for one in found.black if one.group in codes),
    )
