"""Places within a group: by total, equal ones share a place, and the next places are skipped."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reports.rankings.assessing import Assessed
from reports.scoring.rule import Indicator, Rule, TieOn
from reports.scoring.score import Score

_LEFT = Fraction(-1_000_000)  # an indicator that left the score breaks no tie in its favour


def placed(rule: Rule, units: Sequence[Assessed]) -> tuple[list[Assessed], Mapping[int, int]]:
    """The units by place, then those apart in the order given; and the places by unit id. A place
    is one more than the number of units that are better."""
    keys = {one.unit.unit_id: _key(rule, one.score) for one in units if one.score and not one.apart}
    ranked = sorted(
        (one for one in units if one.unit.unit_id in keys),
        key=lambda one: keys[one.unit.unit_id],
        reverse=True,  # equal ones stay in the order given
    )
    places: dict[int, int] = {}
    for before, one in enumerate(ranked):
        unit, last = one.unit.unit_id, ranked[before - 1].unit.unit_id
        same = before > 0 and keys[unit] == keys[last]
        places[unit] = places[last] if same else before + 1
    return [*ranked, *(one for one in units if one.unit.unit_id not in keys)], places


def _key(rule: Rule, found: Score) -> tuple[Fraction, ...]:
    total = found.total if rule.tie_on is TieOn.PRINTED else found.exact
    return total, *(_worth(rule.indicator(code), found) for code in rule.tie_breakers)


def _worth(of: Indicator, found: Score) -> Fraction:
    """Greater is better: the value where it is known, else the points."""
    part = found.part(of.code)
    if part.exact is None:
        return _LEFT
    number = part.value.number if part.value else None
    if number is None:
        return part.exact
    return -number if of.curve.lower_is_better else number
