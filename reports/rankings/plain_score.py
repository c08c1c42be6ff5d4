"""A score as plain JSON and back: what an issued ranking keeps, exact."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.scoring.output import part_object
from reports.scoring.score import Part, Score, Value

Plain = dict[str, Any]


def score_object(score: Score) -> Plain:
    """total, exact, grade, parts."""
    return {
        "total": str(score.total),
        "exact": str(score.exact),
        "grade": score.grade,
        "parts": [_part(part) for part in score.parts],
    }


def score_of(plain: Mapping[str, Any]) -> Score:
    """The score that score_object wrote. Raises KeyError or ValueError for anything else."""
    return Score(
        tuple(_part_of(part) for part in plain["parts"]),
        Fraction(plain["total"]),
        Fraction(plain["exact"]),
        plain["grade"],
    )


def _part(part: Part) -> Plain:
    fed = part.value and {
        "numerator": part.value.numerator,
        "denominator": part.value.denominator,
        "percent": words(part.value.percent),
        "cases": words(part.value.cases),
        "points": words(part.value.points),
    }
    exact = {"points": words(part.points), "unrounded": words(part.exact)}
    return part_object(part) | {
        "name": part.name,
        "fed": fed,
        "exact": exact | {"max": str(part.most)},
    }


def _part_of(plain: Mapping[str, Any]) -> Part:
    fed, exact = plain["fed"], plain["exact"]
    value = fed and Value(
        fed["numerator"],
        fed["denominator"],
        fraction(fed["percent"]),
        fraction(fed["cases"]),
        fraction(fed["points"]),
    )
    return Part(
        plain["indicator"],
        plain["name"],
        value,
        fraction(exact["points"]),
        fraction(exact["unrounded"]),
        Fraction(exact["max"]),
    )


def words(number: Fraction | Decimal | None) -> str | None:
    """A number as words; None stays None."""
    return None if number is None else str(number)


def fraction(written: str | None) -> Fraction | None:
    """A number from its words; None stays None."""
    return None if written is None else Fraction(written)
