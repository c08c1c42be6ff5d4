"""Erlang's formulas: against published values, their limits, and one another."""

from math import inf, isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.simulator.telephone.erlang import (
    answered_within,
    answered_within_patience,
    erlang_a,
    erlang_b,
    erlang_c,
    mean_wait,
    seats_for,
)

SEATS = st.integers(1, 600)
LOADS = st.floats(0.01, 900)
SECONDS = st.floats(0, 900)
PATIENCE = st.floats(5, 5000)
HANDLING = st.floats(10, 900)

# Tables of telephone traffic: the load in Erlangs at which that part of calls is lost.
BLOCKED = [
    (1, 0.0101, 0.01),
    (5, 1.361, 0.01),
    (10, 4.461, 0.01),
    (20, 12.03, 0.01),
    (50, 37.90, 0.01),
    (100, 84.06, 0.01),
    (10, 7.511, 0.10),
    (100, 104.1, 0.10),
]


@pytest.mark.parametrize(("seats", "load", "blocked"), BLOCKED)
def test_erlang_b_is_that_of_the_printed_tables(seats: int, load: float, blocked: float) -> None:
    assert erlang_b(seats, load) == pytest.approx(blocked, rel=2e-3)


def test_erlang_c_is_that_of_the_textbooks() -> None:
    # One seat: the load itself. Two: a^2 / (2 + a). The last two are worked examples of courses.
    assert erlang_c(1, 0.7) == pytest.approx(0.7)
    assert erlang_c(2, 1.5) == pytest.approx(1.5**2 / 3.5)
    assert erlang_c(10, 8) == pytest.approx(0.4092, abs=5e-5)
    assert erlang_c(14, 10) == pytest.approx(0.1741, abs=5e-5)


def test_the_usual_worked_example_of_a_call_centre_comes_out() -> None:
    """200 calls of 3 minutes an hour are 10 Erlangs; 14 seats answer 88.8 % within 20 s."""
    assert answered_within(14, 10, 180, 20) == pytest.approx(0.888, abs=5e-4)
    assert mean_wait(14, 10, 180) == pytest.approx(7.8, abs=0.05)
    assert seats_for(10, 180, part=0.8, seconds=20) == 14


def test_a_single_seat_with_patience_like_its_handling_is_a_poisson_queue() -> None:
    """Where patience is the handling time the chain is that of endlessly many seats: Poisson."""
    figures = erlang_a(1, 2.0, 100, 100)
    free = 2.718281828459045**-2
    assert figures.waits == pytest.approx(1 - free)
    assert figures.occupancy == pytest.approx(1 - free)
    assert figures.gives_up == pytest.approx(1 - (1 - free) / 2)


@given(seats=SEATS, load=LOADS)
def test_chances_are_chances_and_waiting_is_likelier_than_being_lost(
    seats: int, load: float
) -> None:
    assert 0 <= erlang_b(seats, load) <= erlang_c(seats, load) <= 1


@given(seats=SEATS, load=LOADS)
def test_another_seat_never_harms(seats: int, load: float) -> None:
    assert erlang_b(seats + 1, load) <= erlang_b(seats, load)
    assert erlang_c(seats + 1, load) <= erlang_c(seats, load)


@given(seats=SEATS, load=LOADS, handling=HANDLING, seconds=SECONDS)
def test_where_nobody_has_patience_to_lose_erlang_a_becomes_c(
    seats: int, load: float, handling: float, seconds: float
) -> None:
    load = min(load, 0.98 * seats)
    endless = 1e9
    assert erlang_a(seats, load, handling, endless).waits == pytest.approx(
        erlang_c(seats, load), abs=1e-3
    )
    assert answered_within_patience(seats, load, handling, endless, seconds) == pytest.approx(
        answered_within(seats, load, handling, seconds), abs=1e-3
    )


@given(seats=SEATS, load=LOADS, handling=HANDLING, patience=PATIENCE)
def test_erlang_a_loses_and_answers_every_call_once(
    seats: int, load: float, handling: float, patience: float
) -> None:
    figures = erlang_a(seats, load, handling, patience)
    assert 0 <= figures.gives_up <= figures.waits <= 1
    assert 0 <= figures.occupancy <= 1 + 1e-9
    # Who gives up does so at the rate of the patience: the parts and the mean wait must agree.
    assert figures.gives_up == pytest.approx(figures.mean_wait / patience)
    at_last = answered_within_patience(seats, load, handling, patience, 1e7)
    assert at_last == pytest.approx(1 - figures.gives_up, abs=1e-6)


@given(seats=SEATS, load=LOADS, handling=HANDLING, patience=PATIENCE, seconds=SECONDS)
def test_longer_means_more_answered(
    seats: int, load: float, handling: float, patience: float, seconds: float
) -> None:
    soon = answered_within_patience(seats, load, handling, patience, seconds)
    later = answered_within_patience(seats, load, handling, patience, seconds + 10)
    assert -1e-9 <= soon <= later + 1e-9
    at_once = 1 - erlang_a(seats, load, handling, patience).waits
    assert soon >= at_once - 1e-9


@given(seats=SEATS, load=LOADS, part=st.floats(0.5, 0.99), seconds=SECONDS)
def test_the_fewest_seats_reach_the_level_and_one_less_does_not(
    seats: int, load: float, part: float, seconds: float
) -> None:
    fewest = seats_for(load, 200, part=part, seconds=seconds)
    assert answered_within(fewest, load, 200, seconds) >= part
    assert answered_within(fewest - 1, load, 200, seconds) < part


def test_hundreds_of_seats_and_endless_queues_overflow_nothing() -> None:
    for seats, load, handling, patience in [
        (2000, 1990.0, 200.0, 100.0),
        (500, 700.0, 240.0, 1e7),
        (1, 500.0, 240.0, 1e6),
        (300, 0.001, 240.0, 60.0),
    ]:
        figures = erlang_a(seats, load, handling, patience)
        assert all(map(isfinite, (figures.waits, figures.gives_up, figures.mean_wait)))
        assert figures.gives_up >= max(0.0, 1 - seats / load) - 1e-9


def test_no_load_no_seat_and_too_few_seats() -> None:
    assert (erlang_b(0, 3), erlang_b(0, 0), erlang_b(3, 0)) == (1, 1, 0)
    assert erlang_c(3, 3) == 1
    assert answered_within(3, 3, 200, 15) == 0
    assert mean_wait(3, 3, 200) == inf
    assert erlang_a(0, 5, 10, 10).gives_up == pytest.approx(1)
    assert answered_within_patience(0, 5, 10, 10, 15) == 0
    assert answered_within_patience(3, 0, 10, 10, 15) == 1
    assert erlang_a(3, 0, 10, 10).occupancy == 0


@pytest.mark.parametrize(
    ("seats", "load", "handling", "patience"),
    [(-1, 1, 1, 1), (1, -1, 1, 1), (1, inf, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)],
)
def test_what_cannot_be_is_refused(
    seats: int, load: float, handling: float, patience: float
) -> None:
    with pytest.raises(ValueError, match="must"):
        erlang_a(seats, load, handling, patience)


def test_a_level_out_of_range_and_a_negative_wait_are_refused() -> None:
    with pytest.raises(ValueError, match="part"):
        seats_for(1, 1, part=1, seconds=1)
    with pytest.raises(ValueError, match="seconds"):
        answered_within(2, 1, 1, -1)
    with pytest.raises(ValueError, match="seconds"):
        answered_within_patience(2, 1, 1, 1, -1)
