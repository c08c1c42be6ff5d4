"""The live stream: each hears what the own eyes may see, merged, until the session ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import AsyncClient, Client
from pytest_django import Settings
from redis import Redis

from calls.publishing import tell_of_call
from hotline import live
from hotline.live import Scope
from orders.models import Outbox
from orders.notices.expanding import expand
from orders.publishing import channel
from orders.states import Verb
from tests.factories import MONDAY, Walk
from units.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MERGED", 0.2)
    monkeypatch.setattr(live, "HEARTBEAT", 0.5)
    monkeypatch.setattr(live, "RETRY", 0.2)


class Ear:
    """One stream of a person, read event by event."""

    def __init__(self, staff: Staff) -> None:
        self.client = AsyncClient()
        self.client.force_login(staff)
        self.body: AsyncIterator[bytes]

    async def open(self) -> None:
        answer = await self.client.get("/live/")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/event-stream"
        self.body = aiter(answer.streaming_content)  # type: ignore[attr-defined]
        assert await self.next("state") == "open"

    async def next(self, name: str, within: float = 3.0) -> Any:
        """The data of the next event of that name."""
        async with asyncio.timeout(within):
            async for part in self.body:
                for said in part.decode().split("\n\n"):
                    if said.startswith(f"event: {name}\n"):
                        return json.loads(said.split("data: ")[1])
        raise AssertionError("the stream ended")

    async def heartbeat(self) -> None:
        """The next sign of life: the person's rights have been looked at again."""
        async with asyncio.timeout(3):
            async for part in self.body:
                if part.startswith(b": alive"):
                    return

    async def silent(self, seconds: float = 0.7) -> bool:
        """Whether nothing comes in that time; the stream is over then."""
        try:
            await self.next("moved", seconds)
        except TimeoutError:
            return True
        return False


async def done(deed: Callable[[], object]) -> None:
    """Do it in a thread of its own, as another request would."""

    def alone() -> None:
        try:
            deed()
        finally:
            connections.close_all()

    await asyncio.to_thread(alone)


def run(*ears: Ear, then: Any) -> None:
    """Open the streams, do what the test does, and let them go."""

    async def whole() -> None:
        for ear in ears:
            await ear.open()
        await then()
        for ear in ears:
            await ear.body.aclose()  # type: ignore[attr-defined]
        await asyncio.sleep(0)

    asyncio.run(whole())


def test_the_hotline_alone_hears_of_a_call(walk: Walk) -> None:
    hotline, unit = Ear(walk.cast.operator), Ear(walk.cast.unit_clerk)

    async def then() -> None:
        await done(lambda: tell_of_call(7))
        assert await hotline.next("moved") == {"calls": [7]}
        assert await unit.silent()

    run(hotline, unit, then=then)


def test_the_hotline_and_the_unit_that_holds_it_hear_of_an_order_and_no_other_unit(
    walk: Walk,
) -> None:
    walk.receive()
    cast, number = walk.cast, walk.order.number
    hotline, unit, other = Ear(cast.dispatcher), Ear(cast.unit_clerk), Ear(cast.other_clerk)

    async def then() -> None:
        await done(walk.dispatch)
        expected = {"orders": [walk.order_id], f"order:{number}": [walk.order_id]}
        assert await hotline.next("moved") == expected
        assert await unit.next("moved") == expected
        assert await other.silent()

    run(hotline, unit, other, then=then)


def test_a_platform_hears_of_its_subtree(walk: Walk) -> None:
    walk.receive()
    east, west = Ear(walk.cast.platform_dispatcher), Ear(walk.cast.west_dispatcher)

    async def then() -> None:
        await done(lambda: walk.dispatch(walk.cast.east_urban))
        assert "orders" in await east.next("moved")
        assert await west.silent()

    run(east, west, then=then)


def test_a_notice_is_told_to_its_own_reader_alone(walk: Walk) -> None:
    cast = walk.cast
    mine, other = Ear(cast.unit_clerk), Ear(cast.unit_head)
    Outbox.objects.create(at=MONDAY, kind="urged", to_kind="staff", to_id=str(cast.unit_clerk.pk))

    async def then() -> None:
        await done(lambda: expand(at=MONDAY))
        assert list(await mine.next("moved")) == [f"staff:{cast.unit_clerk.pk}"]
        assert await other.silent()

    run(mine, other, then=then)


def test_what_comes_together_is_told_together(walk: Walk) -> None:
    ear = Ear(walk.cast.supervisor)
    ids: list[int] = []

    def three() -> None:
        for _ in range(3):
            ids.append(walk.receive().order_id)

    async def then() -> None:
        await done(three)
        assert (await ear.next("moved"))["orders"] == sorted(ids)
        assert await ear.silent()

    run(ear, then=then)


