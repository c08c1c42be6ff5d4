"""Every unit of a roster with its score, or why there is none; from the catalogue's statistics.

Who existed for part of the period only is held to as much: the minimum is taken for its days, and
its cases are counted as if it had gone on so for the whole period. Rates need neither.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from reports.catalogue import find
from reports.measure import Measured, Where
from reports.rankings.difficulty import expected_on_time
from reports.rankings.edition import Beside, Share
from reports.rankings.intervals import share
from reports.roster import Member, Roster, evaluate_units
from reports.scoring.rule import Indicator, Rule
from reports.scoring.score import NoScore, Score, Value, score

_DUE, _ON_TIME, _SATISFIED = "orders.due", "orders.on_time_rate", "orders.satisfied_rate"


class NothingToRank(ValueError):
    """A period or a rule that no ranking can be made of; the words say why."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A unit before it is placed; apart: why it is not, "" where it is."""

    unit: Member
    score: Score | None
    apart: str
    beside: Beside


def assess(rule: Rule, over: Roster, *, as_of: datetime) -> list[Assessed]:
    """Every member, in the roster's order. Raises NothingToRank where nothing was due at all, or
    where the rule leaves an indicator without a source."""
    figures = _figures(rule, over, as_of)
    beside = _beside(rule, over, as_of)
    if not any(one.due for one in beside.values()):
        raise NothingToRank(f"{over.period.label}没有应办结的工单，排不了名")
    return [
        _assessed(rule, over, member, figures, beside[member.unit_id]) for member in over.members
    ]


def _assessed(
    rule: Rule,
    over: Roster,
    member: Member,
    figures: Mapping[tuple[str, int], Measured],
    beside: Beside,
) -> Assessed:
    values = {
        one.code: _value(one, figures.get((one.code, member.unit_id)), over, member)
        for one in rule.indicators
    }
    apart = _apart(rule, over, member, beside.due)
    if not beside.due:
        return Assessed(member, None, apart, beside)
    try:
        return Assessed(member, score(rule, values), apart, beside)
    except NoScore as error:
        return Assessed(member, None, apart or str(error), beside)


def _apart(rule: Rule, over: Roster, member: Member, due: int) -> str:
    if member.code in (rule.excluded or {}):
        return f"按规则不参加排名：{(rule.excluded or {})[member.code]}"
    if rule.grouped and not member.group:
        return "没有分组"
    if rule.groups and member.group not in rule.groups:
        return "所在分组不参加排名"
    if not due:
        return "本期无应办结工单"
    least = Fraction(rule.least_due(over.period.kind) * member.active_days, over.period.length)
    if due >= least:
        return ""
    days = "" if member.active_days == over.period.length else f"（在册{member.active_days}天）"
    return f"应办结{due}件{days}，不足{ceil(least)}件"


def _figures(rule: Rule, over: Roster, as_of: datetime) -> dict[tuple[str, int], Measured]:
    """By indicator and unit: those that assess the same kinds are evaluated together."""
    together: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    for one in rule.indicators:
        if one.statistic:
            together[one.kinds or rule.kinds].append(one)
        elif one.given is None:
            words = f"规则“{rule.code}”的指标“{one.name}”没有 statistic，也没有 given"
            raise NothingToRank(f"{words}，排不了名")
    found: dict[tuple[str, int], Measured] = {}
    for kinds, indicators in together.items():
        for measured in _evaluated({one.statistic for one in indicators}, over, as_of, kinds):
            for one in indicators:
                if one.statistic == measured.code:
                    found[one.code, _unit(measured)] = measured
    return found


def _evaluated(
    codes: set[str], over: Roster, as_of: datetime, kinds: Sequence[str]
) -> list[Measured]:
    where: Where = {"kind": list(kinds)} if kinds else {}
    return evaluate_units([find(code) for code in sorted(codes)], over, as_of=as_of, where=where)


def _value(of: Indicator, measured: Measured | None, over: Roster, member: Member) -> Value:
    if measured is None:
        return Value(points=of.given)
    if of.by_case:
        whole = Fraction(over.period.length, member.active_days)
        return Value(numerator=measured.numerator, cases=measured.numerator * whole)
    return Value(numerator=measured.numerator, denominator=measured.denominator)


def _beside(rule: Rule, over: Roster, as_of: datetime) -> dict[int, Beside]:
    """Each rate of the kinds that the rule takes it of."""
    kinds = {code: _kinds_of(rule, code) for code in (_DUE, _ON_TIME, _SATISFIED)}
    found = {
        (one.code, _unit(one)): one
        for code, of in kinds.items()
        for one in _evaluated({code}, over, as_of, of)
    }
    expected = expected_on_time(over, as_of=as_of, kinds=kinds[_ON_TIME])
    return {
        unit: Beside(
            found[_DUE, unit].numerator,
            _share(found[_ON_TIME, unit]),
            _share(found[_SATISFIED, unit]),
            expected.get(unit),
        )
        for unit in (member.unit_id for member in over.members)
    }


def _kinds_of(rule: Rule, statistic: str) -> tuple[str, ...]:
    own = (one.kinds for one in rule.indicators if one.statistic == statistic)
    return next(own, ()) or rule.kinds


def _share(of: Measured) -> Share:
    return share(of.numerator, of.denominator or 0)


def _unit(of: Measured) -> int:
    assert isinstance(of.group, int)
    return of.group
