"""Several statements on one database at once: what one core of the server would do in turn."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

CONNECTIONS = 2  # each keeps a core of the server busy
T = TypeVar("T")


def at_once(
    connection: BaseDatabaseWrapper, jobs: Iterable[Callable[[CursorWrapper], T]]
) -> list[T]:
    """What each job gives, in their order; each has a cursor of a new connection to the same
    database. Within a transaction, which nobody else looks into, they run one after another on
    its own connection. The first error of a job is raised when all have ended."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            return [job(cursor) for job in jobs]

    here = connection.copy()  # of this thread: in another one the default may be another database

    def done(job: Callable[[CursorWrapper], T]) -> T:
        own = here.copy()
        with closing(own), own.cursor() as cursor:
            return job(cursor)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(done, jobs))
