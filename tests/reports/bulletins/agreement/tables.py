"""What stands in a bulletin's tables, cell by cell, beside what the statistics command answers.

A column is known by its head, a row by its name; a column that is neither here nor among those that
name no statistic is a fault, so that a new one cannot go unproved.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from reports.bulletins.blocks import Bulletin
from reports.bulletins.cells import printed
from reports.bulletins.figures import Figures, When
from reports.bulletins.table import Row, RowKind, Table
from reports.rankings.intervals import share
from tests.reports.bulletins.agreement.asking import (
    ASSESSED,
    Answers,
    Parts,
    Span,
    Statistics,
    percent,
    span_of,
)

_DONE, _ON_TIME, _LATE = "orders.completed_rate", "orders.on_time_rate", "orders.overdue_rate"
_SATISFIED, _REWORK, _SENT = "orders.satisfied_rate", "orders.rework_rate", "orders.dispatched"
_ACCEPTED = "demands.accepted"
_BASES = {
    "同比": When.YEAR_AGO,
    "环比": When.PREVIOUS,
    "较上周": When.PREVIOUS,
    "较前日": When.PREVIOUS,
}
# They tell of places, points, reasons and moments, which no statistic is asked for.
_NO_STATISTIC = {
    "名次", "得分（分）", "等次", "升降（位）", "升降主因", "上月名次", "上周名次", "上季名次",
    "上年名次", "最长超期（自然日）", "提示", "分组", "失分最多的指标", "原因", "倍数",
    "未签收或发牌（件）", "黄牌（张）", "红牌（张）", "7日均（件）",
}  # fmt: skip
Fault = tuple[object, ...]
Parted = Callable[[str], Parts]  # of a code, of one row's groups

_UNIT_CELLS: Mapping[str, Callable[[Parted], object]] = {
    "派单（件）": lambda of: of(_SENT).n,
    "应办结（件）": lambda of: of(_DONE).d,
    "办结（件）": lambda of: of(_DONE).n,
    "办结率（%）": lambda of: of(_DONE).percent,
    "按期办结（件）": lambda of: of(_ON_TIME).n,
    "按期办结率（%）": lambda of: of(_ON_TIME).percent,
    "按期率（%）": lambda of: of(_ON_TIME).percent,
    "超期（件）": lambda of: of(_LATE).n,
    "超期率（%）": lambda of: of(_LATE).percent,
    "逾期办结（件）": lambda of: of(_LATE).n - _open(of),
    "未办结（件）": lambda of: _open(of),
    "评价（件）": lambda of: of(_SATISFIED).d,
    "满意（件）": lambda of: of(_SATISFIED).n,
    "满意率（%）": lambda of: of(_SATISFIED).percent,
    "满意率95%区间（%）": lambda of: share(of(_SATISFIED).n, of(_SATISFIED).d or 0).interval,
    "重办（件）": lambda of: of(_REWORK).n,
}
_DEMAND_CELLS: Mapping[str, Callable[[Parted], object]] = {
    "受理量（件）": lambda of: of(_ACCEPTED).n,
    "受理（件）": lambda of: of(_ACCEPTED).n,
    "直接答复（件）": lambda of: of("demands.direct").n,
    "派单（件）": lambda of: of("demands.dispatched").n,
    "其他（件）": lambda of: of(_ACCEPTED).n - of("demands.direct").n - of("demands.dispatched").n,
    "直接答复率（%）": lambda of: percent(of("demands.direct").n, of(_ACCEPTED).n),
}
# The first column's head says what the rows are; its cells, what is counted of them.
_ROWS = {
    "渠道": ("channel", _DEMAND_CELLS, _ACCEPTED),
    "类型": ("kind", _DEMAND_CELLS, _ACCEPTED),
    "主题": ("category", _DEMAND_CELLS, _ACCEPTED),
    "单位": ("unit", _UNIT_CELLS, _SENT),
    "单位分组": ("unit", _UNIT_CELLS, _SENT),
    "名次": ("unit", _UNIT_CELLS, _SENT),
}
_OTHERS = {"其他", "其他渠道"}
_WHOLES, _REST = {"合计"}, "其余"


def _open(of: Parted) -> int:
    return (of(_DONE).d or 0) - of(_DONE).n


@dataclass(frozen=True)
class Reader:
    """One table beside its answers."""

    figures: Figures
    statistics: Statistics
    table: Table

    def faults(self) -> Iterator[Fault]:
        """Cells that are not what the command answers."""
        heads = [column.head.replace("\n", "") for column in self.table.columns]
        if heads[0] == "原因":
            yield from self._reasons()
            return
        group = ""
        for row in self.table.rows:
            if row.kind is RowKind.GROUP:
                group = str(row.cells[0]).partition("（")[0]
                continue
            name = str(row.cells[heads.index("单位") if "单位" in heads else 0])
            for head, cell in zip(heads, row.cells, strict=True):
                wanted = self._wanted(heads[0], head, name, group)
                if wanted is not None and printed(cell) != wanted:
                    yield self.table.title, name, head, printed(cell), wanted

    def _wanted(self, of: str, head: str, name: str, group: str) -> str | None:
        """As it should be printed; None for what no statistic is asked for."""
        by, cells, whole = _ROWS[of]
        if head in _NO_STATISTIC or head == of or head == "单位":
            return None
        word, _, unit = head.partition("（")
        if word in _BASES:
            return self._moved(_BASES[word], unit, by, name, group)

        def parted(code: str) -> Parts:
            return self._parts(code, by, name, group, When.NOW)

        if head == "占比（%）":
            return percent(parted(whole).n, self._ask(When.NOW).of(whole).n)
        if of == "名次" and head == "满意率（%）":
            return self._assessed(name)
        if head == "预期（件）":
            return self._expected(name)
        return str(cells[head](parted))

    def _moved(self, when: When, unit: str, by: str, name: str, group: str) -> str:
        """Growth of what was accepted, or points of the rate of what was on time."""
        code = _ACCEPTED if unit == "%）" else _ON_TIME
        if not self.figures.has(when):
            return "—"
        now = self._parts(code, by, name, group, When.NOW)
        base = self._parts(code, by, name, group, when)
        if code == _ACCEPTED:
            return _signed(percent(now.n - base.n, base.n, "0.1"))
        if "—" in (now.percent, base.percent):
            return "—"
        return _signed(f"{_hundredths(now.percent) - _hundredths(base.percent)}", 2)

    def _expected(self, name: str) -> str:
        """Of a theme: the mean of the compared periods, each brought to this one's length."""
        if name in _WHOLES | {_REST}:
            return "—"
        known = []
        for when in (When.PREVIOUS, When.YEAR_AGO):
            span = span_of(self.figures, when)
            if span is not None:
                n = self._parts(_ACCEPTED, "category", name, "", when).n
                length = (date.fromisoformat(span.last) - date.fromisoformat(span.first)).days + 1
                known.append(Fraction(n * self.figures.period.length, length))
        mean = sum(known) / len(known) if known else 0
        return str(int(mean + Fraction(1, 2))) if mean else "—"

    def _assessed(self, name: str) -> str:
        """The ranking takes the satisfaction of some kinds alone."""
        span = span_of(self.figures, When.NOW)
        assert span is not None
        answers = self.statistics.ask(span, "unit", ASSESSED)
        return answers.of(_SATISFIED, answers.named(name)).percent

    def _parts(self, code: str, by: str, name: str, group: str, when: When) -> Parts:
        whole = self._ask(when)
        if name in _WHOLES:
            return whole.of(code)
        answers = self._ask(when, by)
        if by == "unit":
            return self._of_units(code, name, group, answers, whole)
        if name == _REST:
            return whole.of(code) - answers.of(code, self._keys(answers, *self.named))
        if by == "category":
            return answers.of(code, self._keys(answers, name))
        if name in _OTHERS and by == "channel":
            return whole.of(code) - answers.of(code, answers.named(*self.named))
        return answers.of(code, answers.named(name))

    def _of_units(
        self, code: str, name: str, group: str, answers: Answers, whole: Answers
    ) -> Parts:
        """其余 and 其他 are what the units told by name leave of the whole."""
        if name.startswith("其余") or (name[0].isdigit() and name.endswith("个单位")):
            return whole.of(code) - answers.of(code, answers.named(*self.named))
        if name == "其他":
            return whole.of(code) - answers.of(code, answers.groups)
        if name in ("小计", *self.figures.groups):
            found = Parts(0, whole.of(code).d and 0)
            for one in self.figures.groups[group if name == "小计" else name]:
                found += self._of_units(code, one.name, "", answers, whole)
            return found
        return answers.of(code, answers.named(name))

    @cached_property
    def named(self) -> set[str]:
        """What has a row of its own."""
        at = 1 if self.table.columns[0].head == "名次" else 0
        rows = [row for row in self.table.rows if row.kind is not RowKind.GROUP]
        return {str(row.cells[at]) for row in rows} - _OTHERS

    def _keys(self, answers: Answers, *themes: str) -> list[str]:
        return [key for key in answers.groups if self._theme(key) in themes]

    def _theme(self, category: str) -> str:
        return self.figures.divided("theme").get(category[:5], "")

    def _ask(self, when: When, by: str = "") -> Answers:
        span: Span | None = span_of(self.figures, when)
        assert span is not None
        return self.statistics.ask(span, by)

    def _reasons(self) -> Iterator[Fault]:
        """Reasons are no statistic; their totals, by group and altogether, are."""
        total = self.table.total
        assert isinstance(total, Row)
        units, whole = self._ask(When.NOW, "unit"), self._ask(When.NOW)
        groups = zip(self.figures.groups, total.cells[1:-2], strict=True)
        for name, cell in groups:
            wanted = self._of_units(_REWORK, name, "", units, whole).n
            if cell != wanted:
                yield self.table.title, name, cell, wanted
        if total.cells[-2] != whole.of(_REWORK).n:
            yield self.table.title, total.cells[-2], whole.of(_REWORK).n


def faults(bulletin: Bulletin, figures: Figures, statistics: Statistics) -> Iterator[Fault]:
    """Of all tables."""
    for block in bulletin.every:
        if isinstance(block, Table):
            yield from Reader(figures, statistics, block).faults()


def _hundredths(text: str) -> int:
    return int(text.replace(".", ""))


def _signed(text: str, hundredths: int = 0) -> str:
    if text == "—":
        return text
    value = int(text) / 100 if hundredths else float(text)
    places = 2 if hundredths else 1
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):.{places}f}"
