"""How fast a city's year is replayed and how much memory it takes: Yueyang's 2016 whole,
a fiftieth of it with REPLAY_SCALE=0.02."""

import os
import resource
from fractions import Fraction
from time import perf_counter

from django.db import connection

from calls.models import Call
from hotline import servers
from hotline.scenario_building import building
from seeds.replay import as_of_for, replay
from seeds.scaling import scale_of, scaled
from seeds.scenario import read_scenario
from seeds.simulator.workers import MOST

NAME = "yueyang-2016"
_MEGA = 1024  # kilobytes, as the system counts memory


class _Measured(Exception):
    """Leaves the building, whose database is then thrown away."""


def measure() -> dict[str, float]:
    """Rows, verbs and calls a second, seconds, and the most memory of all processes together."""
    with servers.up():
        return rate(scale_of(os.environ.get("REPLAY_SCALE", "1")))


def rate(scale: Fraction) -> dict[str, float]:
    """The same in a database of its own."""
    figures: dict[str, float] = {}
    scenario = scaled(read_scenario(NAME), scale)
    try:
        with building(f"bench-{connection.settings_dict['NAME']}".replace("_", "-")):
            begun = perf_counter()
            done = replay(scenario, seed=1, as_of=as_of_for(scenario, None))
            seconds = perf_counter() - begun
            figures = {
                "replay.rows_per_second": done.rows / seconds,
                "replay.verbs_per_second": done.verbs / seconds,
                "replay.calls_per_second": Call.objects.count() / seconds,
                "replay.seconds": seconds,
                "replay.peak_mb": _peak(),
            }
            raise _Measured
    except _Measured:
        return figures


def _peak() -> float:
    own, child = (
        resource.getrusage(who).ru_maxrss / _MEGA
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + MOST * child
