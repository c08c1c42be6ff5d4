"""The figures a rule asks for, of every unit of a roster, each evaluated once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reports.catalogue import find
from reports.measure import Measured, Where
from reports.roster import Roster, evaluate_units
from reports.scoring.rule import Rule

DUE, ON_TIME, SATISFIED = "orders.due", "orders.on_time_rate", "orders.satisfied_rate"
Kinds = tuple[str, ...]  # of demands assessed, all where empty


@dataclass(frozen=True, slots=True)
class Figures:
    """By statistic, kinds and unit."""

    found: Mapping[tuple[str, Kinds, int], Measured]

    def of(self, statistic: str, kinds: Kinds, unit_id: int) -> Measured:
        """The figure of one unit. Raises KeyError for what was not asked for."""
        return self.found[statistic, kinds, unit_id]


def figures(rule: Rule, over: Roster, *, as_of: datetime) -> Figures:
    """What the rule's indicators are fed, and what stands beside every place."""
    together: dict[Kinds, set[str]] = defaultdict(set)
    for one in rule.indicators:
        if one.statistic:
            together[one.kinds or rule.kinds].add(one.statistic)
    for statistic in (DUE, ON_TIME, SATISFIED):
        together[kinds_of(rule, statistic)].add(statistic)
    found: dict[tuple[str, Kinds, int], Measured] = {}
    for kinds, codes in together.items():
        where: Where = {"kind": list(kinds)} if kinds else {}
        statistics = [find(code) for code in sorted(codes)]
        for measured in evaluate_units(statistics, over, as_of=as_of, where=where):
            assert isinstance(measured.group, int)
            found[measured.code, kinds, measured.group] = measured
    return Figures(found)


def kinds_of(rule: Rule, statistic: str) -> Kinds:
    """The kinds of demands that the rule takes this statistic of, where it does, else its own."""
    own = (one.kinds for one in rule.indicators if one.statistic == statistic)
    return next(own, ()) or rule.kinds
