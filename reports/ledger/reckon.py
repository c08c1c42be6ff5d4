"""Printed figures beside our own facts: does the database of the scenario give what was printed?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from orders.period import Period
from reports.asking import GROUP, UNIT
from reports.catalogue import find, variant
from reports.ledger.compare import Verdict
from reports.ledger.figure import BadFigure, Figure
from reports.ledger.judge import Judgement, judge, rate_of
from reports.ledger.printed import ALL, Claim, Number, read
from reports.measure import Measured, UnknownDimension, Where, evaluate
from reports.roster import roster
from reports.rounding import Rounding, in_unit, shown
from reports.statistic import Statistic, UnknownStatistic

_WHOLE = Fraction(1)
_PARTS = 2  # by how many a scaled count may be off: it is the sum of parts rounded each


class Reproduced(StrEnum):
    """given: read from the scenario and shown as it stands (static, or another system's)."""

    YES = "yes"
    NO = "no"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the ledger. value is exact: a rate as a part of 1, a count as it is; shown is
    ours, in the printed figure's unit and places."""

    figure: Figure
    judgement: Judgement
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    unit: str
    shown: str
    reproduced: Reproduced
    note: str = ""

    @property
    def value_in_unit(self) -> Fraction | None:
        """The value counted in the unit shown: 98.742... for 98.74%."""
        return None if self.value is None else in_unit(self.value, self.unit)


def reckon(
    figures: Sequence[Figure],
    *,
    period: Period,
    as_of: datetime,
    scale: Fraction = _WHOLE,
) -> list[Line]:
    """Every figure of a document, in its order, judged and compared with the facts as of that
    moment. scale: how much of what the document counts the database holds. Raises BadFigure for a
    figure that cannot be read."""
    measured = _measured(figures, period, as_of)
    return [
        _line(figure, judge(figure, figures), measured.get(figure.key), scale) for figure in figures
    ]


def is_finding(line: Line) -> bool:
    """Whether somebody should look: not reproduced, impossible, or at odds with its own document
    where our facts cannot show which base was meant."""
    if line.reproduced is Reproduced.NO or line.judgement.verdict is Verdict.IMPOSSIBLE:
        return True
    return line.judgement.verdict is Verdict.CONFLICT and line.reproduced is Reproduced.GIVEN


def _statistic(figure: Figure) -> Statistic | None:
    if figure.scope != "model" or not figure.modelled:
        return None
    if not figure.statistic:
        return variant(figure.key, figure.of)
    try:
        return find(figure.statistic)
    except UnknownStatistic as error:
        raise BadFigure(f"{figure.key}：statistic：{error}") from error


def _measured(figures: Iterable[Figure], period: Period, as_of: datetime) -> dict[str, Measured]:
    """By the figure's key; figures under one filter are evaluated together, those that tell of a
    change once more for the year before."""
    figures = [figure for figure in figures if _statistic(figure) is not None]
    changes = [figure for figure in figures if read(figure.printed).claim is Claim.CHANGE]
    found = _evaluated(figures, period, as_of)
    before = period.a_year_ago()
    bases = _evaluated(changes, before, as_of) if before and changes else {}
    return found | {key: _change(found[key], base) for key, base in bases.items()}


def _evaluated(figures: Iterable[Figure], period: Period, as_of: datetime) -> dict[str, Measured]:
    together: dict[str, list[tuple[Figure, Statistic]]] = {}
    for figure in figures:
        statistic = _statistic(figure)
        if statistic is not None:
            together.setdefault(figure.ours or figure.where, []).append((figure, statistic))
    found: dict[str, Measured] = {}
    for wanted in together.values():
        first = wanted[0][0]
        try:
            results = evaluate(
                [statistic for _, statistic in wanted],
                period=period,
                as_of=as_of,
                where=_where(first, period),
            )
        except UnknownDimension as error:
            raise BadFigure(f"{first.key}：where：{error}") from error
        found |= {figure.key: result for (figure, _), result in zip(wanted, results, strict=True)}
    return found


def _where(figure: Figure, period: Period) -> Where:
    """The figure's filters; groups of units as the units that count in them, as in every answer.
    Raises BadFigure for a group without units."""
    filters = figure.filters
    if GROUP not in filters:
        return filters
    wanted = filters.pop(GROUP)
    groups = {wanted} if isinstance(wanted, str) else set(wanted)
    over = roster(period)
    if odd := groups - set(over.groups):
        known = "、".join(over.groups) or "一个也没有"
        raise BadFigure(f"{figure.key}：where：没有单位分组“{'、'.join(sorted(odd))}”；有：{known}")
    return filters | {UNIT: [unit for unit, group in over.group_of.items() if group in groups]}


def _change(now: Measured, base: Measured) -> Measured:
    """A count's growth over the same count a year before, as a rate of that."""
    of = replace(now.statistic, denominator=now.statistic.numerator, unit="%", places=2)
    return now._replace(
        statistic=of, numerator=now.numerator - base.numerator, denominator=base.numerator
    )


def _line(figure: Figure, judgement: Judgement, ours: Measured | None, scale: Fraction) -> Line:
    number = _printed(figure)
    if figure.scope != "model" or not figure.modelled:
        value = judgement.value if figure.value is None else Fraction(figure.value)
        unit = number.unit if number else ""
        note = "" if figure.modelled else figure.why or "还没有建模，照录"
        return _row(figure, judgement, value, unit, figure.printed, Reproduced.GIVEN, note=note)
    if ours is None:
        note = "还没有这项统计"
        return _row(figure, judgement, None, "", "—", Reproduced.NO, note=note)
    unit, places = _print_of(ours, number)
    rounding = Rounding.HALF_UP
    if judgement.verdict is Verdict.TRUNCATED:
        rounding = Rounding.TRUNCATE
    if scale == _WHOLE:
        same = number is not None and _same(number, ours.value, rounding)
    else:
        same = number is not None and _near(number, ours, scale)
    return Line(
        figure,
        judgement,
        ours.numerator,
        ours.denominator,
        ours.value,
        unit,
        shown(ours.value, unit, places, rounding),
        Reproduced.YES if same else Reproduced.NO,
    )


def _row(
    figure: Figure,
    judgement: Judgement,
    value: Fraction | None,
    unit: str,
    text: str,
    reproduced: Reproduced,
    note: str = "",
) -> Line:
    return Line(figure, judgement, None, None, value, unit, text, reproduced, note)


def _printed(figure: Figure) -> Number | None:
    """The number our own is compared with: the rate or count the print leads with, else the value
    the scenario states."""
    reading = read(figure.printed)
    if reading.claim is Claim.EVERY_ONE:
        return ALL
    if reading.head is not None:
        return rate_of(figure, reading.head)
    return None if figure.value is None else Number(Fraction(figure.value), 0, "")


def _print_of(ours: Measured, number: Number | None) -> tuple[str, int]:
    if number is None or number.is_rate is not ours.statistic.is_rate:
        return ours.statistic.unit, ours.statistic.places
    return number.unit, number.places


def _near(number: Number, ours: Measured, scale: Fraction) -> bool:
    """As near to the print as the whole numbers of a smaller city can come."""
    if ours.denominator is None:
        return abs(ours.numerator - number.value * scale) <= _PARTS + number.step / 2 * scale
    if not ours.denominator:
        return True  # too small to hold any of them
    return abs(ours.numerator - number.value * ours.denominator) <= _PARTS


def _same(number: Number, value: Fraction | None, rounding: Rounding) -> bool:
    """Printed alike at the printed places; that all are (100% without decimals) means all."""
    if value is None:
        return False
    if number.is_rate and number.places == 0 and number.value == 1:
        return value == 1
    return number.gives(value, rounding)
