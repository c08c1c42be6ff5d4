"""A scenario made smaller: every quota by the same scale, in whole demands that still add up."""

from dataclasses import fields, replace
from fractions import Fraction

from orders.tables import BadData
from seeds.call_quotas import Calls
from seeds.scenario import Scenario
from seeds.streams import ALONE, RATINGS, Stream

WHOLE = Fraction(1)


def scale_of(text: str) -> Fraction:
    """A scale as people write it, exactly. Raises BadData for anything but above 0 to 1."""
    try:
        scale = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadData(f"--scale：“{text}”不是数，写成 0.01") from None
    if not 0 < scale <= 1:
        raise BadData("--scale：应大于0，不大于1")
    return scale


def scaled(scenario: Scenario, scale: Fraction) -> Scenario:
    """The same scenario with so much of every stream; streams that come to nothing are left out.
    Raises BadData where nothing at all is left."""
    if scale == WHOLE:
        return scenario
    streams = tuple(one for one in (_scaled(s, scale) for s in scenario.streams) if one.accepted)
    if not streams:
        raise BadData("--scale：缩到一件诉求也没有了，写大一些")
    operators = max(1, _near(scenario.operators * scale))
    calls = _calls(scenario.calls, scale) if scenario.calls else None
    return replace(scenario, streams=streams, operators=operators, calls=calls)


def _calls(calls: Calls, scale: Fraction) -> Calls:
    made = {one.name: _near(getattr(calls, one.name) * scale) for one in fields(Calls)}
    made["inbound"] = made["self_service"] + made["answered"] + made["abandoned"]
    return Calls(**made | {"seats": max(1, made["seats"])})


def _scaled(stream: Stream, scale: Fraction) -> Stream:
    """The ends add up to the scaled total: what rounding leaves goes to the largest remainders."""
    exact = {end: count * scale for end, count in stream.ends.items()}
    ends = {end: int(count) for end, count in exact.items()}
    left = _near(stream.accepted * scale) - sum(ends.values())
    for end in sorted(exact, key=lambda end: exact[end] - ends[end], reverse=True)[:left]:
        ends[end] += 1
    completed = ends["completed"]
    counts = {name: min(completed, _near(count * scale)) for name, count in stream.counts.items()}
    for small, large in zip(RATINGS[1:], RATINGS, strict=False):
        counts[small] = min(counts[small], counts[large])
    while sum(counts[name] for name in ALONE) > completed:
        counts[max(ALONE, key=counts.__getitem__)] -= 1
    return replace(stream, ends=ends, counts=counts)


def _near(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
