"""What moved since the period before, and why: the part whose points moved most that way."""

from fractions import Fraction

from reports.rankings.edition import Cause, Direction, Move, Standing
from reports.scoring.rule import Rule
from reports.scoring.score import Score

NO_MOVE = Move(Direction.NONE)


def place_move(place: int | None, score: Score | None, before: Standing | None) -> Move:
    """before: the unit's standing in the same group of the period before, None without one."""
    if place is None:
        return NO_MOVE
    if before is None or before.place is None:
        return Move(Direction.NEW)
    return _move(before.place - place, score, before.score)


def grade_move(rule: Rule, place: int | None, score: Score | None, before: Standing | None) -> Move:
    """By grades of the rule, from the best; nothing where the rule has none."""
    names = [band.name for band in rule.bands]
    if place is None or score is None or score.grade is None:
        return NO_MOVE
    if before is None or before.grade not in names:
        return Move(Direction.NEW)
    return _move(names.index(before.grade) - names.index(score.grade), score, before.score)


def _move(up: int, now: Score | None, before: Score | None) -> Move:
    if up == 0:
        return Move(Direction.LEVEL)
    assert now is not None
    assert before is not None
    rose = up > 0
    return Move(Direction.UP if rose else Direction.DOWN, abs(up), cause(now, before, rose=rose))


def cause(now: Score, before: Score, *, rose: bool) -> Cause:
    """The part whose points moved most in that direction, the first of equal ones; where none did,
    it was the others who moved."""
    then = {part.indicator: part.points for part in before.parts}
    most = Cause("", "", Fraction(0), rose)
    for part in now.parts:
        was = then.get(part.indicator)
        if was is None or part.points is None:
            continue
        change = part.points - was
        if change > most.change if rose else change < most.change:
            most = Cause(part.indicator, part.name, change, rose)
    return most
