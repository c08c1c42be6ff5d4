"""Before and after over several seeds: each measure with its 95 % interval, and the difference's.

Both are played against the same callers, so that the difference of a seed is that of the staff
alone and its interval is narrow (common random numbers).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from seeds.simulator.telephone.intervals import Interval, interval
from seeds.simulator.telephone.playing import PERCENTILES, Run, rate


@dataclass(frozen=True, slots=True)
class Measure:
    """unit: % (values are parts of one), 秒 or 个."""

    code: str
    name: str
    unit: str
    of: Callable[[Run], float | None] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure over the seeds; None where some seed had nothing to measure."""

    measure: Measure
    before: Interval | None
    after: Interval | None
    difference: Interval | None


def measures(within: float) -> tuple[Measure, ...]:
    """What is compared, in the order it is shown."""
    return (
        Measure("offered", "转人工来电（含重拨）", "个", lambda run: run.sums.offered),
        Measure(
            "in_time_rate",
            f"{within:g}秒接通率",
            "%",
            lambda run: rate(run.sums.in_time, run.sums.offered),
        ),
        Measure(
            "answered_rate", "接通率", "%", lambda run: rate(run.sums.answered, run.sums.offered)
        ),
        Measure(
            "abandoned_rate", "放弃率", "%", lambda run: rate(run.sums.abandoned, run.sums.offered)
        ),
        Measure(
            "abandoned_at_once_rate",
            "其中5秒内挂断",
            "%",
            lambda run: rate(run.sums.at_once, run.sums.offered),
        ),
        Measure("mean_wait", "平均等待", "秒", lambda run: rate(run.waited, run.sums.offered)),
        *(_percentile(percent) for percent in PERCENTILES),
        Measure("occupancy", "座席利用率", "%", lambda run: rate(run.sums.busy, run.sums.ready)),
    )


def _percentile(percent: int) -> Measure:
    return Measure(
        f"wait_p{percent}", f"等待 P{percent}", "秒", lambda run: run.percentiles[percent]
    )


def compare(
    before: Sequence[Run], after: Sequence[Run], chosen: Sequence[Measure]
) -> list[Compared]:
    """Runs of the same seeds in the same order. Raises ValueError for fewer than two."""
    return [
        Compared(
            measure,
            _interval([measure.of(run) for run in before]),
            _interval([measure.of(run) for run in after]),
            _difference(measure, before, after),
        )
        for measure in chosen
    ]


def _difference(measure: Measure, before: Sequence[Run], after: Sequence[Run]) -> Interval | None:
    pairs = [(measure.of(old), measure.of(new)) for old, new in zip(before, after, strict=True)]
    return _interval([None if old is None or new is None else new - old for old, new in pairs])


def _interval(values: Sequence[float | None]) -> Interval | None:
    known = [value for value in values if value is not None]
    return interval(known) if len(known) == len(values) else None
