"""What invented citizens say beside their rating, and why replies go back to their units."""

from collections import Counter
from dataclasses import replace
from random import Random

from seeds.scenario import read_scenario
from seeds.simulator.opinion import callback_words, rework_reason, says_solved
from seeds.simulator.words import read_words

ASSUMED = read_scenario("yueyang-2016").assumed
MANY = 4000


def test_satisfied_and_solved_are_two_answers_in_the_assumed_shares() -> None:
    draw = Random(1)
    for satisfied, share in (
        (True, ASSUMED.satisfied_solved_share),
        (False, ASSUMED.dissatisfied_solved_share),
    ):
        solved = sum(says_solved(satisfied, ASSUMED, draw) for _ in range(MANY))
        assert 0 < solved < MANY
        assert abs(solved / MANY - share) < 0.03


def test_reasons_of_reworking_come_in_the_assumed_shares() -> None:
    draw = Random(1)
    found = Counter(rework_reason(False, ASSUMED, draw) for _ in range(MANY))
    assert set(found) == set(ASSUMED.rework_reasons)
    for code, share in ASSUMED.rework_reasons.items():
        assert abs(found[code] / MANY - share) < 0.03


def test_who_says_it_is_solved_is_not_answered_with_unsolved() -> None:
    draw = Random(1)
    reasons = {rework_reason(True, ASSUMED, draw) for _ in range(MANY)}
    assert reasons == set(ASSUMED.rework_reasons) - {"rework.unsolved"}
    only = replace(ASSUMED, rework_reasons={"rework.unsolved": 1.0})
    assert rework_reason(True, only, draw) == "rework.other"
    assert rework_reason(False, only, draw) == "rework.unsolved"


def test_there_are_words_for_both_answers_and_for_every_reason() -> None:
    words, draw = read_words(), Random(1)
    occasions = [callback_words(one, other) for one in (True, False) for other in (True, False)]
    assert len(set(occasions)) == 4
    for occasion in (*occasions, *ASSUMED.rework_reasons):
        assert words.say(occasion, draw)
