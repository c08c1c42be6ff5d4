"""What moved is pushed to browsers: one Redis subscription a process, fanned out to its streams.

Redis carries topics and ids (orders/publishing.py), never data; whoever hears of something fetches
it again through the doors of orders/access.py. Each topic is held against the person's own scope.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from django.conf import settings
from redis import RedisError
from redis.asyncio import Redis

from calls.publishing import CALLS
from orders.publishing import ORDERS, channel

log = logging.getLogger(__name__)
MERGED = 1.0  # seconds: what comes within it is told as one
HEARTBEAT = 20.0  # seconds between signs of life; the session is looked at as often
MOST_IDS = 100  # of one topic in one event
RETRY = 3  # seconds until a browser, or this process, asks again
EVERYTHING = "*"  # something may have been missed: fetch all that is shown


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may hear of: every order or those of some subtrees, and the own notices."""

    staff_id: int
    whole: bool = False
    paths: tuple[str, ...] = ()

    def of(self, topics: Iterable[str]) -> set[str]:
        """The topics of one change that this person may hear. A change of an order carries the
        path of every unit that holds it; outside the own subtrees nothing of it is heard."""
        topics = set(topics)
        heard = topics & {f"staff:{self.staff_id}", EVERYTHING}
        if self.whole:
            heard |= topics & {CALLS}
        units = [topic.removeprefix("unit:") for topic in topics if topic.startswith("unit:")]
        if self.whole or any(unit.startswith(path) for unit in units for path in self.paths):
            heard |= {topic for topic in topics if topic == ORDERS or topic.startswith("order:")}
        return heard


@dataclass(eq=False, slots=True)
class Stream:
    """One browser's stream: what it has yet to be told."""

    scope: Scope
    waiting: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, topics: Iterable[str], row_id: int) -> None:
        """Note a change, as far as it concerns the person."""
        for topic in self.scope.of(topics):
            self.waiting[topic].add(row_id)
            self.woken.set()

    async def moved(self, *, until: float) -> bool:
        """Wait until something is to be told, or that time of the loop; whether something is."""
        left = until - asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(self.woken.wait(), max(left, 0))
        except TimeoutError:
            return False
        return True

    def take(self) -> dict[str, list[int]]:
        """What waits to be told, once."""
        taken = {topic: sorted(ids)[:MOST_IDS] for topic, ids in self.waiting.items()}
        self.waiting.clear()
        self.woken.clear()
        return taken


class Hub:
    """All streams of this process (strictly, of its event loop) and their one subscription."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.listening: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()  # Redis is listened to

    def join(self, stream: Stream) -> None:
        self.streams.add(stream)
        if self.listening is None or self.listening.done():
            self.listening = asyncio.create_task(self._listen())

    def leave(self, stream: Stream) -> None:
        """The last one closes the subscription."""
        self.streams.discard(stream)
        if not self.streams and self.listening is not None:
            self.listening.cancel()
            self.listening = None
            self.ready.clear()

    async def _listen(self) -> None:
        """For as long as anybody is there; after a break everybody fetches everything."""
        missed = False
        while True:
            redis = Redis.from_url(settings.REDIS_URL, socket_keepalive=True)
            try:
                async with redis.pubsub() as pubsub:
                    await pubsub.subscribe(channel())
                    async for message in pubsub.listen():
                        if message["type"] == "subscribe":
                            self._subscribed(missed)
                        else:
                            self._tell(message["data"])
            except (RedisError, OSError):
                log.warning("live: Redis is away", exc_info=not missed)
            finally:
                await redis.aclose()
            missed = True
            self._turn(ready=False)
            await asyncio.sleep(RETRY)

    def _subscribed(self, missed: bool) -> None:
        self._turn(ready=True)
        if missed:
            for stream in self.streams:
                stream.hear([EVERYTHING], 0)

    def _turn(self, *, ready: bool) -> None:
        """Redis comes or goes: every stream says so."""
        (self.ready.set if ready else self.ready.clear)()
        for stream in self.streams:
            stream.woken.set()

    def _tell(self, data: bytes) -> None:
        try:
            said = json.loads(data)
            row_id, topics = int(said["id"]), [str(topic) for topic in said["topics"]]
        except (ValueError, KeyError, TypeError):
            return  # somebody else's word on our channel
        for stream in self.streams:
            stream.hear(topics, row_id)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


def event(name: str, data: object) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


async def events(
    stream: Stream, still: Callable[[], Awaitable[Scope | None]]
) -> AsyncIterator[bytes]:
    """The stream's bytes until the session ends or the browser leaves."""
    here, clock = hub(), asyncio.get_running_loop().time
    here.join(stream)
    try:
        yield f"retry: {RETRY * 1000}\n\n".encode()
        with suppress(TimeoutError):
            await asyncio.wait_for(here.ready.wait(), RETRY)
        state, look = "", clock() + HEARTBEAT
        while True:
            if (now := "open" if here.ready.is_set() else "away") != state:
                state = now
                yield event("state", state)
            if await stream.moved(until=look):
                await asyncio.sleep(MERGED)
                if taken := stream.take():
                    yield event("moved", taken)
            if clock() >= look:
                scope = await still()
                if scope is None:
                    return
                stream.scope, look = scope, clock() + HEARTBEAT
                yield b": alive\n\n"
    finally:
        here.leave(stream)
