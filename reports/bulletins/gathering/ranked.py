"""The ranking of the period; moves are told against the period before, as it stood at that age.

Seen at one moment the older period would stand better: who was given an order on the last day has
not signed for it yet.
"""

from datetime import datetime

from orders.period import Period
from reports.bulletins.figures import When
from reports.bulletins.gathering.counted import Counted
from reports.rankings import NothingToRank, Ranking, rank
from reports.scoring import Rule


def ranked(counted: Counted, rule: Rule | None) -> Ranking | None:
    """None where there is no rule, or nothing to rank."""
    if rule is None:
        return None
    before = None
    for _, period, as_of in counted.periods(When.PREVIOUS):
        before = _rank(rule, period, as_of, _nothing(rule, counted))
    return _rank(rule, counted.period, counted.as_of, before)


def _rank(rule: Rule, period: Period, as_of: datetime, before: Ranking | None) -> Ranking | None:
    try:
        return rank(rule, period, as_of=as_of, previous=before)
    except NothingToRank:
        return None


def _nothing(rule: Rule, counted: Counted) -> Ranking:
    """An edition in which nobody stood: of the period before only the places matter, not from where
    they moved."""
    return Ranking(rule.code, rule.name, counted.period, counted.as_of, 1, "", (), (), ())
