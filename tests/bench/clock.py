"""How fast a backlog drains, and what an idle sweep costs over an empty and over a full table."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from django.db import connection

from hotline import servers
from orders.clock.sweep import sweep
from orders.models import Level
from tests.bench.apply import own_database
from tests.cast import make_cast
from tests.factories import MONDAY, moment
from tests.orders.clock.crowd import overdue_orders
from tests.rules import make_rules
from units.models import Unit

DUE_AT_ONCE = 10_000
IDLE_SWEEPS = 200
DUE = moment("2024-06-11 17:30")  # dispatched on the Monday, five working days, one holiday
BEFORE_DUE = DUE - timedelta(minutes=1)
LATER = MONDAY + timedelta(days=200)


def measure() -> dict[str, float]:
    """Seconds for so many cards at once and for a backlog, milliseconds of an idle sweep."""
    with servers.up(), own_database():
        urban = make_cast().urban
        make_rules()
        return rate(urban, DUE_AT_ONCE)


def rate(urban: Unit, orders: int) -> dict[str, float]:
    """The same in the database that is there, by one process alone."""
    empty = _milliseconds(_idle)
    overdue_orders(orders, urban)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    full = _milliseconds(_idle)
    sweep(at=BEFORE_DUE)
    cards = _drained(DUE, orders)
    levels = Level.objects.count()
    backlog = _drained(LATER, orders)
    return {
        f"clock.seconds_for_{orders}_cards_at_once": cards,
        f"clock.seconds_for_{orders}_after_long_downtime": backlog,
        "clock.levels_per_second": (Level.objects.count() - levels) / backlog,
        "clock.idle_sweep_ms_empty": empty,
        "clock.idle_sweep_ms_full": full,
    }


def _drained(at: datetime, orders: int) -> float:
    """Seconds of the sweep at that moment; every order must be due in it."""
    begun = perf_counter()
    swept = sweep(at=at)
    seconds = perf_counter() - begun
    if swept.items["orders"] != orders:
        raise AssertionError(f"{swept.items['orders']} of {orders} orders were due")
    return seconds


def _idle() -> None:
    if sweep(at=MONDAY - timedelta(days=1)).items:
        raise AssertionError("an idle sweep found something")


def _milliseconds(what: Callable[[], None]) -> float:
    what()
    begun = perf_counter()
    for _ in range(IDLE_SWEEPS):
        what()
    return (perf_counter() - begun) / IDLE_SWEEPS * 1000
