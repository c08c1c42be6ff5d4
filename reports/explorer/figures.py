"""The figures of a question and what stands beside them: changes, and all groups together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.answering import Asked, asked, names_of
from reports.asking import Question
from reports.comparison import Change, Compared, compare
from reports.labels import Labels
from reports.measure import DAY, Measured, evaluate
from reports.statistic import Statistic


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; no changes where days are counted, which no other period has."""

    now: Measured
    previous: Change | None = None
    a_year_ago: Change | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was there to be counted."""
        return not self.now.numerator and not self.now.denominator


@dataclass(frozen=True, slots=True)
class Figures:
    """groups: value to name, in order; rows: by group and the statistic's code; whole: by code, all
    groups together, those nobody asked for too."""

    question: Question
    groups: Labels
    rows: Mapping[tuple[object, str], Figure]
    whole: Mapping[str, Figure]

    @property
    def statistics(self) -> Sequence[Statistic]:
        return self.question.statistics

    @property
    def is_empty(self) -> bool:
        """Nothing at all was counted."""
        every = [*self.whole.values(), *self.rows.values()]
        return all(one.is_empty for one in every)


def figures_of(question: Question) -> Figures:
    """Count what was asked. Raises BadQuestion for a value that no group has."""
    how = asked(question)
    whole = {one.now.code: _figure(one) for one in _compared(question, replace(how, labels={}), "")}
    if not question.by:
        return Figures(
            question, {None: "全部"}, {(None, code): whole[code] for code in whole}, whole
        )
    if question.by == DAY:
        found = [Figure(one) for one in _by_day(question, how)]
    else:
        found = [_figure(one) for one in _compared(question, how, question.by)]
    rows = {(one.now.group, one.now.code): one for one in found}
    return Figures(question, names_of(how.labels, [one.now for one in found]), rows, whole)


def _by_day(question: Question, how: Asked) -> list[Measured]:
    return evaluate(
        question.statistics,
        period=question.period,
        as_of=question.as_of,
        where=how.where,
        by=DAY,
        groups=how.groups,
    )


def _compared(question: Question, how: Asked, by: str) -> list[Compared]:
    return compare(
        question.statistics,
        period=question.period,
        as_of=question.as_of,
        where=how.where,
        by=by or None,
        groups=how.groups,
        merged=how.merged if by else None,
    )


def _figure(one: Compared) -> Figure:
    return Figure(one.now, one.since_previous, one.since_a_year_ago)
