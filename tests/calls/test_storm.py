"""A storm of events, shuffled and doubled, comes to the same facts as the clean sequence.

Two thousand here; `make bench` pours ten thousand.
"""

import random
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from calls.models import Call, CallReference, Seat
from calls.tokens import issue
from tests.calls.conftest import Switch, at
from tests.factories import MONDAY

pytestmark = pytest.mark.long
CALLS, EVENTS = 350, 2_000
SAMPLE = 100  # of them told again, by another switch, in their order
Body = dict[str, Any]


def story(n: int, draw: random.Random) -> Iterator[Body]:
    """One call's events in their order, each with its moment."""
    moment, said = draw.uniform(0, 3600), {"callId": f"call-{n}", "direction": "in", "to": "12345"}
    said["from"] = draw.choice(["anonymous", f"1380000{draw.randrange(200):04d}", "8001", "??"])

    def event(name: str, after: float = 0.0, **more: Any) -> Body:
        nonlocal moment
        moment += after
        return {"event": name, "at": at(moment).isoformat(), **said, **more}

    yield event("newCall", queue=draw.choice(["general", "人社专席", "no such"]))
    if draw.random() < 0.5:
        yield event("ivr", 1)
        yield event("queue", 20, queue="general")
    if draw.random() < 0.2:
        yield event("hangup", draw.uniform(1, 60), cause=draw.choice(["cancel", "noAnswer", ""]))
        return
    yield event("answer", draw.uniform(1, 40), answeringNumber=draw.choice(["801", "802", "x"]))
    if draw.random() < 0.3:
        yield event("hold", 10)
        yield event("resume", 15)
    if draw.random() < 0.1:
        yield event("transfer", 5, target="110")
    if draw.random() < 0.95:
        yield event("hangup", draw.uniform(5, 300), cause="normalClearing")
        if draw.random() < 0.4:
            yield event("rating", 3, rating=draw.randrange(0, 7))


def facts_of(switch: Switch) -> dict[str, dict[str, Any]]:
    """Every column of calls by the switch's number; ids of rows made on the way are left out."""
    references = CallReference.objects.filter(source=switch.source)
    found = dict(references.values_list("call_id", "cti_id"))
    away = {"id", "pk", "citizen_id", "cti_id", "source_id", "events"}
    kept = [field.attname for field in Call._meta.fields if field.attname not in away]
    facts = {}
    for row in Call.objects.filter(id__in=found).select_related("citizen"):
        told = {(event["event"], event["at"]) for event in row.events}
        masked = row.citizen.phone_masked if row.citizen else None
        facts[found[row.id]] = {n: getattr(row, n) for n in kept} | {"told": told, "who": masked}
    return facts


def pour(switch: Switch, bodies: list[Body], *, threads: int) -> set[int]:
    """Send them all, by so many threads at once; the statuses answered."""
    statuses: set[int] = set()

    def send(part: list[Body]) -> None:
        client = Client()
        for body in part:
            answer = client.post(f"/cti/{switch.token}", body, content_type="application/json")
            statuses.add(answer.status_code)
        connection.close()

    parts = [threading.Thread(target=send, args=(bodies[n::threads],)) for n in range(threads)]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    return statuses


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_events_gives_the_facts_of_the_clean_sequence(
    switch: Switch, seat: Seat
) -> None:
    storm(switch, CALLS, EVENTS)


def storm(switch: Switch, calls: int, events: int) -> None:
    """So many calls, told in so many events in any order; then a sample of them once more, told
    in their order by another switch."""
    draw = random.Random(12345)
    clean = [body for n in range(calls) for body in story(n, draw)]
    storm = clean + draw.choices(clean, k=events - len(clean))
    draw.shuffle(storm)
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        assert pour(switch, storm, threads=2) == {200}
        stormy = facts_of(switch)
        calm, quiet = issue("另一台交换机", at=MONDAY), [f"call-{n}" for n in range(SAMPLE)]
        other = Switch(calm[1], calm[0])
        assert pour(other, [b for b in clean if b["callId"] in quiet], threads=1) == {200}
    assert len(storm) == events
    assert len(stormy) == calls
    assert {name: stormy[name] for name in quiet} == facts_of(other)
    told = defaultdict(set)
    for body in clean:
        moment = datetime.fromisoformat(body["at"]).astimezone(UTC).isoformat()
        told[body["callId"]].add((body["event"], moment))
    assert {name: facts["told"] for name, facts in stormy.items()} == told
