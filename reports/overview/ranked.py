"""Who leads and who trails in the last month that is over, by the rule that bulletins rank by."""

from dataclasses import dataclass

from orders.period import Kind, Period, period_of
from reports.overview.counting import Fresh, fresh
from reports.overview.look import Look
from reports.rankings import NothingToRank, Ranking, rank
from reports.rankings.page import GroupOnPage, Row, group_on_page
from reports.scoring.rule import Rule

ENDS = 3  # on either end of a group
_WHOLE = 2 * ENDS + 1  # a group that small is shown whole


@dataclass(frozen=True, slots=True)
class Ends:
    """A group's first and last rows; between: how many are left out there; apart: how many units
    are listed without a place."""

    name: str
    first: tuple[Row, ...]
    last: tuple[Row, ...]
    between: int
    apart: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """nothing: why there is no ranking, "" where there is one."""

    rule: Rule
    period: Period
    groups: tuple[Ends, ...]
    ranking: Ranking | None
    nothing: str
    fresh: Fresh


def ranked(look: Look, rule: Rule) -> Ranked:
    """The month before the look's, as it stands at its moment; on a month's last day that month."""
    period = period_of(Kind.MONTH, look.day)
    if look.as_of < period.end:
        period = period.previous()
    how = fresh(look)
    try:
        found = rank(rule, period, as_of=look.as_of)
    except NothingToRank as nothing:
        return Ranked(rule, period, (), None, str(nothing), how)
    pages = [group_on_page(one, rule, found) for one in found.groups]
    groups = tuple(_ends(one) for one in pages if one.rows)
    words = "" if groups else f"{period.label}没有够件数排名的单位"
    return Ranked(rule, period, groups, found, words, how)


def _ends(group: GroupOnPage) -> Ends:
    rows = group.rows
    apart = len(group.standings) - len(rows)
    if len(rows) <= _WHOLE:
        return Ends(group.name, rows, (), 0, apart)
    return Ends(group.name, rows[:ENDS], rows[-ENDS:], len(rows) - 2 * ENDS, apart)
