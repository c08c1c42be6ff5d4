"""Which periods a page offers: those of a kind, the one before and after, and how one is chosen."""

from dataclasses import dataclass
from datetime import date

from orders.period import Kind, Period, period_of, span

KINDS = {
    Kind.DAY: "日",
    Kind.WEEK: "周",
    Kind.TEN_DAYS: "旬",
    Kind.MONTH: "月",
    Kind.QUARTER: "季",
    Kind.HALF_YEAR: "半年",
    Kind.YEAR: "年",
    Kind.SPAN: "起止",
}
# The browser's own control writes the very code of these; of the others a few are listed.
CONTROLS = {Kind.DAY: "date", Kind.WEEK: "week", Kind.MONTH: "month"}
_LISTED = {Kind.TEN_DAYS: 36, Kind.QUARTER: 16, Kind.HALF_YEAR: 8, Kind.YEAR: 8}


@dataclass(frozen=True, slots=True)
class Step:
    """A period, or a kind of one, that may be gone on to."""

    code: str
    label: str
    on: bool = False


def kinds(period: Period) -> list[Step]:
    """The kinds there are, for a button each."""
    return [Step(kind.value, words, kind is period.kind) for kind, words in KINDS.items()]


def of_kind(kind: Kind, period: Period, today: date) -> Period:
    """The period of that kind that holds the last day of this one, or today where that is
    earlier; a span has this one's own days."""
    last = max(min(period.last, today), period.first)
    return span(period.first, last) if kind is Kind.SPAN else period_of(kind, last)


def before_and_after(period: Period, today: date) -> tuple[Step, Step | None]:
    """The period before, and the one after where it has begun."""
    before = period.previous()
    after = following(period)
    more = Step(after.code, after.label) if after.first <= today else None
    return Step(before.code, before.label), more


def following(period: Period) -> Period:
    """The period of the same kind just after; for a span, as many days."""
    if period.kind is Kind.SPAN:
        return Period(period.kind, period.until, period.until + (period.until - period.first))
    return period_of(period.kind, period.until, opens_on=period.opens_on)


def listed(period: Period, today: date) -> list[Step]:
    """The latest of its kind, newest first, and this one wherever it lies; none where the browser
    has a control for it."""
    many = _LISTED.get(period.kind, 0)
    one, found = period_of(period.kind, today), []
    for _ in range(many):
        found.append(one)
        one = one.previous()
    if many and period not in found:
        found.append(period)
    return [Step(each.code, each.label, each == period) for each in found]
