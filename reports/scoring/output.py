"""A score as programs read it: decimals as words with two places."""

from fractions import Fraction

from reports.rounding import round_to
from reports.scoring.rule import Rule
from reports.scoring.score import Part, Score

_PLACES = 2


def as_object(rule: Rule, score: Score) -> dict[str, object]:
    """rule, parts, total, grade (null where the rule has none). value: percent, cases or the points
    given; null, as points are, for an indicator that was not fed."""
    return {
        "rule": rule.code,
        "parts": [part_object(part) for part in score.parts],
        "total": decimals(score.total),
        "grade": score.grade,
    }


def part_object(part: Part) -> dict[str, object]:
    """indicator, value, points, max of one part."""
    return {
        "indicator": part.indicator,
        "value": decimals(_value(part)),
        "points": decimals(part.points),
        "max": decimals(part.most),
    }


def decimals(number: Fraction | None) -> str | None:
    """78.04; None stays None."""
    return None if number is None else str(round_to(number, _PLACES))


def _value(part: Part) -> Fraction | None:
    if part.value is None:
        return None
    return part.value.number if part.value.points is None else part.value.points
