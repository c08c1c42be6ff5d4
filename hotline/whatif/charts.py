"""The what-if's charts: the working day hour by hour before and after, and what each hour needs."""

from fractions import Fraction

from reports.charts import Columns, Level, Lines, Look, Series, Side
from reports.charts.definition import WIDE
from reports.rounding import round_to
from seeds.scenario import Scenario
from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.needed import Needed
from seeds.whatif import Answer, ready_by_hour

HOURS = tuple(f"{hour}时" for hour in range(24))
STANDARD = 95.0  # GB/T 33358-2016: in any 24 hours, within 15 seconds
_STANDARD_WITHIN = 15.0
_STEPS = (1, 2, 5, 10, 20)
_LINES = 5  # at most so many steps from the lowest to 100


def hours_chart(scenario: Scenario, answer: Answer, *, width: int = WIDE) -> Lines:
    """The rate answered in time by hour of the working day, before and after; drawn narrow every
    sixth hour is written."""
    within = answer.question.within
    before, after = (
        tuple(_percent(getattr(hour, which)) for hour in answer.hours)
        for which in ("before", "after")
    )
    known = [value for value in (*before, *after) if value is not None]
    worst = _lowest(before)
    beside = Side.RIGHT if worst < 18 else Side.LEFT
    standard = within == _STANDARD_WITHIN
    low, step = _bottom(min([*known, STANDARD]))
    return Lines(
        title=f"工作日各小时{within:g}秒接通率",
        unit="%",
        source=f"话务模型，{scenario.title}，{answer.question.seeds}个种子平均",
        categories=HOURS,
        series=(
            Series("现在", before, Look.HOLLOW, _only(before, worst), Side.BELOW),
            Series("改变之后", after, Look.DARK, _only(after, worst), beside),
        ),
        width=width,
        height=240,
        low=low,
        high=100.0,
        step=step,
        every=2 if width >= WIDE else 6,
        level=Level(STANDARD, "国标\n95%") if standard else None,
    )


def needed_chart(scenario: Scenario, centre: Centre, found: Needed, part: float) -> Columns:
    """Operators that must be ready by hour of the working day, beside those that are."""
    wanted = tuple(float(found.ready[True, hour]) for hour in range(24))
    there = tuple(_round(value, 1) for value in ready_by_hour(centre, working=True))
    top = max(range(24), key=wanted.__getitem__)
    # The figure of the fullest hour stands above its column, where the line leaves it room.
    texts = [""] * 24
    if there[top] < wanted[top]:
        texts[top] = f"{wanted[top]:g}"
    return Columns(
        title=f"工作日各小时要有多少人接听（{part:.1%}）",
        unit="人",
        source=f"话务模型，{scenario.title}",
        categories=HOURS,
        series=(Series("要有", wanted, Look.MID, tuple(texts)),),
        line=Series("现有（平均）", there, Look.HOLLOW),
        width=WIDE,
        every=2,
    )


def _percent(part: float | None) -> float | None:
    return None if part is None else _round(100 * part, 2)


def _round(value: float, places: int) -> float:
    return float(round_to(Fraction(value), places))


def _lowest(values: tuple[float | None, ...]) -> int:
    return min(range(24), key=lambda hour: 101.0 if (one := values[hour]) is None else one)


def _only(values: tuple[float | None, ...], hour: int) -> tuple[str, ...]:
    """The figure of that hour alone."""
    value = values[hour]
    text = "" if value is None else f"{value:.2f}"
    return tuple(text if at == hour else "" for at in range(24))


def _bottom(lowest: float) -> tuple[float, float]:
    """Where the axis begins and its step, so that it ends at 100 and the lowest has room for its
    figure below it."""
    for step in _STEPS:
        steps = _LINES * step
        if lowest - 0.4 * step >= 100 - steps:
            return float(100 - steps), float(step)
    return 0.0, 20.0
