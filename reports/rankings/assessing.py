"""Every unit of a roster with its score, or why there is none; from the catalogue's statistics.

Who existed for part of the period only is held to as much: the minimum is taken for its days, and
its cases are counted as if it had gone on so for the whole period. Rates need neither.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from reports.measure import Measured
from reports.rankings.difficulty import expected_on_time
from reports.rankings.edition import Beside, Share
from reports.rankings.figures import DUE, ON_TIME, SATISFIED, Figures, figures, kinds_of
from reports.rankings.intervals import share
from reports.roster import Member, Roster
from reports.scoring.rule import Indicator, Rule
from reports.scoring.score import NoScore, Score, Value, score


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
    for one in rule.indicators:
        if not one.statistic and one.given is None:
            words = f"规则“{rule.code}”的指标“{one.name}”没有 statistic，也没有 given"
            raise NothingToRank(f"{words}，排不了名")
    found = figures(rule, over, as_of=as_of)
    expected = expected_on_time(over, as_of=as_of, kinds=kinds_of(rule, ON_TIME))
    units = [
        _assessed(rule, over, member, found, expected.get(member.unit_id))
        for member in over.members
    ]
    if not any(one.beside.due for one in units):
        raise NothingToRank(f"{over.period.label}没有应办结的工单，排不了名")
    return units


def _assessed(
    rule: Rule, over: Roster, member: Member, found: Figures, expected: Fraction | None
) -> Assessed:
    due, on_time, satisfied = (
        found.of(code, kinds_of(rule, code), member.unit_id) for code in (DUE, ON_TIME, SATISFIED)
    )
    beside = Beside(due.numerator, _share(on_time), _share(satisfied), expected)
    apart = _apart(rule, over, member, beside.due)
    if not beside.due:
        return Assessed(member, None, apart, beside)
    values = {one.code: _value(rule, one, over, member, found) for one in rule.indicators}
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


def _value(rule: Rule, of: Indicator, over: Roster, member: Member, found: Figures) -> Value:
    if not of.statistic:
        return Value(points=of.given)
    measured = found.of(of.statistic, of.kinds or rule.kinds, member.unit_id)
    if of.by_case:
        stock = measured.statistic.dated_by.at_end  # stands at a moment, whatever came before
        whole = Fraction(1 if stock else over.period.length, 1 if stock else member.active_days)
        return Value(numerator=measured.numerator, cases=measured.numerator * whole)
    return Value(numerator=measured.numerator, denominator=measured.denominator)


def _share(of: Measured) -> Share:
    return share(of.numerator, of.denominator or 0)