ENDS: dict[str, Callable[[Staff], object]] = {
    "logged out": lambda me: Session.objects.all().delete(),
    "out of use": lambda me: Staff.objects.filter(pk=me.pk).update(is_active=False),
    "another password": lambda me: Staff.objects.filter(pk=me.pk).update(password="!x"),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_stream_ends_with_the_session(walk: Walk, end: str) -> None:
    me = walk.cast.dispatcher
    ear = Ear(me)

    async def then() -> None:
        await done(lambda: ENDS[end](me))
        async with asyncio.timeout(3):
            rest = [part async for part in ear.body]
        assert b"moved" not in b"".join(rest)

    run(ear, then=then)


def test_who_changes_roles_hears_by_the_new_ones_from_the_next_heartbeat(walk: Walk) -> None:
    me = walk.cast.dispatcher
    ear = Ear(me)

    async def then() -> None:
        await done(lambda: Staff.objects.filter(pk=me.pk).update(roles=[]))
        await ear.heartbeat()
        await done(walk.receive)
        assert await ear.silent()

    run(ear, then=then)


def test_streams_hold_no_connection_to_the_database(walk: Walk) -> None:
    ears = [Ear(walk.cast.dispatcher) for _ in range(3)]

    def others() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return int(cursor.fetchone()[0])

    before = others()
    seen: list[int] = []

    async def then() -> None:
        await asyncio.gather(*(ear.heartbeat() for ear in ears))
        await done(lambda: seen.append(others()))

    run(*ears, then=then)
    assert seen == [before + 1], "the connection of the one who counts"


def test_after_redis_was_away_everybody_is_told_to_fetch_everything(walk: Walk) -> None:
    ear = Ear(walk.cast.dispatcher)

    async def then() -> None:
        with Redis.from_url(house.REDIS_URL) as redis:
            redis.client_kill_filter(_type="pubsub")
        assert await ear.next("moved") == {"*": [0]}
        await done(walk.receive)
        assert "orders" in await ear.next("moved")

    run(ear, then=then)


def test_a_stream_without_redis_says_that_it_hears_nothing(walk: Walk, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    ear = Ear(walk.cast.dispatcher)

    async def whole() -> None:
        answer = await ear.client.get("/live/")
        ear.body = aiter(answer.streaming_content)  # type: ignore[attr-defined]
        assert await ear.next("state") == "away"
        await ear.body.aclose()  # type: ignore[attr-defined]

    asyncio.run(whole())


@pytest.mark.parametrize("word", ["", "[]", "{}", '{"id": "x", "topics": []}', "\\u0000", "17"])
def test_a_strange_word_on_the_channel_is_passed_by(walk: Walk, word: str) -> None:
    ear = Ear(walk.cast.dispatcher)

    async def then() -> None:
        with Redis.from_url(house.REDIS_URL) as redis:
            redis.publish(channel(), word)
        await done(walk.receive)
        assert "orders" in await ear.next("moved")

    run(ear, then=then)


def test_a_stranger_hears_nothing_and_only_get_is_answered(walk: Walk) -> None:
    client = Client()
    assert client.get("/live/").status_code == 403
    client.force_login(walk.cast.dispatcher)
    assert client.post("/live/").status_code == 405
    assert client.get("/live/").status_code == 204, "this server holds no streams"


TOPICS = [
    (Scope(1, whole=True), {"orders", "order:5", "unit:/1/2/"}, {"orders", "order:5"}),
    (Scope(1, paths=("/1/2/",)), {"orders", "order:5", "unit:/1/2/7/"}, {"orders", "order:5"}),
    (Scope(1, paths=("/1/2/",)), {"orders", "order:5", "unit:/1/22/"}, set()),
    (Scope(1, paths=("/1/2/",)), {"orders", "order:5"}, set()),
    (Scope(1), {"staff:1", "staff:12"}, {"staff:1"}),
    (Scope(1, whole=True), {"staff:2"}, set()),
]


@pytest.mark.parametrize(("scope", "topics", "heard"), TOPICS)
def test_topics_are_held_against_the_scope(scope: Scope, topics: set[str], heard: set[str]) -> None:
    assert scope.of(topics) == heard


def test_a_verb_of_a_recall_reaches_the_unit_that_lost_it(walk: Walk) -> None:
    walk.receive().dispatch()
    lead = walk.lead.id
    ear = Ear(walk.cast.unit_clerk)

    async def then() -> None:
        await done(lambda: walk.do(Verb.RECALL, "dispatcher", text="派错了", assignment_id=lead))
        assert "orders" in await ear.next("moved")

    run(ear, then=then)
