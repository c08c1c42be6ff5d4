"""What if: before and after, the same callers for both; and the wanted level turned round."""

from dataclasses import replace

import pytest

from orders.tables import BadData
from seeds import whatif
from seeds.scenario import Scenario, read_scenario
from seeds.simulator.telephone.centre import Centre, Redial
from seeds.simulator.telephone.comparing import Compared, compare, measures
from seeds.simulator.telephone.playing import play, weeks
from seeds.simulator.telephone.theory import busiest, busy_hour
from seeds.whatif import Question, answer, changed, operators_for, ready_by_hour, search
from tests.seeds.telephone.small import centre, demand, staffing

DAYS = range(14)
PEAK = tuple(3.0 if 9 <= hour < 11 else 1.0 for hour in range(24))


def quiet(done: int, total: int = 0) -> None:
    """Nobody watches."""


@pytest.fixture
def scenario(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """Yongshun's name over two weeks of a busier centre, so that a test takes a second."""
    busy = Centre(demand(30_000, 14, hours=PEAK), staffing(9, 11, presence=0.7))
    monkeypatch.setattr(whatif, "_TRIAL_CALLERS", 60_000)
    monkeypatch.setattr(whatif, "centre_of", lambda scenario: busy)
    return read_scenario("yongshun-2014")


def by_code(found: list[Compared]) -> dict[str, Compared]:
    return {one.measure.code: one for one in found}


def test_the_same_seed_gives_the_same_run() -> None:
    one, two = (play([centre()], 5, within=15, days=DAYS)[0] for _ in range(2))
    assert one == two


def test_both_centres_meet_the_same_callers() -> None:
    """Nothing but redials tells their offered calls apart; where nobody rings again, nothing."""
    once = Centre(demand(80_000, redial=Redial(0, 10, 3)), staffing(6, 6))
    before, after = play([once, once.with_staff(seats=4, operators=4)], 1, within=15, days=DAYS)
    assert before.sums.offered == after.sums.offered
    assert before.sums.abandoned > after.sums.abandoned


def test_nothing_changed_makes_no_difference() -> None:
    runs = [play([centre(), centre()], seed, within=15, days=DAYS) for seed in (1, 2)]
    found = compare([run[0] for run in runs], [run[1] for run in runs], measures(15))
    assert {one.difference.margin for one in found if one.difference} == {0}
    assert {one.difference.mean for one in found if one.difference} == {0}


def test_the_intervals_difference_is_narrower_than_of_runs_apart() -> None:
    few, many = centre(), centre(seats=7, operators=7)
    pairs = [play([few, many], seed, within=15, days=DAYS) for seed in range(1, 7)]
    paired = by_code(compare([a for a, _ in pairs], [b for _, b in pairs], measures(15)))
    others = [play([many], seed, within=15, days=DAYS)[0] for seed in range(7, 13)]
    apart = by_code(compare([a for a, _ in pairs], others, measures(15)))
    same, else_ = paired["in_time_rate"].difference, apart["in_time_rate"].difference
    assert same
    assert else_
    assert same.margin < else_.margin


def test_days_apart_are_played_apart() -> None:
    """What is left of a week is answered before the next that is played begins."""
    (run,) = play([centre(days=21)], 1, within=15, days=weeks(centre(days=21), 2))
    assert run.sums.offered == run.sums.answered + run.sums.abandoned
    assert weeks(centre(days=21), 2) == [*range(7), *range(14, 21)]


def test_more_seats_and_operators_answer_more_in_time(scenario: Scenario) -> None:
    seen: list[tuple[int, int]] = []
    found = answer(
        scenario, Question(4, 8, seeds=3), progress=lambda done, of: seen.append((done, of))
    )
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    told = by_code(found.compared)
    assert list(told) == [
        "offered", "in_time_rate", "answered_rate", "abandoned_rate", "abandoned_at_once_rate",
        "mean_wait", "wait_p50", "wait_p80", "wait_p95", "wait_p99", "occupancy",
    ]  # fmt: skip
    rate = told["in_time_rate"]
    assert rate.difference
    assert rate.difference.low > 0
    assert told["abandoned_rate"].difference
    assert told["abandoned_rate"].difference.high < 0
    assert told["occupancy"].difference
    assert told["occupancy"].difference.high < 0
    assert told["wait_p95"].before
    assert told["wait_p95"].before.mean > 15
    assert [hour.hour for hour in found.hours] == list(range(24))
    assert found.hours[9].before is not None
    assert found.hours[9].after is not None
    assert found.hours[9].before < found.hours[9].after


def test_several_processes_give_what_one_gives(scenario: Scenario) -> None:
    question = Question(2, 2, seeds=2)
    alone = answer(scenario, question, progress=quiet)
    together = answer(scenario, question, processes=2, progress=quiet)
    assert alone == together


def test_the_busy_hour_stands_beside_theory(scenario: Scenario) -> None:
    found = answer(scenario, Question(3, 6, seeds=2), progress=quiet)
    before, after = found.theory
    assert before.hour == after.hour == 9
    assert before.load == pytest.approx(after.load)
    assert before.ready < after.ready
    assert after.c_in_time <= after.a_in_time
    sums = found.busy[1]
    assert sums.in_time / sums.offered == pytest.approx(after.a_in_time, abs=0.15)


def test_theory_says_how_much_erlang_c_cannot_keep_up_with() -> None:
    assert busy_hour(centre(seats=2, operators=2), within=15).without == 1
    assert busy_hour(centre(seats=20, operators=20), within=15).without == 0
    assert busiest(Centre(demand(hours=PEAK), staffing())) == 9


@pytest.mark.parametrize("part", [0.9, 0.985])
def test_the_level_is_reached_in_every_hour_and_not_with_less(
    scenario: Scenario, part: float
) -> None:
    rounds: list[int] = []
    of, found = search(scenario, part=part, within=15, on_round=rounds.append)
    for sums in found.sums.values():
        assert sums.in_time >= part * sums.offered
    assert found.ready[True, 9] > found.ready[True, 8]
    assert found.ready[True, 9] == found.seats
    assert rounds == list(range(1, len(rounds) + 1))
    assert operators_for(of, found) > found.seats
    spare = [sums.in_time / sums.offered - part for cell, sums in found.sums.items() if cell[0]]
    assert min(spare) < 0.03


def test_what_is_there_by_hour_is_the_mean_of_such_days() -> None:
    of = Centre(demand(days=14), staffing(50, 20, presence=0.5, rest_days=0.5))
    working, off = (ready_by_hour(of, working=kind) for kind in (True, False))
    assert working[3] == pytest.approx(off[3] * 2, rel=0.1)
    only_work = Centre(demand(days=2), staffing())
    assert ready_by_hour(only_work, working=False) == [0.0] * 24


BAD = [
    (Question(seeds=1), "种子的个数应为2到100"),
    (Question(seeds=101), "种子的个数应为2到100"),
    (Question(within=0.5), "接通秒数应为1到600"),
    (Question(seats=-6), "座席现有6个，减6个就没有了"),
    (Question(operators=-7), "话务员现有6名，减7名就没有了"),
    (Question(seats=3000), "座席最多加2000个"),
]


@pytest.mark.parametrize(("question", "words"), BAD)
def test_what_cannot_be_is_refused(question: Question, words: str) -> None:
    with pytest.raises(BadData, match=words):
        changed(centre(), question)


@pytest.mark.parametrize("part", [0.4, 1.0])
def test_a_level_out_of_range_is_refused(scenario: Scenario, part: float) -> None:
    with pytest.raises(BadData, match=r"目标接通率应为50到99\.9"):
        search(scenario, part=part, within=15, on_round=quiet)


def test_a_scenario_without_a_telephone_is_refused() -> None:
    bare = replace(read_scenario("yongshun-2014"), telephone=None)
    with pytest.raises(BadData, match="没有写话务假定"):
        whatif.centre_of(bare)
