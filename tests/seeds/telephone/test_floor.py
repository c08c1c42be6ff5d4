"""Calls, operators and queues: who is answered when, by whom, and what is counted."""

import pytest

from seeds.simulator.telephone.calling import Caller
from seeds.simulator.telephone.centre import HALF, Group, Kind, Patience, Redial
from seeds.simulator.telephone.counts import Counts, total
from seeds.simulator.telephone.floor import Floor
from tests.seeds.telephone.small import GENERAL

NEVER = Redial(0, 10, 1)
ALWAYS = Redial(1, 10, 3)
PLAIN = Kind("咨询", 1, "综合", 100, 1, 0)
MARKET = Kind("市场监管", 1, "市场监管", 100, 1, 0)
URGENT = Kind("紧急", 1, "综合", 100, 1, 0, priority=1)
LATER = Kind("一般", 1, "综合", 100, 1, 0, priority=2)
PATIENT = 1e5


def floor_of(
    kinds: tuple[Kind, ...] = (PLAIN,),
    groups: tuple[Group, ...] = GENERAL,
    redial: Redial = NEVER,
    halves: int = 4,
) -> Floor:
    return Floor(kinds, groups, Patience(1e9), redial, halves=halves)


def played(floor: Floor, callers: list[Caller], ready: tuple[int, ...] = (1,)) -> Counts:
    floor.run(0, callers, ready)
    return floor.settle()


def test_a_call_is_answered_at_once_while_somebody_is_free() -> None:
    counts = played(floor_of(), [(10.0, 0, 100.0, 30.0)])
    assert (counts.offered[0], counts.answered[0], counts.in_time[0]) == (1, 1, 1)
    assert counts.percentile(1.0) == 0
    assert counts.busy[0] == 100
    assert counts.ready[0] == HALF


def test_the_next_waits_for_the_end_of_talk_and_wrap_up() -> None:
    counts = played(floor_of(), [(10.0, 0, 100.0, 30.0), (60.0, 0, 10.0, PATIENT)])
    assert (counts.answered[0], counts.in_time[0]) == (2, 1)
    assert counts.waited == 50
    assert counts.percentile(1.0) == 50


def test_fifteen_seconds_are_in_time_and_more_are_not() -> None:
    callers = [(0.0, 0, 100.0, PATIENT), (85.0, 0, 10.0, PATIENT), (94.9, 0, 10.0, PATIENT)]
    assert played(floor_of(), callers).in_time[0] == 2  # waits 0, 15.0 and 15.1


def test_who_loses_patience_gives_up_and_takes_nobodys_time() -> None:
    callers = [(0.0, 0, 100.0, PATIENT), (10.0, 0, 50.0, 20.0), (11.0, 0, 50.0, 4.0)]
    counts = played(floor_of(), callers)
    assert (counts.offered[0], counts.answered[0], counts.abandoned[0]) == (3, 1, 2)
    assert counts.at_once[0] == 1
    assert counts.busy[0] == 100
    assert counts.waited == 24


def test_the_longest_waiting_is_answered_first() -> None:
    """Two kinds of one skill and one priority stand in one queue."""
    kinds = (PLAIN, Kind("求助", 1, "综合", 100, 1, 0))
    callers = [(0.0, 0, 100.0, PATIENT), (1.0, 1, 100.0, PATIENT), (2.0, 0, 100.0, 150.0)]
    counts = played(floor_of(kinds), callers)
    assert counts.abandoned[0] == 1  # the third: it would have been answered at 200


def test_an_urgent_call_is_answered_before_those_who_wait_longer() -> None:
    callers = [(0.0, 1, 100.0, PATIENT), (1.0, 1, 100.0, 150.0), (2.0, 0, 100.0, PATIENT)]
    counts = played(floor_of((URGENT, LATER)), callers)
    assert counts.abandoned[0] == 1
    assert counts.waited == pytest.approx(98 + 150)


EXPERT = Group("市场监管专席", 0.5, ("市场监管", "综合"))
WIDE = Group("综合座席", 0.5, ("综合", "市场监管"))


def test_an_expert_call_goes_to_the_expert_and_overflows_to_the_others() -> None:
    callers = [(0.0, 1, 100.0, PATIENT), (1.0, 1, 100.0, PATIENT), (2.0, 1, 100.0, PATIENT)]
    floor = floor_of((PLAIN, MARKET), (WIDE, EXPERT))
    floor.run(0, callers[:1], (1, 1))
    assert floor.free == [1, 1]  # over again by the end of the half hour
    counts = played(floor_of((PLAIN, MARKET), (WIDE, EXPERT)), callers, (1, 1))
    assert counts.waited == pytest.approx(98)


