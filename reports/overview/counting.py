"""What the parts count with: the statistics of a period as asked now, and how fresh they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.period import SHANGHAI, Period
from reports.answering import Answer, answer
from reports.asking import Question
from reports.catalogue import find
from reports.overview.look import Look
from reports.tallies.read import Freshness


@dataclass(frozen=True, slots=True)
class Fresh:
    """Until when something is counted, and that in words; kept: whether it was counted ahead."""

    as_of: datetime
    words: str
    kept: bool = False

    @property
    def time(self) -> str:
        """15:42."""
        return f"{self.as_of.astimezone(SHANGHAI):%H:%M}"


def ask(look: Look, codes: Sequence[str], period: Period, by: str = "") -> Answer:
    """The statistics of the period as of the look's moment."""
    statistics = tuple(find(code) for code in codes)
    return answer(Question(statistics, period, look.as_of, look.is_now, {}, by))


def fresh(look: Look, kept: Freshness | None = None) -> Fresh:
    """How fresh an answer is: counted just now, at the end of a day gone by, or ahead."""
    if kept is None:
        words = f"{look.until}现场计数" if look.running else "到当天24时，现场计数"
        return Fresh(look.as_of, words)
    until = min(kept.as_of, look.as_of).astimezone(SHANGHAI)
    day = "" if until.date() == look.day else f"{until.month}月{until.day}日"
    return Fresh(until, f"数到{day}{until:%H:%M}{kept.left}", kept=True)
