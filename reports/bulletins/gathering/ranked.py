"""The ranking of the period; moves are told only against a period there are whole records of."""

from dataclasses import replace

from reports.bulletins.gathering.counted import Counted
from reports.rankings import Direction, Move, NothingToRank, Ranking, rank
from reports.scoring import Rule


def ranked(counted: Counted, rule: Rule | None) -> Ranking | None:
    """None where there is no rule, or nothing to rank."""
    if rule is None:
        return None
    try:
        found = rank(rule, counted.period, as_of=counted.as_of)
    except NothingToRank:
        return None
    known = counted.period.previous() in counted.bases.values()
    return found if known else _without_moves(found)


def _without_moves(ranking: Ranking) -> Ranking:
    """The same places, of which nobody says where they came from."""
    none = Move(Direction.NONE)
    groups = tuple(
        replace(
            group,
            standings=tuple(
                replace(
                    one,
                    move=none,
                    grade_move=none,
                    place_before=None,
                    grade_before=None,
                    total_before=None,
                )
                for one in group.standings
            ),
        )
        for group in ranking.groups
    )
    return replace(ranking, before="", groups=groups)
