"""The benches of the verbs run, and each is found by `make bench`."""

from fractions import Fraction

import pytest
from pytest_django import DjangoDbBlocker

from tests.bench import __main__ as every
from tests.bench import apply, clock, decide, replay, telephone
from tests.cast import make_cast
from tests.rules import make_rules


def test_verbs_are_decided_alone_and_done_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decide, "ORDERS", 60)
    monkeypatch.setattr(decide, "ROUNDS", 3)
    rates = decide.measure()
    assert set(rates) == {"decide.verbs_per_second", "decide.verbs_in_memory_per_second"}
    assert min(rates.values()) > 0


@pytest.mark.django_db(transaction=True)
def test_verbs_pass_through_the_database() -> None:
    rates = apply.rate(orders=2)
    assert set(rates) == {"apply.verbs_per_second"}
    assert rates["apply.verbs_per_second"] > 0


def test_every_bench_is_found() -> None:
    assert every.benches() == [
        f"tests.bench.{name}"
        for name in (
            "apply",
            "clock",
            "decide",
            "replay",
            "reports",
            "storm",
            "telephone",
            "worktime",
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_a_backlog_drains_and_an_idle_sweep_finds_nothing() -> None:
    urban = make_cast().urban
    make_rules()
    rates = clock.rate(urban, 20)
    assert set(rates) == {
        "clock.seconds_for_20_cards_at_once",
        "clock.seconds_for_20_after_long_downtime",
        "clock.levels_per_second",
        "clock.idle_sweep_ms_empty",
        "clock.idle_sweep_ms_full",
    }
    assert min(rates.values()) > 0


def test_the_telephone_is_played() -> None:
    rates = telephone.rate(5_000)
    assert set(rates) == {"telephone.calls_per_second"}
    assert rates["telephone.calls_per_second"] > 0


@pytest.mark.long
def test_a_city_is_replayed_and_thrown_away(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        rates = replay.rate(Fraction("0.002"))
    assert set(rates) == {
        f"replay.{name}"
        for name in (
            "rows_per_second",
            "verbs_per_second",
            "calls_per_second",
            "seconds",
            "peak_mb",
        )
    }
    assert min(rates.values()) > 0
