"""The table of an answer: a line a group, or a line a statistic where nothing divides them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.explorer.choice import Choice
from reports.explorer.figures import Figure, Figures
from reports.explorer.marks import Mark, Marks, marks_of
from reports.explorer.words import change_text, change_unit, number, value_text
from reports.formulas import formula_of
from reports.measure import DAY, Measured
from reports.populations.dimensions import NAMES
from reports.statistic import Statistic

ORDERED = frozenset({DAY, "hour", "weekday", "urgency"})  # read in their own order
_CHARTED = frozenset({DAY, "hour", "weekday"})  # have a chart above the table
_NAMED = 40  # so many empty groups at most are listed by name


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it stands in the table."""

    code: str
    name: str
    unit: str
    value: str
    top: str
    under: str
    previous: str
    a_year_ago: str
    change_unit: str
    is_growth: bool

    @property
    def parts(self) -> str:
        """1,153/1,174 for a rate, "" for a count."""
        return f"{self.top}/{self.under}" if self.under else ""


@dataclass(frozen=True, slots=True)
class Head:
    """A statistic over its columns: by what link they are sorted, and how they are now."""

    statistic: Statistic
    formula: str
    sort_query: str
    sorted: str  # "descending", "ascending" or ""


@dataclass(frozen=True, slots=True)
class Line:
    """mark: what is drawn in it, in a table of one statistic."""

    name: str
    cells: tuple[Cell, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """by: what the lines are, "" for statistics. whole: all groups together. empty: the names of
    groups without anything, left out of the lines; empty_more: how many more there are."""

    by: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    whole: Line
    changes: bool
    empty: tuple[str, ...] = ()
    empty_more: int = 0
    marks: Marks | None = None

    @property
    def one(self) -> bool:
        """A single statistic, whose parts have columns of their own."""
        return len(self.heads) == 1


def table_of(figures: Figures, choice: Choice) -> Table:
    """Sorted as chosen; without a choice by the first statistic, highest first, or by the groups'
    own order where they have one that people read."""
    question = figures.question
    by = question.by
    whole = Line("全部", tuple(cell(one) for one in figures.whole.values()))
    if not by:
        lines = tuple(Line(one.now.statistic.name, (cell(one),)) for one in figures.whole.values())
        return Table("", _heads(figures, choice, ""), lines, whole, True)
    order = table_order(figures, choice)
    codes = [one.code for one in question.statistics]
    empty = [figures.groups[group] for group in order.empty]
    shown = tuple(empty) if len(empty) <= _NAMED else ()
    marks = _marks(figures, order) if len(codes) == 1 and by not in _CHARTED else None
    drawn = marks.by_group if marks else {}
    lines = tuple(
        Line(
            figures.groups[group],
            tuple(cell(figures.rows[group, code]) for code in codes),
            drawn.get(group),
        )
        for group in order.full
    )
    heads = _heads(figures, choice, order.sort)
    more = len(empty) - len(shown)
    return Table(NAMES[by], heads, lines, whole, by != DAY, shown, more, marks)


def _marks(figures: Figures, order: "Order") -> Marks | None:
    of = figures.statistics[0]
    return marks_of(of, {group: figures.rows[group, of.code] for group in order.full})


@dataclass(frozen=True, slots=True)
class Order:
    """The groups in the order of the table, those without anything apart; sort: what by."""

    full: tuple[object, ...]
    empty: tuple[object, ...]
    sort: str


def table_order(figures: Figures, choice: Choice) -> Order:
    """Which groups have something, in the order chosen; days are all listed."""
    by = figures.question.by
    codes = [one.code for one in figures.statistics]
    groups = list(figures.groups)
    full = [
        group
        for group in groups
        if by == DAY or not all(figures.rows[group, code].is_empty for code in codes)
    ]
    empty = tuple(group for group in groups if group not in set(full))
    sort = _sorting(choice, codes, by)
    if sort:
        code, down = sort.lstrip("-"), not sort.startswith("-")
        full.sort(key=lambda group: _order(figures.rows[group, code].now, down))
    return Order(tuple(full), empty, sort)


def cell(one: Figure) -> Cell:
    """The figure in words."""
    now = one.now
    of = now.statistic
    under = "" if now.denominator is None else number(now.denominator)
    previous = one.previous
    return Cell(
        code=of.code,
        name=of.name,
        unit=of.unit,
        value=value_text(now),
        top=number(now.numerator),
        under=under,
        previous=change_text(previous, of),
        a_year_ago=change_text(one.a_year_ago, of),
        change_unit=change_unit(of),
        is_growth=previous is not None and not previous.points,
    )


def _heads(figures: Figures, choice: Choice, sort: str) -> tuple[Head, ...]:
    return tuple(_head(one, choice, sort) for one in figures.statistics)


def _head(of: Statistic, choice: Choice, sort: str) -> Head:
    state = {of.code: "descending", f"-{of.code}": "ascending"}.get(sort, "")
    following = f"-{of.code}" if state == "descending" else of.code
    return Head(of, formula_of(of), choice.sorted_by(following).query, state)


def _sorting(choice: Choice, codes: Sequence[str], by: str) -> str:
    """What is sorted by; a code that is not in the table sorts nothing."""
    if choice.sort.lstrip("-") in codes and choice.sort.lstrip("-"):
        return choice.sort
    return "" if by in ORDERED else codes[0]


def _order(one: Measured, down: bool) -> tuple[bool, object, int]:
    """Who has no figure stands last either way; of equal rates that of more cases is first."""
    value = one.value
    return value is None, 0 if value is None else -value if down else value, -(one.denominator or 0)
