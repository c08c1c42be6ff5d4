"""/metrics for Prometheus: requests of this process, runs of every task, and what waits.

Tasks run in other processes: their counts are kept in Redis, where losing them costs only
freshness; what waits is asked of the database, which knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from celery import Task
from django.conf import settings
from prometheus_client import REGISTRY, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from redis import Redis, RedisError

from orders.backlog import backlog

TASKS = "metrics:tasks"  # a hash: name|outcome -> runs, name|seconds -> seconds
PATIENCE = 1.0  # seconds for Redis


class MeteredTask(Task):
    """Every task of the timetable: counted by outcome, with the seconds it took."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        begun = perf_counter()
        outcome = "failed"
        try:
            result = super().__call__(*args, **kwargs)
            outcome = "done"
            return result
        finally:
            _note(self.name, outcome, perf_counter() - begun)


def _note(name: str, outcome: str, seconds: float) -> None:
    try:
        pipe = _redis().pipeline(transaction=False)
        pipe.hincrby(TASKS, f"{name}|{outcome}", 1)
        pipe.hincrbyfloat(TASKS, f"{name}|seconds", seconds)
        pipe.execute()
    except RedisError:
        return  # a count is lost, the task is not


@dataclass(frozen=True, slots=True)
class Collector:
    """What is read anew at every scrape."""

    at: datetime

    def collect(self) -> Iterator[Metric]:
        for name, value in backlog(self.at).items():
            yield GaugeMetricFamily(f"hotline_{name}", "what waits", value=value)
        yield from _tasks()


def _tasks() -> Iterator[Metric]:
    runs = CounterMetricFamily("hotline_task_runs", "runs of a task", labels=["task", "outcome"])
    spent = CounterMetricFamily("hotline_task_seconds", "seconds of a task", labels=["task"])
    try:
        found = _redis().hgetall(TASKS)
    except RedisError:
        found = {}
    for key, value in sorted(found.items()):
        name, _, what = str(key).partition("|")
        if what == "seconds":
            spent.add_metric([name], float(value))
        else:
            runs.add_metric([name, what], float(value))
    yield runs
    yield spent


def exposition(at: datetime) -> bytes:
    """All of it in Prometheus' own format, as of a moment."""
    return b"".join(generate_latest(source) for source in (REGISTRY, Collector(at)))


def _redis() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
    )
