"""同比 and 环比: a figure beside the same of the period before and of a year ago.

Counts grow by a share of the base; those of 旬, which differ in length, by that of their daily
means. Rates differ by percentage points, between the two figures as printed, so that a reader can
check the difference. What a base lacks is said: where there is no such period, or records were not
whole in it, there is no base; a base of 0 has no growth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from orders.period import Period
from reports.counting import Merged
from reports.coverage import book_of, covers
from reports.measure import DAY, Measured, UnknownDimension, Where, evaluate
from reports.rounding import in_unit, round_to
from reports.statistic import Statistic


@dataclass(frozen=True, slots=True)
class Change:
    """From a base to now. base None: nothing to compare with. amount None: the base has no value
    that can be compared (0, or a rate over nothing); else a share of the base for counts, and
    percentage points (points is then true) for rates."""

    base: Measured | None
    amount: Fraction | None
    points: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure, the change since the period before, and that since the same of a year ago."""

    now: Measured
    since_previous: Change
    since_a_year_ago: Change


def compare(
    statistics: Sequence[Statistic],
    *,
    period: Period,
    as_of: datetime,
    where: Where | None = None,
    by: str | None = None,
    groups: Iterable[object] | None = None,
    merged: Merged = None,
    now: Sequence[Measured] | None = None,
) -> list[Compared]:
    """As evaluate, in the same order, each with its changes; now: the figures of the period, where
    they were counted already, as of the moment. A base is seen at the age the period
    has now: two days after the end of last June where this June ended two days ago. Raises what
    evaluate raises, and UnknownDimension for days, which no other period has.
    """
    if by == DAY:
        raise UnknownDimension("按日分的数没有同比、环比")
    roster = None if groups is None else list(groups)
    asked: dict[str, Any] = {"where": where, "by": by, "groups": roster, "merged": merged}
    if now is None:
        now = evaluate(statistics, period=period, as_of=as_of, **asked)
    pairs = zip(
        now,
        changes_since(period.previous(), now, period=period, as_of=as_of, **asked),
        changes_since(period.a_year_ago(), now, period=period, as_of=as_of, **asked),
        strict=True,
    )
    return [Compared(*triple) for triple in pairs]


def changes_since(
    base: Period | None,
    now: Sequence[Measured],
    *,
    period: Period,
    as_of: datetime,
    where: Where | None = None,
    by: str | None = None,
    groups: Iterable[object] | None = None,
    merged: Merged = None,
) -> list[Change]:
    """The change of each of these figures of the period, which were counted as of the moment, since
    any other period, seen at the age the period has; the rest as it was asked of them. None of
    them has a base in a period that is None or of which records were not whole."""
    statistics = list({one.code: one.statistic for one in now}.values())
    books = {book_of(one.population) for one in statistics} if base else set()
    whole = {book for book in books if base and covers(book, base, period)}
    there = [one for one in statistics if book_of(one.population) in whole]
    found: dict[tuple[str, object], Measured] = {}
    ratio = Fraction(1)
    if base and there:
        measured = evaluate(
            there,
            period=base,
            as_of=age_at(base, period, as_of),
            where=where,
            by=by,
            groups=groups,
            merged=merged,
        )
        found = {(one.code, one.group): one for one in measured}
        ratio = _ratio(base, period, as_of)
    return [_against(one, found, ratio) for one in now]


def age_at(base: Period, period: Period, as_of: datetime) -> datetime:
    """The moment at which the base was as old as the period is at as_of."""
    if as_of < period.end:
        return min(base.start + (as_of - period.start), base.end)
    return base.end + (as_of - period.end)


def change(now: Measured, base: Measured, ratio: Fraction = Fraction(1)) -> Change:
    """From the base to now; ratio: what a count of the base is multiplied by, to be compared."""
    if now.denominator is not None:
        both = now.value is not None and base.value is not None
        return Change(base, _printed(now) - _printed(base) if both else None, points=True)
    amount = Fraction(now.numerator) / (base.numerator * ratio) - 1 if base.numerator else None
    return Change(base, amount, points=False)


def _against(now: Measured, found: dict[tuple[str, object], Measured], ratio: Fraction) -> Change:
    base = found.get((now.code, now.group))
    if base is None:
        return Change(None, None, points=now.denominator is not None)
    return change(now, base, ratio)


def _printed(of: Measured) -> Fraction:
    """The rate as it stands in print, in its unit."""
    assert of.value is not None
    at = of.statistic
    return Fraction(round_to(in_unit(of.value, at.unit), at.places, at.rounding))


def _ratio(base: Period, period: Period, as_of: datetime) -> Fraction:
    """Daily means are compared where lengths differ by nature; a running period has as many days
    as its base is seen with."""
    if not period.compared_by_daily_mean or as_of < period.end:
        return Fraction(1)
    return Fraction(period.length, base.length)
