"""What if a scenario's hotline had more seats and operators: the telephone model over some seeds,
before and after, and how many it takes to reach a level.

Over several processes where the caller may have them; no database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from orders.tables import BadData
from seeds.scenario import Scenario
from seeds.simulator.telephone.centre import Centre
from seeds.simulator.telephone.comparing import Compared, compare, measures
from seeds.simulator.telephone.counts import Sums
from seeds.simulator.telephone.needed import Needed, OutOfReach, by_cell, guessed, needed
from seeds.simulator.telephone.playing import NOTHING, Cell, Run, play, play_rosters, rate, weeks
from seeds.simulator.telephone.rostering import roster
from seeds.simulator.telephone.spreading import spread
from seeds.simulator.telephone.theory import BusyHour, busy_hour

LEAST_SEEDS, MOST_SEEDS = 2, 100
MOST_ADDED = 2000
SHORTEST, LONGEST = 1.0, 600.0  # seconds of "within"
# A round of the search plays about so many callers: weeks are left out of a large centre's period,
# a small one's is played over more seeds.
_TRIAL_CALLERS, _TRIAL_SEEDS = 500_000, (2, 20)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """seats, operators: how many more (fewer where negative); within: seconds that count as
    answered in time; seeds: how many runs."""

    seats: int = 0
    operators: int = 0
    seeds: int = 10
    within: float = 15.0


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the working days: calls a seed offered (before), and the parts answered in time,
    None where nobody called."""

    hour: int
    offered: float
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The measures, the working day hour by hour, and the busy hour by theory and by simulation."""

    question: Question
    before: Centre
    after: Centre
    compared: list[Compared]
    hours: list[Hour]
    theory: tuple[BusyHour, BusyHour]
    busy: tuple[Sums, Sums]


def centre_of(scenario: Scenario) -> Centre:
    """The scenario's call centre. Raises BadData where its file assumes none."""
    if scenario.telephone is None:
        raise BadData(f"场景“{scenario.name}”没有写话务假定（[telephone]），算不了")
    assumed = scenario.assumed
    return scenario.telephone.centre(
        scenario.period.days,
        operators=scenario.operators,
        daily=assumed.daily(),
        hours=assumed.hours,
    )


def changed(centre: Centre, question: Question) -> Centre:
    """The centre as asked for. Raises BadData for numbers that cannot be."""
    check(question)
    staffing = centre.staffing
    for name, of, have, more in (
        ("座席", "个", staffing.seats, question.seats),
        ("话务员", "名", staffing.operators, question.operators),
    ):
        if have + more < 1:
            raise BadData(f"{name}现有{have}{of}，减{-more}{of}就没有了")
        if more > MOST_ADDED:
            raise BadData(f"{name}最多加{MOST_ADDED}{of}")
    return centre.with_staff(seats=question.seats, operators=question.operators)


def check(question: Question) -> None:
    """Raises BadData for a number of seeds or seconds that is out of range."""
    if not LEAST_SEEDS <= question.seeds <= MOST_SEEDS:
        raise BadData(f"随机种子的个数应为{LEAST_SEEDS}到{MOST_SEEDS}（一个算不出误差）")
    if not SHORTEST <= question.within <= LONGEST:
        raise BadData(f"接通秒数应为{SHORTEST:g}到{LONGEST:g}")


def answer(
    scenario: Scenario, question: Question, *, processes: int = 1, progress: Progress
) -> Answer:
    """Play the whole period before and after, once a seed. Raises BadData."""
    before = centre_of(scenario)
    after = changed(before, question)
    days = range(before.demand.days)
    task = partial(play, (before, after), within=question.within, days=days)
    seeds = range(1, question.seeds + 1)
    found: dict[int, list[Run]] = {}
    progress(0, len(seeds))
    with spread(processes) as over:
        for seed, runs in over(task, seeds):
            found[seed] = runs
            progress(len(found), len(seeds))
    old, new = ([found[seed][which] for seed in seeds] for which in (0, 1))
    theory = tuple(busy_hour(centre, within=question.within) for centre in (before, after))
    hours = [_hour(hour, old, new) for hour in range(24)]
    busy = theory[0].hour
    return Answer(
        question=question,
        before=before,
        after=after,
        compared=compare(old, new, measures(question.within)),
        hours=hours,
        theory=(theory[0], theory[1]),
        busy=(_cell(old, (True, busy)), _cell(new, (True, busy))),
    )


def search(
    scenario: Scenario,
    *,
    part: float,
    within: float,
    processes: int = 1,
    on_round: Callable[[int], None],
) -> tuple[Centre, Needed]:
    """How many must be ready in each hour of working days and days off. Raises BadData."""
    check(Question(within=within))
    if not 0.5 <= part <= 0.999:
        raise BadData("目标接通率应为50到99.9")
    centre = centre_of(scenario)
    seeds, days = _trials(centre)
    with spread(processes) as over:

        def trial(ready: Mapping[Cell, int]) -> list[Run]:
            task = partial(play_rosters, centre, [by_cell(centre, ready)], within=within, days=days)
            found = dict(over(task, seeds))
            return [found[seed][0] for seed in seeds]

        try:
            guess = guessed(centre, seeds, days, part=part, within=within)
            return centre, needed(trial, guess, part=part, on_round=on_round)
        except OutOfReach:
            raise BadData(f"{within:g}秒内接通{part:.1%}达不到，多少座席也不行") from None


def _trials(centre: Centre) -> tuple[Sequence[int], Sequence[int]]:
    """The seeds and the days of a round."""
    fewest, most = _TRIAL_SEEDS
    callers = centre.demand.callers
    seeds = min(most, max(fewest, round(_TRIAL_CALLERS / callers)))
    days = weeks(centre, max(1, round(fewest * callers / _TRIAL_CALLERS)))
    return range(1, seeds + 1), days


def ready_by_hour(centre: Centre, *, working: bool) -> list[float]:
    """Operators at the telephone by hour, the mean of such days; zeros where there is none."""
    dates = centre.demand.dates()
    days = [at for at, day in enumerate(dates) if centre.demand.daily.works(day) == working]
    days_ready = roster(centre)
    return [
        sum(sum(days_ready[day][half]) for day in days for half in (2 * hour, 2 * hour + 1))
        / (2 * len(days) or 1)
        for hour in range(24)
    ]


def operators_for(centre: Centre, found: Needed) -> float:
    """Operators to be employed so that so many are ready, eight hours a shift, breaks and absence
    as the scenario assumes; perfect shifts, so a lower bound."""
    works = [centre.demand.daily.works(day) for day in centre.demand.dates()]
    hours = sum(
        many * (works.count(True) if cell[0] else works.count(False))
        for cell, many in found.ready.items()
    )
    staffing = centre.staffing
    return hours / (len(works) * staffing.presence * 8 * (1 - staffing.breaks))


def _cell(runs: Sequence[Run], cell: Cell) -> Sums:
    return sum((run.cells[cell] for run in runs), NOTHING)


def _hour(hour: int, before: Sequence[Run], after: Sequence[Run]) -> Hour:
    old, new = _cell(before, (True, hour)), _cell(after, (True, hour))
    return Hour(
        hour=hour,
        offered=old.offered / len(before),
        before=rate(old.in_time, old.offered),
        after=rate(new.in_time, new.offered),
    )
