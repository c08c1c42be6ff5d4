"""Chunks played side by side, each process with a connection of its own."""

import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from django.db import connection

from seeds.simulator import worker
from seeds.simulator.chunks import Chunk, Played, Setting

MOST = 2  # processes: their memory is what a replay needs


def processes_for(chunks: Sequence[Chunk]) -> int:
    """How many processes are worth their start."""
    return min(MOST, len(chunks), len(os.sched_getaffinity(0)))


def play_side_by_side(
    setting: Setting, chunks: Sequence[Chunk], processes: int
) -> Iterator[Played]:
    """Every chunk as it is done. Whatever goes wrong, or is interrupted, ends all of them; what
    they have written stays for the caller to throw away."""
    parcel = pickle.dumps((setting.scenario, setting.seed, setting.as_of))
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=worker.begin,
        initargs=(dict(connection.settings_dict), parcel),
    )
    try:
        for done in as_completed([pool.submit(worker.play, chunk) for chunk in chunks]):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
