"""A gateway for machines that have none: it behaves like one and reports through the real door.

Calls are busy, unanswered, refused, answered with and without a rating, told twice, told late or
never; what becomes of a call follows from the seed and its key. What waits to be reported is kept
in Redis: lost there, a call is one whose result never comes.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from django.conf import settings
from django.db import connection
from django.urls import reverse
from redis import Redis, RedisError

from intake.credentials import issue, secret_of
from intake.models import Credential
from intake.signing import SCHEME, Signed, signature_of
from orders.callbacks.gateway import Call, Gateway, GatewayAway
from orders.callbacks.http_gateway import HttpGateway

HOLDER = "模拟的回访网关"
PATIENCE = 5.0  # seconds
AGAIN = 30.0  # seconds until a report that was not taken is told again
# How often each comes, of a hundred calls.
BECOMES = {"rated": 52, "reached": 7, "busy": 11, "no_answer": 19, "refused": 5, "wrong_number": 2}
SILENT = 100 - sum(BECOMES.values())
RATINGS = (5, 5, 5, 4, 4, 3, 3, 2, 1)
LATE, TWICE = 0.08, 0.15
Report = dict[str, Any]
Post = Callable[[bytes, dict[str, str]], int]


def gateway() -> Gateway | None:
    """What is connected: a city's own, else the simulated one, in production nobody."""
    if settings.CALLBACK_URL:
        return HttpGateway(settings.CALLBACK_URL, settings.CALLBACK_KEY)
    return SimulatedGateway() if settings.CALLBACKS_SIMULATED else None


def reports_of(call: Call, seed: str) -> Iterator[tuple[datetime, Report]]:
    """What will be told of a call and when; nothing of one that is lost."""
    draw = random.Random(f"{seed} {call.key}")
    became = draw.choices([*BECOMES, "silent"], [*BECOMES.values(), SILENT])[0]
    if became == "silent":
        return
    said: Report = {"reference": str(call.key), "result": became}
    if became == "rated":
        rating = draw.choice(RATINGS)
        said |= {"result": "reached", "rating": rating, "contacted": draw.random() < 0.9}
        said |= {"solved": rating >= 3}
    moment = call.placed_at + timedelta(seconds=draw.randrange(8, 90))
    if draw.random() < LATE:
        moment = call.until + timedelta(minutes=draw.randrange(1, 30))
    yield moment, said
    if draw.random() < TWICE:
        yield moment + timedelta(seconds=draw.randrange(1, 20)), said


@lru_cache(maxsize=2)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class SimulatedGateway:
    """Takes every call; deliver() tells what is due of them."""

    seed: str = "12345"
    redis: Redis = field(default_factory=lambda: _redis(settings.REDIS_URL))

    @property
    def _waiting(self) -> str:
        return f"simulated-calls:{connection.settings_dict['NAME']}"

    def place(self, call: Call) -> str:
        """The same key twice is one call. Raises GatewayAway where Redis is."""
        try:
            for n, (moment, said) in enumerate(reports_of(call, self.seed)):
                line = json.dumps({"n": n, "said": said}, sort_keys=True)
                self.redis.zadd(self._waiting, {line: moment.timestamp()}, nx=True)
        except RedisError as fault:
            raise GatewayAway(type(fault).__name__) from None
        return f"sim-{call.key.hex[:16]}"

    def deliver(self, *, at: datetime, post: Post) -> int:
        """Tell what is due by `at`; what is not taken is told again. The answer is how many were
        told."""
        found = self.redis.zrangebyscore(self._waiting, "-inf", at.timestamp(), start=0, num=100)
        lines = [line.decode() for line in found if isinstance(line, bytes)]
        told = 0
        for line in lines:
            if not self.redis.zrem(self._waiting, line):
                continue  # another worker tells it
            body = json.dumps(json.loads(line)["said"]).encode()
            if post(body, signed_headers(body, at)) >= 500:
                self.redis.zadd(self._waiting, {line: at.timestamp() + AGAIN})
            told += 1
        return told


def signed_headers(body: bytes, at: datetime) -> dict[str, str]:
    """What proves at the door that the simulated gateway speaks."""
    credential = Credential.objects.filter(
        serves=Credential.Serves.CALLBACKS, holder=HOLDER, active=True
    ).first()
    if credential is None:
        credential, _ = issue(None, HOLDER, at=at)
    date = at.isoformat()
    signed = Signed("POST", reverse("intake:api-results"), body, date)
    signature = signature_of(signed, secret_of(credential).encode())
    return {
        "Authorization": f"{SCHEME} key={credential.key_id}, signature={signature}",
        "X-Date": date,
        "Content-Type": "application/json",
    }


def post_home(body: bytes, headers: dict[str, str]) -> int:
    """Over HTTP to the hotline's own address; the status, or 503 where nobody answers."""
    url = f"{settings.SITE_URL}{reverse('intake:api-results')}"
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(Request(url, body, headers, method="POST"), timeout=PATIENCE) as answer:
            return int(answer.status)
    except OSError as fault:
        return int(getattr(fault, "code", 503))
