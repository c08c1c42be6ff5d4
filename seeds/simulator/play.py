"""Many stories at once: each goes on at its own moments, all in the one order of time.

Not living.together, where more may join: here all are known from the start, and of two at the same
moment the plan's number says which comes first, so that a replay gives the same rows every time.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from heapq import heapify, heappop, heapreplace

from seeds.simulator.handling import ByAUnit
from seeds.simulator.plan import Outcome, Plan
from seeds.simulator.story import AtTheDesk, Repeated, Stage, Story, Waits, Withdrawn

Progress = Callable[[int, int], None]
_SORTS: Mapping[Outcome, type[Story]] = {
    Outcome.ANSWERED: AtTheDesk,
    Outcome.DECLINED: AtTheDesk,
    Outcome.TRANSFERRED: AtTheDesk,
    Outcome.UNRECEIPTED: AtTheDesk,
    Outcome.UNDECIDED: AtTheDesk,
    Outcome.MERGED: Repeated,
    Outcome.WITHDRAWN: Withdrawn,
}


def story_of(stage: Stage, plan: Plan) -> Story:
    """The sort of story the plan asks for; whatever the desk does not settle goes to a unit."""
    return _SORTS.get(plan.outcome, ByAUnit)(stage, plan)


def play(
    stage: Stage, plans: Iterable[Plan], *, until: datetime, progress: Progress | None = None
) -> None:
    """Play everything that happens before `until`; what is not over by then stays as it stands.
    progress: told how many stories are over, and of how many."""
    waiting: list[tuple[datetime, int, Waits]] = [
        (plan.at, plan.n, story_of(stage, plan).play()) for plan in plans
    ]
    total, over = len(waiting), 0
    heapify(waiting)
    while waiting and waiting[0][0] < until:
        _, n, story = waiting[0]
        moment = next(story, None)
        if moment is not None:
            heapreplace(waiting, (moment, n, story))
            continue
        heappop(waiting)
        over += 1
        if progress is not None:
            progress(over, total)
