"""How fast a storm of events of the telephone is taken by two threads, and that it comes to the
same facts as the clean sequence: ten thousand events, shuffled and doubled."""

from time import perf_counter

from calls.tokens import issue
from hotline import servers
from tests.bench.apply import own_database
from tests.calls.conftest import Switch, connect_lines, seat_of
from tests.calls.test_storm import storm
from tests.cast import make_cast
from tests.factories import MONDAY
from tests.rules import make_rules

CALLS, EVENTS = 1_750, 10_000


def measure() -> dict[str, float]:
    """Events a second, over HTTP's own path and with all checks of the facts included."""
    with servers.up(), own_database():
        cast = make_cast()
        make_rules()
        connect_lines()
        seat_of(cast.operator)
        source, token = issue("云湖交换机", at=MONDAY)
        begun = perf_counter()
        storm(Switch(token, source), CALLS, EVENTS)
        return {"storm.events_per_second": EVENTS / (perf_counter() - begun)}
