"""The other rules that ship, each scored by hand, and what holds for any score."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.scoring import NoScore, Value, score
from reports.scoring.files import find_rule
from reports.scoring.inputs import read_values
from reports.scoring.output import as_object

WEIGHTED = """{"completed": {"n": 45, "of": 50}, "satisfied": {"n": 2, "of": 3},
    "on_time": {"n": 40, "of": 50}, "signed_on_time": {"percent": "98.5"},
    "reply_quality": {"n": 18, "of": 20}}"""
DEDUCTED = """{"overdue": {"cases": 3}, "reworked": {"cases": 1}, "supervised": {"cases": 0},
    "satisfied": {"percent": "90"}}"""
AWFUL = """{"overdue": {"cases": 50}, "reworked": {"cases": 50}, "supervised": {"cases": 50},
    "satisfied": {"percent": "0"}}"""
RATES = (
    """{"responded": {"percent": 90}, "solved": {"percent": 80}, "satisfied": {"n": 9, "of": 10}}"""
)
YIYANG = """{"completed": {"percent": 100}, "on_time": {"percent": 85},
    "satisfied": {"percent": 80}}"""
BULLETIN = """{"signed_on_time": {"n": 97, "of": 100}, "completed_on_time": {"n": 96, "of": 100},
    "satisfied": {"n": 90, "of": 100}, "solved": {"n": 88, "of": 100},
    "reworked": {"n": 3, "of": 100}}"""


@pytest.mark.parametrize(
    ("rule", "given", "points", "total", "grade"),
    [
        ("weighted", WEIGHTED, "18.00 20.00 16.00 14.78 13.50", "82.28", None),
        ("deduction", DEDUCTED, "-3.00 -0.50 0.00 -2.50", "94.00", None),
        ("deduction", AWFUL, "-40.00 -20.00 -20.00 -20.00", "0.00", None),
        ("three-rates", RATES, "27.00 28.00 31.50", "86.50", "C"),
        ("yiyang-2017", YIYANG, "40.00 25.50 24.00", "89.50", "良好"),
        ("bulletin", BULLETIN, "9.00 27.00 30.00 14.00 6.00", "86.00", "合格"),
    ],
)
def test_scores_by_hand(rule: str, given: str, points: str, total: str, grade: str | None) -> None:
    by = find_rule(rule)
    found = as_object(by, score(by, read_values(given, by, "hand.json")))
    parts = found["parts"]
    assert isinstance(parts, list)
    assert " ".join(part["points"] for part in parts) == points
    assert (found["total"], found["grade"]) == (total, grade)


def test_where_cases_are_counted_no_rate_is_taken() -> None:
    by = find_rule("deduction")
    for wrong in ('{"n": 3, "of": 4}', '{"percent": 3}', '{"cases": -1}', '{"cases": true}'):
        with pytest.raises(ValueError, match=r"hand\.json：overdue："):
            read_values(f'{{"overdue": {wrong}}}', by, "hand.json")


def test_a_score_without_any_value_is_none() -> None:
    by = find_rule("weighted")
    nothing = Value(numerator=0, denominator=0)
    with pytest.raises(NoScore, match="没有一个指标有值"):
        score(by, dict.fromkeys((one.code for one in by.indicators), nothing))


PERCENTS = some.lists(some.fractions(0, 100, max_denominator=300), min_size=5, max_size=5)


@given(some.sampled_from(["bulletin", "weighted", "prefecture-2021"]), PERCENTS)
def test_the_total_is_the_sum_of_its_printed_parts(name: str, percents: list[Fraction]) -> None:
    by = find_rule(name)
    values = {
        one.code: Value(percent=percent) if one.statistic else Value(points=one.given)
        for one, percent in zip(by.indicators, percents, strict=True)
    }
    found = score(by, values)
    assert found.total == sum(part.points or 0 for part in found.parts)
    assert abs(found.total - found.exact) <= len(percents) * Fraction(1, 200)
    assert 0 <= found.total <= by.full


@given(some.sampled_from(["weighted", "three-rates", "yiyang-2017"]), some.data())
def test_what_leaves_a_score_leaves_the_rest_of_it_whole(name: str, data: some.DataObject) -> None:
    by = find_rule(name)
    nothing, full = Value(numerator=0, denominator=0), Value(percent=Fraction(100))
    fed = data.draw(some.lists(some.booleans(), min_size=1).filter(any))
    values = {
        one.code: full if fed[place % len(fed)] else nothing
        for place, one in enumerate(by.indicators)
    }
    if any(value is full for value in values.values()):
        assert score(by, values).total == by.full
