"""时段: calls by hour and weekday, how many asked for a person and how many got one."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from orders.period import Period
from reports.analysis.crossing import crossed
from reports.analysis.shading import shade
from reports.catalogue import find
from reports.rounding import NOTHING, round_to

WEEKDAYS = "一二三四五六日"
LOW, FAR = Fraction(95, 100), Fraction(85, 100)  # of the answered rate: marked below these


@dataclass(frozen=True, slots=True)
class Hour:
    """offered: calls that asked for a person in that hour; answered: those of them that got one;
    shade: 0 to 5, by the calls of a day, against the fullest hour."""

    offered: int
    answered: int
    a_day: Fraction | None
    shade: int

    @property
    def rate(self) -> str:
        """The answered rate in percent, — where nobody called."""
        if not self.offered:
            return NOTHING
        return f"{round_to(Fraction(100 * self.answered, self.offered), 1)}"

    @property
    def gap(self) -> int:
        """How far the rate is from its mark of 95 %: 0 on it or above, 1 below, 2 below 85 %."""
        if not self.offered:
            return 0
        rate = Fraction(self.answered, self.offered)
        return (rate < LOW) + (rate < FAR)

    @property
    def mean(self) -> str:
        """Calls of one such day, — where the period has none."""
        return NOTHING if self.a_day is None else f"{round_to(self.a_day, 1)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """rows: of each hour (0 to 23) its seven weekdays; whole: all calls together; peak: weekday and
    hour with most calls a day, None where there are none."""

    rows: tuple[tuple[int, tuple[Hour, ...]], ...]
    whole: Hour
    peak: tuple[str, int] | None


def by_hour(period: Period, *, as_of: datetime) -> Hours:
    """The period's calls by hour and weekday of being offered, Shanghai time. A cell is shaded by
    calls a day, since a month does not have as many of each weekday."""
    rate = find("calls.answered_rate")
    found = crossed(rate, period=period, as_of=as_of, by=("hour", "weekday"))
    days = [0] * 7
    for day in period.days:
        days[day.weekday()] += 1
    counts = {
        (hour, weekday): found.get((str(hour), str(weekday + 1)), (0, 0))
        for hour in range(24)
        for weekday in range(7)
    }
    means = {
        at: Fraction(offered or 0, days[at[1]]) if days[at[1]] else None
        for at, (_, offered) in counts.items()
    }
    largest = max((mean for mean in means.values() if mean is not None), default=Fraction(0))
    cells = {
        at: Hour(offered or 0, answered, means[at], shade(means[at] or 0, largest))
        for at, (answered, offered) in counts.items()
    }
    every = cells.values()
    whole = Hour(sum(one.offered for one in every), sum(one.answered for one in every), None, 0)
    busiest = max(cells, key=lambda at: (means[at] or 0, -at[0]))
    return Hours(
        tuple((hour, tuple(cells[hour, day] for day in range(7))) for hour in range(24)),
        whole,
        (f"周{WEEKDAYS[busiest[1]]}", busiest[0]) if whole.offered else None,
    )
