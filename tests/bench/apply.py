"""How fast verbs are through PostgreSQL, each in its own transaction, in a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from django.db import connection

from hotline import servers
from orders.lifecycle import apply, take_in
from orders.lifecycle.snapshot import UnitRef
from tests.cast import make_cast
from tests.rules import make_rules
from tests.straight_way import DEMAND, START, receiver, steps

ORDERS = 60


@contextmanager
def own_database() -> Iterator[None]:
    """A migrated database for the bench alone, dropped afterwards."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure() -> dict[str, float]:
    """Verbs a second, receiving included."""
    with servers.up(), own_database():
        return rate()


def rate(orders: int = ORDERS) -> dict[str, float]:
    """The same in the database that is there."""
    urban = make_cast().urban
    make_rules()
    lead = UnitRef(urban.pk, urban.path, urban.short_name)
    verbs = 0
    begun = perf_counter()
    for _ in range(orders):
        done = take_in(DEMAND, by=receiver(), at=START)
        verbs += 1
        for step in steps(lead):
            apply(step.verb, done.order_id, by=step.by, at=step.at, **step.inputs)
            verbs += 1
    return {"apply.verbs_per_second": verbs / (perf_counter() - begun)}
