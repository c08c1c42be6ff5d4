"""The parts of the overview: what each gathers, how often anew, and how wide it stands.

Each is counted by itself, so that a page waits for none of them; a part that takes seconds is
counted less often than one that leaders watch by the minute.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from reports.overview import courses, late, ranked, themes, tiles, words
from reports.overview.look import Look
from reports.scoring.rule import Rule

MINUTE = timedelta(minutes=1)
Found = dict[str, object]  # what the part's template is given


@dataclass(frozen=True, slots=True)
class Part:
    """gather: of a look, and of where the rule of ranking is to be had; columns: of twelve; every:
    for how long what was counted is shown; at_once: whether it is counted while the page is made,
    which takes a few hundredths of a second."""

    name: str
    label: str
    columns: int
    gather: Callable[[Look, Callable[[], Rule]], Found]
    every: timedelta = MINUTE
    at_once: bool = False

    @property
    def template(self) -> str:
        return f"reports/overview/{self.name}.html"


def _lead(look: Look, _: Callable[[], Rule]) -> Found:
    day, stock, hot = tiles.today(look), tiles.just_now(look), themes.hottest(look)
    return {"found": day, "sentence": words.sentence(look, day, stock, hot)}


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        part.name: part
        for part in (
            Part("lead", "今天", 12, _lead),
            Part("today", "今天", 6, lambda look, _: {"found": tiles.today(look)}, at_once=True),
            Part("now", "此刻", 6, lambda look, _: {"found": tiles.just_now(look)}),
            Part("month", "本月", 12, lambda look, _: {"found": tiles.month(look)}),
            Part("trend", "近30天", 8, lambda look, _: {"found": courses.thirty_days(look)}),
            Part("hours", "来电分时", 4, lambda look, _: {"found": courses.hours(look)}),
            Part("overdue", "超期在手", 7, lambda look, _: {"found": late.overdue(look)}),
            Part("themes", "热点", 5, lambda look, _: {"found": themes.hottest(look)}),
            Part(
                "ranking",
                "名次",
                12,
                lambda look, rule: {"found": ranked.ranked(look, rule())},
                every=10 * MINUTE,
            ),
        )
    }
)
