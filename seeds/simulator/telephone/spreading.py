"""A task for each of some seeds, in this process or over several; a task must be a pure function of
this package, because a new process knows nothing of Django."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context

from seeds.simulator.telephone.playing import Run

Task = Callable[[int], list[Run]]
# The seeds with what each gave, as they end.
Spread = Callable[[Task, Sequence[int]], Iterator[tuple[int, list[Run]]]]


@contextmanager
def spread(processes: int) -> Iterator[Spread]:
    """Inside, tasks run in so many processes; for 1 in this one, which may then itself be one that
    may have no children."""
    if processes < 2:
        yield _here
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))

    def over(task: Task, seeds: Sequence[int]) -> Iterator[tuple[int, list[Run]]]:
        started = {pool.submit(task, seed): seed for seed in seeds}
        for future in as_completed(started):
            yield started[future], future.result()

    try:
        yield over
    finally:
        pool.shutdown(cancel_futures=True)


def _here(task: Task, seeds: Sequence[int]) -> Iterator[tuple[int, list[Run]]]:
    return ((seed, task(seed)) for seed in seeds)
