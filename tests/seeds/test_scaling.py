"""A scenario made smaller still adds up, whatever the scale."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders.tables import BadData
from seeds.call_quotas import apportioned, shared_out
from seeds.scaling import scaled
from seeds.scenario import Scenario, names, read_scenario
from seeds.streams import ALONE

SCENARIOS: dict[str, Scenario] = {name: read_scenario(name) for name in names()}
scales = st.fractions(Fraction(1, 200), Fraction(1))


@settings(max_examples=40)
@given(st.sampled_from(sorted(SCENARIOS)), scales)
def test_every_quota_is_scaled_and_the_ends_still_add_up(name: str, scale: Fraction) -> None:
    whole = SCENARIOS[name]
    small = scaled(whole, scale)
    before = {stream.name: stream for stream in whole.streams}
    for stream in small.streams:
        assert abs(stream.accepted - before[stream.name].accepted * scale) <= Fraction(1, 2)
        for end, count in stream.ends.items():
            assert abs(count - before[stream.name].ends[end] * scale) < 1
        completed, counts = stream.ends["completed"], stream.counts
        assert counts["reworked"] <= counts["satisfied"] <= counts["rated"] <= completed
        assert sum(counts[turn] for turn in ALONE) <= completed
    if small.calls and whole.calls:
        assert small.calls.inbound == small.calls.self_service + small.calls.offered
        assert small.calls.in_15s <= small.calls.answered


def test_the_whole_is_the_scenario_itself() -> None:
    assert scaled(SCENARIOS["yueyang-2016"], Fraction(1)) is SCENARIOS["yueyang-2016"]


def test_a_scale_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(BadData, match="缩到一件诉求也没有了"):
        scaled(SCENARIOS["yongshun-2014"], Fraction(1, 10_000))


@given(st.integers(0, 10**6), st.lists(st.integers(0, 5000), min_size=1, max_size=40))
def test_parts_add_up_and_none_is_off_by_one(total: int, weights: list[int]) -> None:
    parts = apportioned(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, whole or 1)) < 1


def test_the_calls_of_all_chunks_are_the_scenarios() -> None:
    calls = SCENARIOS["yueyang-2016"].calls
    assert calls is not None
    shares = shared_out(calls, [4000] * 60 + [0, 1, 17])
    for name in ("answered", "in_15s", "abandoned", "self_service", "outbound", "asking"):
        assert sum(getattr(share, name) for share in shares) == getattr(calls, name)
    assert all(share.in_15s <= share.answered for share in shares)


def test_more_calls_that_register_than_are_answered_are_refused() -> None:
    calls = SCENARIOS["yongshun-2014"].calls
    assert calls is not None
    with pytest.raises(ValueError, match="more calls register"):
        shared_out(calls, [calls.answered])
