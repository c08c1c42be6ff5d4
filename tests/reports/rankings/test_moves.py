"""Places with ties, and why a place moved: from scores alone."""

from fractions import Fraction

import pytest

from reports.rankings.assessing import Assessed
from reports.rankings.edition import Beside, Direction, Standing
from reports.rankings.intervals import share
from reports.rankings.moves import cause, grade_move, place_move
from reports.rankings.placing import placed
from reports.roster import Member
from reports.scoring import Part, Score, Value
from tests.reports.rankings.conftest import RULE, rule

NAMES = {"on_time": "按期", "satisfied": "满意"}
BESIDE = Beside(30, share(30, 30), share(30, 30), None)


def made(on_time: str | None, satisfied: str | None, *, exact: str = "0") -> Score:
    """A score of two parts of 50; None: left the score. exact: beyond the printed total."""
    points = {
        code: None if value is None else Fraction(value)
        for code, value in {"on_time": on_time, "satisfied": satisfied}.items()
    }
    parts = tuple(
        Part(
            code,
            NAMES[code],
            None if got is None else Value(percent=2 * got),
            got,
            got,
            Fraction(50),
        )
        for code, got in points.items()
    )
    total = sum((got for got in points.values() if got is not None), Fraction(0))
    return Score(parts, total, total + Fraction(exact), rule().grade(total))


def unit(number: int, score: Score | None, apart: str = "") -> Assessed:
    member = Member(number, f"u{number}", f"单位{number}", f"单位{number}", "bureau", "", "", 30)
    return Assessed(member, score, apart, BESIDE)


def standing(place: int | None, score: Score | None) -> Standing:
    move = place_move(place, score, None)
    return Standing(unit(1, score).unit, score, place, False, "", move, move, BESIDE)


@pytest.mark.parametrize(
    ("changes", "text", "places"),
    [
        ("", RULE, {1: 2, 2: 2, 3: 1, 4: 4}),
        ('tie_on = "exact"', RULE, {2: 2, 1: 3, 3: 1, 4: 4}),
        ('tie_breakers = ["on_time"]', RULE, {1: 2, 2: 3, 3: 1, 4: 4}),
        ('tie_breakers = ["satisfied", "on_time"]', RULE, {2: 2, 1: 3, 3: 1, 4: 4}),
    ],
)
def test_places_of_equal_totals(changes: str, text: str, places: dict[int, int]) -> None:
    units = [
        unit(1, made("45", "40", exact="0.001")),
        unit(2, made("40", "45", exact="0.002")),
        unit(3, made("50", "36")),
        unit(4, made(None, "50")),
        unit(5, None, "本期无应办结工单"),
        unit(6, made("50", "50"), "应办结2件，不足3件"),
    ]
    ordered, found = placed(rule(changes, text), units)
    assert found == places
    assert [one.unit.unit_id for one in ordered[-2:]] == [5, 6]


def test_equal_units_stay_in_the_rosters_order() -> None:
    units = [unit(number, made("50", "40")) for number in (3, 1, 2)]
    ordered, places = placed(rule(), units)
    assert [one.unit.unit_id for one in ordered] == [3, 1, 2]
    assert set(places.values()) == {1}


@pytest.mark.parametrize(
    ("before", "now", "rose", "words"),
    [
        (("40", "40"), ("45", "42"), True, "按期+5.00分"),
        (("40", "40"), ("30", "45"), True, "满意+5.00分"),
        (("40", "40"), ("30", "45"), False, "按期−10.00分"),
        (("40", "40"), ("42", "42"), False, "得分未变差，他单位上升"),
        (("40", "40"), ("40", "40"), False, "得分未变差，他单位上升"),
        (("40", "40"), ("39", "40"), True, "得分未提高，他单位下降"),
        (("40", "40"), ("44", "44"), True, "按期+4.00分"),
        ((None, "40"), ("44", "41"), True, "满意+1.00分"),
        (("40", "40"), (None, "38.55"), False, "满意−1.45分"),
    ],
)
def test_the_cause_is_the_part_that_moved_most_that_way(
    before: tuple[str | None, str | None],
    now: tuple[str | None, str | None],
    rose: bool,
    words: str,
) -> None:
    assert cause(made(*now), made(*before), rose=rose).words == words


def test_a_place_that_stays_has_no_cause() -> None:
    move = place_move(2, made("40", "40"), standing(2, made("10", "10")))
    assert (move.words, move.cause) == ("平", None)


def test_who_was_apart_before_is_new() -> None:
    assert place_move(2, made("40", "40"), standing(None, None)).words == "新列"
    assert grade_move(rule(), 2, made("40", "40"), standing(None, None)).words == "新列"


def test_a_grade_moves_by_as_many_grades() -> None:
    move = grade_move(rule(), 9, made("30", "30"), standing(1, made("50", "50")))
    assert (move.direction, move.steps, move.words) == (Direction.DOWN, 2, "降2")
    assert move.cause is not None
    assert move.cause.name == "按期"
    same = grade_move(rule(), 9, made("45", "40"), standing(1, made("40", "40")))
    assert (same.words, same.cause) == ("平", None)
