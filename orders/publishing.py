"""What moved is told once it is committed: topics and a row's id on Redis, never data.

Whoever listens (hotline/live.py) fetches again through the doors of orders/access.py. Redis may be
away at any moment: then only freshness is lost, and a verb never waits for it.
"""

import json
import time
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from django.conf import settings
from django.db import connection, transaction
from redis import Redis, RedisError

ORDERS = "orders"  # any order: the hotline's own people
PATIENCE = 0.2  # seconds for Redis to take a message
REST = 5.0  # seconds in which an absent Redis is not asked again
_resting = {"until": 0.0}


def order_topic(number: str) -> str:
    """The topic of one order."""
    return f"order:{number}"


def unit_topic(path: str) -> str:
    """The topic of a unit, by its path: whoever hears of a subtree compares the beginning."""
    return f"unit:{path}"


def staff_topic(staff_id: int) -> str:
    """The topic of one person's own things."""
    return f"staff:{staff_id}"


def channel() -> str:
    """The Redis channel of this database: Redis does not part them by itself."""
    return f"live:{connection.settings_dict['NAME']}"


def tell(row_id: int, topics: Callable[[], Iterable[str]]) -> None:
    """After the commit, or at once outside a transaction, say that the row moved. What goes wrong
    then is logged and harms nobody."""
    transaction.on_commit(partial(_publish, row_id, topics), robust=True)


def _publish(row_id: int, topics: Callable[[], Iterable[str]]) -> None:
    if time.monotonic() < _resting["until"]:
        return
    said = json.dumps({"id": row_id, "topics": sorted(topics())})
    try:
        _redis(settings.REDIS_URL).publish(channel(), said)
    except RedisError:
        _resting["until"] = time.monotonic() + REST


@lru_cache(maxsize=2)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
