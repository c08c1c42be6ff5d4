"""Who uses the embedded servers: whoever comes first starts them, whoever leaves last stops them.

A user holds a shared lock on var/in-use.lock; the lock falls with the process, so that a kill -9
leaves no false claim, only servers that the next user finds running and the last one stops.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hotline.servers import memory, place, postgres, valkey


@dataclass(frozen=True)
class Wanted:
    """Which of the two servers a command must find up, and on which ports."""

    var: Path
    database_port: int | None
    redis_port: int | None

    def __bool__(self) -> bool:
        return self.database_port is not None or self.redis_port is not None


@contextmanager
def in_use(wanted: Wanted) -> Iterator[None]:
    """The wanted servers are up inside; the last of all users stops them on leaving.

    Raises ServersError when one cannot be started; what the attempt did start is stopped then.
    """
    memory.prepare(wanted.var)
    with (wanted.var / "in-use.lock").open("a") as claim:
        try:
            with memory.mutex(wanted.var):
                fcntl.flock(claim, fcntl.LOCK_SH)
                _start(wanted)
            yield
        finally:
            with memory.mutex(wanted.var):
                if _is_last(claim.fileno()):
                    stop_all(place.home_of(wanted.var))


def stop_all(home: Path) -> bool:
    """Stop both servers whose data lie there; True once they are gone."""
    return all([valkey.stop(home), postgres.stop(home / "postgres")])


def _start(wanted: Wanted) -> None:
    where = place.settle(wanted.var)
    if wanted.database_port is not None:
        password = memory.recall(wanted.var)["database-password"]
        postgres.start(where, wanted.database_port, password)
    if wanted.redis_port is not None:
        password = memory.recall(wanted.var)["redis-password"]
        valkey.start(where, wanted.redis_port, password)


def _is_last(claim: int) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
