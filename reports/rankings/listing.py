"""Red and black lists: who is named, by the sizes and bounds the rule sets.

A tie at the edge is named as a whole. Nobody is on both: in a small group all may be among the
first.
"""

from collections.abc import Sequence

from reports.rankings.edition import GroupTable, Named, Standing
from reports.scoring.rule import Rule


def red_list(rule: Rule, groups: Sequence[GroupTable]) -> tuple[Named, ...]:
    """The first of each group, no grade under the bound."""
    bound = rule.lists.red_from
    return tuple(
        _named(one, group)
        for group in groups
        for one in group.ranked
        if one.place is not None
        and one.place <= rule.lists.red
        and (not bound or rule.at_least(one.grade, bound))
    )


def black_list(rule: Rule, groups: Sequence[GroupTable], red: Sequence[Named]) -> tuple[Named, ...]:
    """The lowest totals of all groups together, worst first, no grade from the bound up and nobody
    of the red list; each with the part that lost most."""
    bound, praised = rule.lists.black_below, {one.unit.unit_id for one in red}
    named = [
        _named(one, group)
        for group in groups
        for one in group.ranked
        if one.unit.unit_id not in praised and not (bound and rule.at_least(one.grade, bound))
    ]
    named.sort(key=lambda one: one.total)
    edge = named[: rule.lists.black]
    return tuple(one for one in named if edge and one.total <= edge[-1].total)


def _named(one: Standing, group: GroupTable) -> Named:
    assert one.score is not None
    lost = max(one.score.parts, key=lambda part: part.lost)  # the first of equal ones
    return Named(one.unit, group.code, one.score.total, lost if lost.lost > 0 else None)
