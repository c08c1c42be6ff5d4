"""A choice of statistics as an address keeps it: read, asked about, and written back.

code (several), period or from and to, by, as_of, sort, and a dimension's name for each filter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict

from orders.period import Kind, parse, period_of, span
from reports.asking import BadQuestion, Question, divided, read_question
from reports.catalogue import CATALOGUE, find
from reports.explorer.periods import of_kind
from reports.measure import DAY
from reports.populations.dimensions import NAMES

MAIN = (
    "calls.answered_15s_rate",
    "demands.accepted",
    "demands.direct_rate",
    "orders.dispatched",
    "orders.signed_on_time_rate",
    "orders.due",
    "orders.on_time_rate",
    "orders.open_overdue",
    "orders.satisfied_rate",
    "orders.rework_rate",
    "orders.return_rate",
)  # what a page shows of which nothing was chosen
MOST_BESIDE = 8  # statistics side by side in one table of groups
FILTERS = tuple(name for name in NAMES if name not in (DAY, "top_unit"))
_BUTTON = "length"


@dataclass(frozen=True, slots=True)
class Choice:
    """The texts of an address. sort: a statistic's code, the highest first, or with a minus before
    it the lowest; where: values by dimension."""

    codes: tuple[str, ...] = ()
    period: str = ""
    first: str = ""
    last: str = ""
    by: str = ""
    as_of: str = ""
    sort: str = ""
    where: Mapping[str, tuple[str, ...]] | None = None

    def over(self, period: str) -> "Choice":
        """The same of another period, which takes the place of two days."""
        return replace(self, period=period, first="", last="")

    def sorted_by(self, sort: str) -> "Choice":
        """The same in another order."""
        return replace(self, sort=sort)

    @property
    def query(self) -> str:
        """As an address has it, without what was left open."""
        pairs = [("code", code) for code in self.codes]
        texts = [("period", self.period), ("from", self.first), ("to", self.last)]
        texts += [("by", self.by), ("as_of", self.as_of), ("sort", self.sort)]
        pairs += [(name, text) for name, text in texts if text]
        pairs += [(name, one) for name, some in (self.where or {}).items() for one in some]
        return urlencode(pairs)


def read_choice(query: QueryDict, today: date) -> Choice:
    """What the address says; without a period, this month. length is a button, which replaces the
    period by the one of another kind."""
    choice = Choice(
        codes=tuple(dict.fromkeys(_texts(query, "code"))),
        period=text_of(query, "period"),
        first=text_of(query, "from"),
        last=text_of(query, "to"),
        by=text_of(query, "by"),
        as_of=text_of(query, "as_of"),
        sort=text_of(query, "sort"),
        where={name: tuple(some) for name in FILTERS if (some := _texts(query, name))},
    )
    if not (choice.period or choice.first or choice.last):
        choice = choice.over(period_of(Kind.MONTH, today).code)
    return _of_kind(choice, query.get("length", ""), today)


def is_written_well(query: QueryDict) -> bool:
    """Whether the address is one to keep: no button in it, and nothing left empty."""
    return not any(name == _BUTTON or not text for name, some in query.lists() for text in some)


def question_of(choice: Choice, now: datetime) -> Question:
    """What the choice asks for. Raises BadQuestion."""
    where = ",".join(f"{name}={'|'.join(some)}" for name, some in (choice.where or {}).items())
    question = read_question(
        now=now,
        codes=choice.codes or _main([*(choice.where or {}), *([choice.by] if choice.by else [])]),
        period=choice.period,
        first=choice.first,
        last=choice.last,
        as_of=choice.as_of,
        where=where,
        by=choice.by,
    )
    many = len(question.statistics)
    if choice.by and many > MOST_BESIDE:
        if choice.codes:
            words = f"分开看一次最多{MOST_BESIDE}项指标，现在是{many}项"
            raise BadQuestion(words, "codes")
        question = replace(question, statistics=question.statistics[:MOST_BESIDE])
    return question


def _main(dimensions: list[str]) -> list[str]:
    """Those of the main ones that the dimensions divide; none where they divide none of them."""
    known = [name for name in dimensions if name in NAMES]
    return [code for code in MAIN if code in CATALOGUE and divided(find(code), known)]


def _texts(query: QueryDict, name: str) -> list[str]:
    """What was written, without blanks around and characters that nobody types."""
    texts = [text.replace("\0", "").strip() for text in query.getlist(name)]
    return [text for text in texts if text]


def text_of(query: QueryDict, name: str) -> str:
    """The last of them; "" where nothing was written."""
    return (_texts(query, name) or [""])[-1]


def _of_kind(choice: Choice, kind: str, today: date) -> Choice:
    """With the period of that kind; a period that cannot be read stays as it is, to be refused."""
    if kind not in {one.value for one in Kind}:
        return choice
    try:
        if choice.period:
            period = parse(choice.period)
        else:
            period = span(date.fromisoformat(choice.first), date.fromisoformat(choice.last))
    except ValueError:
        return choice
    return choice.over(of_kind(Kind(kind), period, today).code)
