"""The figures of a question and what stands beside them: changes, and all groups together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.answering import Asked, asked, counted, names_of
from reports.asking import Question
from reports.comparison import Change, compare
from reports.labels import Labels
from reports.measure import DAY, Measured
from reports.statistic import Statistic
from reports.tallies.read import Freshness


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
    """question: with the moment the figures are as of; groups: value to name, in order; rows: by
    group and the statistic's code; whole: by code, all groups together, those nobody asked for too;
    kept: how fresh what was counted ahead is, None where all was counted just now."""

    question: Question
    groups: Labels
    rows: Mapping[tuple[object, str], Figure]
    whole: Mapping[str, Figure]
    kept: Freshness | None = None

    @property
    def statistics(self) -> Sequence[Statistic]:
        return self.question.statistics

    @property
    def is_empty(self) -> bool:
        """Nothing at all was counted."""
        every = [*self.whole.values(), *self.rows.values()]
        return all(one.is_empty for one in every)


def figures_of(question: Question) -> Figures:
    """Count what was asked; where it was counted ahead, as of then. Raises BadQuestion for a value
    that no group has."""
    how = asked(question)
    found, kept = _figures(question, how)
    whole = _together(question, how, found, kept) if question.by else found
    groups: Labels = {None: "全部"}
    if question.by:
        groups = names_of(how.labels, [one.now for one in found])
    rows = {(one.now.group, one.now.code): one for one in found}
    if kept is not None:
        question = replace(question, as_of=kept.as_of)
    return Figures(question, groups, rows, {one.now.code: one for one in whole}, kept)


def _together(
    question: Question, how: Asked, parts: Sequence[Figure], kept: Freshness | None
) -> list[Figure]:
    """All groups together, each statistic as of the moment of its parts: counted ahead where these
    were, which is less often than where nothing is divided."""
    ahead = {one.now.code for one in parts if kept is not None and one.now.as_of == kept.as_of}
    found: list[Figure] = []
    for is_now in (True, False):
        some = tuple(one for one in question.statistics if (one.code in ahead) is is_now)
        if some:
            whole = replace(question, statistics=some, by="", is_now=is_now)
            found += _figures(whole, replace(how, labels={}, merged=None))[0]
    return found


def _figures(question: Question, how: Asked) -> tuple[list[Figure], Freshness | None]:
    found = counted(question, how)
    if question.by == DAY:
        return [Figure(one) for one in found.figures], found.kept
    as_of = found.kept.as_of if found.kept else question.as_of
    beside = compare(question.statistics, as_of=as_of, now=found.figures, **how.terms(question))
    figures = [Figure(one.now, one.since_previous, one.since_a_year_ago) for one in beside]
    return figures, found.kept