def test_a_general_call_leaves_the_expert_alone_while_a_general_seat_is_free() -> None:
    callers = [(0.0, 0, 100.0, PATIENT), (1.0, 1, 100.0, PATIENT)]
    only_general = (Group("综合座席", 0.5, ("综合",)), EXPERT)
    assert played(floor_of((PLAIN, MARKET), only_general), callers, (1, 1)).waited == 0


def test_an_expert_freed_takes_an_expert_call_before_a_general_one() -> None:
    callers = [(0.0, 1, 100.0, PATIENT), (1.0, 0, 100.0, PATIENT), (2.0, 1, 100.0, 120.0)]
    counts = played(floor_of((PLAIN, MARKET), (EXPERT,)), callers)
    assert counts.abandoned[0] == 0


def test_who_gives_up_rings_again_and_is_the_same_caller_with_the_same_matter() -> None:
    floor = floor_of(redial=ALWAYS)
    floor.run(0, [(0.0, 0, 1000.0, PATIENT), (1.0, 0, 77.0, 10.0)], (1,))
    for half in (1, 2, 3):
        floor.run(half, [], (1,))
    counts = floor.settle()
    assert (sum(counts.offered), sum(counts.redialled)) == (3, 1)
    assert (sum(counts.answered), sum(counts.abandoned)) == (2, 1)
    assert sum(counts.busy) == 1077


def test_nobody_rings_more_often_than_most() -> None:
    floor = Floor([PLAIN], GENERAL, Patience(1), Redial(1, 1, 3), halves=4)
    for half in range(4):
        floor.run(half, [(1.0, 0, 10.0, 1.0)] if not half else [], (0,))
    counts = floor.settle()
    assert (sum(counts.offered), sum(counts.abandoned), sum(counts.redialled)) == (3, 3, 2)


def test_a_shift_that_ends_finishes_its_call_and_takes_no_other() -> None:
    floor = floor_of()
    floor.run(0, [(1700.0, 0, 300.0, PATIENT), (1750.0, 0, 10.0, PATIENT)], (1,))
    floor.run(1, [], (0,))
    assert floor.counts.ready[1] == 200  # overtime
    assert floor.counts.busy[0] + floor.counts.busy[1] == 300
    floor.run(2, [], (1,))
    counts = floor.settle()
    assert sum(counts.answered) == 2
    assert counts.waited == 2 * HALF - 1750


def test_who_comes_on_duty_answers_those_who_wait() -> None:
    floor = floor_of()
    floor.run(0, [(1000.0, 0, 10.0, PATIENT), (1100.0, 0, 10.0, PATIENT)], (0,))
    floor.run(1, [], (2,))
    assert floor.settle().waited == 800 + 700


def test_a_relief_takes_over_from_who_is_still_talking() -> None:
    floor = floor_of()
    floor.run(0, [(1700.0, 0, 1000.0, PATIENT)], (1,))
    floor.run(1, [], (0,))
    floor.run(2, [], (1,))
    counts = floor.settle()
    assert floor.staff == floor.free == [1]
    assert sum(counts.busy) == 1000


def test_a_call_is_counted_in_the_half_hour_it_was_offered() -> None:
    floor = floor_of()
    floor.run(0, [(1790.0, 0, 100.0, PATIENT), (1795.0, 0, 100.0, PATIENT)], (1,))
    floor.run(1, [], (1,))
    counts = floor.settle()
    assert (counts.offered[0], counts.answered[0], counts.answered[1]) == (2, 2, 0)
    assert (counts.busy[0], counts.busy[1]) == (10, 190)


def test_every_offered_call_is_answered_or_given_up_and_waits_once() -> None:
    callers = [(float(at), 0, 170.0, 60.0 + at % 50) for at in range(0, 1800, 30)]
    floor = Floor([PLAIN], GENERAL, Patience(60), ALWAYS, halves=48)
    for half in range(48):
        floor.run(half, callers if not half else [], (4,))
    counts = floor.settle()
    sums = total(counts, range(48))
    assert sums.offered == sums.answered + sums.abandoned == sum(counts.waits)
    assert sums.offered == len(callers) + sum(counts.redialled)
    assert sums.busy == pytest.approx(170 * sums.answered)
    assert floor.waiting == 0
    assert floor.free == floor.staff


def test_a_percentile_over_nobody_is_nothing() -> None:
    assert Counts(1).percentile(0.5) is None


def test_percentiles_are_whole_seconds_rounded_up() -> None:
    counts = Counts(1)
    for wait in (0.0, 0.2, 7.0, 7.5):
        counts.wait(wait)
    assert [counts.percentile(part) for part in (0.25, 0.5, 0.75, 1.0)] == [0, 1, 7, 8]
