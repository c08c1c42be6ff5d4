"""The drawn column of a table of one statistic: a bar for a count, a dot with its interval for a
rate, all on one axis, as plain numbers in percent of the column's width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from reports.explorer.figures import Figure
from reports.rankings.intervals import share
from reports.statistic import Statistic

Percent = str  # 37.50%: where something stands in the column
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Tick:
    at: Percent
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """at: the dot, or the bar's end; low and high: of the 95 % interval, "" for a bar; words: of
    the interval; cut: whether it goes on to the left of the axis."""

    at: Percent
    low: Percent = ""
    high: Percent = ""
    words: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    ticks: tuple[Tick, ...]
    by_group: Mapping[object, Mark]
    dots: bool


def marks_of(of: Statistic, rows: Mapping[object, Figure]) -> Marks | None:
    """The marks of the groups; None where there is nothing to draw, and for figures that are
    neither a count nor a share of cases."""
    if of.spread is not None or of.sums is not None:
        return None
    if of.denominator is None:
        return _bars(rows)
    return _dots(rows) if of.unit == "%" else None


def _bars(rows: Mapping[object, Figure]) -> Marks | None:
    most = max((one.now.numerator for one in rows.values()), default=0)
    if not most:
        return None
    marks = {group: Mark(_at(one.now.numerator, 0, most)) for group, one in rows.items()}
    return Marks((), marks, dots=False)


def _dots(rows: Mapping[object, Figure]) -> Marks | None:
    some = {group: one for group, one in rows.items() if one.now.denominator}
    if not some:
        return None
    shares = {
        group: share(one.now.numerator, one.now.denominator or 0) for group, one in some.items()
    }
    values = [float(100 * one.value) for one in shares.values() if one.value is not None]
    low, high = _axis(values)
    marks = {
        group: Mark(
            _at(float(100 * (one.value or 0)), low, high),
            _at(float(one.low or 0), low, high),
            _at(float(one.high or 0), low, high),
            f"95%可信区间{one.low}至{one.high}",
            float(one.low or 0) < low,
        )
        for group, one in shares.items()
    }
    return Marks(_ticks(low, high), marks, dots=True)


def _axis(values: Sequence[float]) -> tuple[float, float]:
    """From the ten below the lowest to 100; low rates from 0 to the ten above the highest."""
    least, most = min(values), max(values)
    if least >= 50:
        return float(min(floor(least / 10) * 10, 90)), 100.0
    return 0.0, 100.0 if most > 50 else float(max(10, ceil(most / 10) * 10))


def _ticks(low: float, high: float) -> tuple[Tick, ...]:
    step = (high - low) / _TICKS
    anchors = ["start", *["middle"] * (_TICKS - 1), "end"]
    return tuple(
        Tick(f"{100 * n / _TICKS:.2f}%", f"{low + n * step:g}%", anchor)
        for n, anchor in enumerate(anchors)
    )


def _at(value: float, low: float, high: float) -> Percent:
    part = (value - low) / (high - low)
    return f"{100 * min(max(part, 0), 1):.2f}%"
