"""The answer to a question: each statistic of each group of the dimension's roster, by name.

Groups of units are those of the period's roster: a unit counts, with all that counts for it, in the
group of its last active day in the period, and in one alone, as rankings have it. Otherwise a unit
that changed its group would stand in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orders.period import Period
from reports.asking import GROUP, UNIT, BadQuestion, Question
from reports.counting import Merged
from reports.labels import Labels, labels_of
from reports.measure import DAY, Measured, Where, evaluate
from reports.populations.dimensions import NAMES
from reports.roster import Roster, roster
from reports.tallies.current import Current, current
from reports.tallies.read import Freshness
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Answer:
    """groups: value to name, in order; {None: "全部"} where nothing divides them. rows: by the
    statistic's code the figures, in the order of the groups. kept: how fresh those are that were
    counted ahead; None where all was counted just now."""

    question: Question
    groups: Labels
    rows: Mapping[str, Sequence[Measured]]
    kept: Freshness | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the terms of evaluate and compare. labels: of the groups, empty where they
    have no names of their own or nothing divides them."""

    where: Where
    labels: Labels
    merged: Merged

    def terms(self, question: Question) -> dict[str, Any]:
        """The arguments that evaluate, current and compare have in common."""
        return {
            "period": question.period,
            "where": self.where,
            "by": UNIT if question.by == GROUP else question.by or None,
            "groups": self.groups,
            "merged": self.merged,
        }

    @property
    def groups(self) -> list[object] | None:
        """The roster figures are wanted for; None: the groups that are found."""
        return list(self.labels) or None


def asked(question: Question) -> Asked:
    """What is to be evaluated. Raises BadQuestion for a value that no group has."""
    by, period = question.by, question.period
    members = roster(period) if {UNIT, GROUP} & {by, *question.where} else None
    where = {name: _values(name, some, period, members) for name, some in question.where.items()}
    merged: Merged = None
    if members is not None:
        where = _in_groups(where, members)
        merged = {UNIT: members.counts_for, GROUP: members.group_of}.get(by)
    return Asked(where, labels_of(by, period) if by else {}, merged)


def answer(question: Question) -> Answer:
    """Count what was asked. Raises BadQuestion for a value that no group has."""
    how = asked(question)
    found = counted(question, how)
    rows: dict[str, list[Measured]] = {one.code: [] for one in question.statistics}
    for one in found.figures:
        rows[one.code].append(one)
    return Answer(question, names_of(how.labels, found.figures), rows, found.kept)


def counted(question: Question, how: Asked) -> Current:
    """The figures: as of now from what was counted ahead, where that holds them."""
    terms = how.terms(question)
    if question.is_now:
        return current(question.statistics, now=question.as_of, **terms)
    return Current(evaluate(question.statistics, as_of=question.as_of, **terms), None)


def names_of(labels: Labels, found: Sequence[Measured]) -> Labels:
    """What the groups found are called: by their labels, else by themselves; 全部 where nothing
    divides them."""
    return labels or {one.group: "全部" if one.group is None else str(one.group) for one in found}


def as_json(of: Answer) -> list[dict[str, Any]]:
    """One object a statistic and group: exact counts, the value in its unit as a decimal string."""
    question = of.question
    return [
        {
            "code": one.code,
            "name": one.statistic.name,
            "period": question.period.code,
            "by": question.by,
            "group": _plain(one.group),
            "group_name": of.groups.get(one.group, str(one.group)),
            "numerator": one.numerator,
            "denominator": one.denominator,
            "value": None if one.value is None else one.shown.removesuffix(one.statistic.unit),
            "unit": one.statistic.unit,
            "shown": one.shown,
            "as_of": one.as_of.isoformat(),
        }
        for rows in of.rows.values()
        for one in rows
    ]


def _plain(group: object) -> object:
    return group if group is None or isinstance(group, (int, str)) else str(group)


def _values(
    dimension: str, texts: Sequence[str], period: Period, members: Roster | None
) -> list[object]:
    if dimension == UNIT and members is not None:
        return [unit for text in texts for unit in _subtree(text, members)]
    labels = labels_of(dimension, period)
    known = {str(value): value for value in labels}
    for text in texts:
        if labels and text not in known:
            some = "、".join(f"{value}（{name}）" for value, name in list(labels.items())[:20])
            raise BadQuestion(f"只看：{NAMES[dimension]}没有“{text}”；有：{some}", "where")
        if not labels and not text.isdecimal():
            raise BadQuestion(f"只看：{NAMES[dimension]}写编号，不是“{text}”", "where")
    return [known.get(text, text) for text in texts]


def _in_groups(where: dict[str, list[object]], members: Roster) -> dict[str, list[object]]:
    """The groups that are asked for as their units, of those units that are asked for."""
    if GROUP not in where:
        return where
    groups = set(where.pop(GROUP))
    units: list[object] = [unit for unit, group in members.group_of.items() if group in groups]
    asked_for = where.get(UNIT, units)
    return where | {UNIT: [unit for unit in units if unit in asked_for]}


def _subtree(code: str, members: Roster) -> list[int]:
    """The unit of that code, and those that count for it."""
    found = Unit.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise BadQuestion(f"只看：没有编码是“{code}”的单位", "where")
    return [found, *(one for one, top in members.counts_for.items() if top == found)]


def is_by_day(of: Answer) -> bool:
    """Whether the groups are the days of the period, which read as a line."""
    return of.question.by == DAY
