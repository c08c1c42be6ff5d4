"""A question to the statistics, as a command line or a page's address puts it, read and refused.

codes are statistics, or a beginning of several (orders.*); a period is a code (2016-06, 2016-Q2) or
from and to; where is channel=phone|web,kind=help; by is a dimension of all statistics asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orders.period import SHANGHAI, Period, parse, span
from reports.catalogue import CATALOGUE, find
from reports.measure import DAY
from reports.populations.dimensions import NAMES
from reports.statistic import Statistic, UnknownStatistic

LONGEST = 3660  # days of a period
UNIT, GROUP = "unit", "group"
MOST_DAYS = 400  # of one divided by day


class BadQuestion(ValueError):
    """What cannot be asked; the words name the field and what it should be. field: the text of
    read_question that is wrong, for a form to show the words at."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: statistics of a period, as of a moment (is_now: of the present one), filtered,
    and divided by a dimension ("" for none)."""

    statistics: tuple[Statistic, ...]
    period: Period
    as_of: datetime
    is_now: bool
    where: Mapping[str, list[str]]
    by: str


def read_question(
    *,
    now: datetime,
    codes: Iterable[str] = (),
    period: str = "",
    first: str = "",
    last: str = "",
    as_of: str = "",
    where: str = "",
    by: str = "",
) -> Question:
    """The question of these texts; without codes all statistics that the dimensions divide. Raises
    BadQuestion."""
    over = read_period(period, first, last)
    moment = read_moment(as_of, over, now)
    filters = read_filters(where)
    asked = by.strip()
    if asked and asked not in NAMES:
        raise BadQuestion(f"按什么分：没有“{asked}”；可以是：{_known(NAMES)}", "by")
    if asked == DAY and over.length > MOST_DAYS:
        raise BadQuestion(f"按日分最多{MOST_DAYS}天，这个期间有{over.length}天", "by")
    wanted = _statistics([code for code in codes if code.strip()], filters, asked)
    return Question(wanted, over, moment, not as_of.strip(), filters, asked)


def read_period(code: str, first: str, last: str) -> Period:
    """The period of a code, or of two days, both included. Raises BadQuestion."""
    if code.strip() and (first.strip() or last.strip()):
        raise BadQuestion("期间：写代码，或写起止日，不要都写", "period")
    if not code.strip() and not (first.strip() and last.strip()):
        raise BadQuestion("期间：写代码，如 2016-06、2016-Q2、2016-W23；或写起日和止日", "period")
    try:
        found = parse(code.strip()) if code.strip() else span(_day(first), _day(last))
    except ValueError as error:
        raise BadQuestion(f"期间：{error}", "period") from None
    if found.length > LONGEST:
        raise BadQuestion("期间：最长十年", "period")
    return found


def read_moment(text: str, over: Period, now: datetime) -> datetime:
    """As of when: as said, else now, or the end of what is long over seen as it is known today.
    Raises BadQuestion for a period that has not begun and a moment that has not come."""
    if over.start > now:
        raise BadQuestion(f"期间：{over.label}还没开始", "period")
    if not text.strip():
        return now
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        words = f"截至：“{text}”不是时刻，写成 2016-07-01 或 2016-07-01T09:00"
        raise BadQuestion(words, "as_of") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    if moment > now + timedelta(minutes=1):
        raise BadQuestion("截至：这个时刻还没到", "as_of")
    if moment <= over.start:
        raise BadQuestion("截至：应在期间开始以后", "as_of")
    return moment


def read_filters(text: str) -> dict[str, list[str]]:
    """channel=phone|web,kind=help as dimension to values. Raises BadQuestion."""
    found: dict[str, list[str]] = {}
    for pair in filter(None, (part.strip() for part in text.replace("，", ",").split(","))):
        name, mark, values = (part.strip() for part in pair.partition("="))
        some = [value.strip() for value in values.split("|") if value.strip()]
        if not mark or not some:
            words = f"只看：“{pair}”要写成 channel=phone 的样子，几个值之间用 |"
            raise BadQuestion(words, "where")
        if name not in NAMES or name == DAY:
            raise BadQuestion(f"只看：没有“{name}”；可以是：{_known(NAMES)}", "where")
        found.setdefault(name, []).extend(some)
    return found


def _statistics(codes: list[str], filters: Iterable[str], by: str) -> tuple[Statistic, ...]:
    dimensions = [*filters, *([by] if by else [])]
    if not codes:
        return tuple(one for one in CATALOGUE.values() if divided(one, dimensions))
    found: dict[str, Statistic] = {}
    for code in codes:
        found |= {one.code: one for one in _coded(code, dimensions)}
    for one in found.values():
        if not divided(one, dimensions):
            can = _known(dimensions_of(one))
            words = f"“{one.name}”不能按{_words(dimensions)}分；可以按：{can}"
            raise BadQuestion(words, "by" if by and not divided(one, [by]) else "where")
    if not found:
        raise BadQuestion(f"这些指标都不能按{_words(dimensions)}分", "by" if by else "where")
    return tuple(found.values())


def _coded(code: str, dimensions: list[str]) -> list[Statistic]:
    """The statistic of a code; of a beginning those that the dimensions divide."""
    if not code.endswith("*"):
        try:
            return [find(code)]
        except UnknownStatistic as error:
            raise BadQuestion(f"指标：{error}", "codes") from None
    some = [one for one in CATALOGUE.values() if one.code.startswith(code[:-1])]
    if not some:
        raise BadQuestion(f"指标：没有以“{code[:-1]}”开头的", "codes")
    return [one for one in some if divided(one, dimensions)]


def dimensions_of(statistic: Statistic) -> list[str]:
    """By what it can be divided: as its population, by the groups of units where units divide it,
    and by day where a day places it."""
    by_group = [GROUP] if UNIT in statistic.population.dimensions else []
    by_day = [DAY] if statistic.dated_by.day is not None else []
    return [*statistic.population.dimensions, *by_group, *by_day]


def divided(statistic: Statistic, dimensions: Iterable[str]) -> bool:
    """Whether all of the dimensions divide it."""
    return set(dimensions) <= set(dimensions_of(statistic))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}”不是日子，写成 2016-06-01") from None


def _known(names: Iterable[str]) -> str:
    return "、".join(f"{name}（{NAMES[name]}）" for name in names)


def _words(dimensions: Iterable[str]) -> str:
    return "、".join(NAMES[name] for name in dimensions)
