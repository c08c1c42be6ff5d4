"""How often each door may be knocked on: counts in Redis, which may be lost without harm.

A window is a fixed stretch of the clock; where Redis does not answer, requests pass.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times within so many seconds."""

    times: int
    seconds: int


RATES: dict[str, Rate] = {
    "address": Rate(120, 60),  # one network address, all of /api/v1/
    "number": Rate(30, 60),  # one order's progress and verbs
    "page": Rate(60, 60),  # one network address, the citizens' forms sent
    "demand": Rate(10, 600),  # one network address, new demands by the page
}


def address_of(request: HttpRequest) -> str:
    """The network address that asks: behind a proxy of ours what that proxy says, and never what
    the asker itself claims."""
    proxies = int(settings.REST_FRAMEWORK["NUM_PROXIES"])  # type: ignore[arg-type]
    if proxies == 0:
        return str(request.META.get("REMOTE_ADDR", ""))
    claimed = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    return claimed[-min(proxies, len(claimed))].strip()


def spend(scope: str, who: str, *, at: datetime, rate: Rate | None = None) -> int | None:
    """Count one knock; None when it may pass, else the seconds until the window ends (1 or more).

    rate is the caller's own where the table has none for it (a credential's).
    """
    allowed = rate or RATES[scope]
    now = int(at.timestamp())
    window = now // allowed.seconds
    named = sha256(who.encode()).hexdigest()[:32]  # whatever was written stands in no key
    key = f"knock:{scope}:{named}:{window}"
    try:
        cache.add(key, 0, timeout=allowed.seconds * 2)
        count = cache.incr(key)
    except (RedisError, ValueError):  # not there, or gone between the two statements
        return None
    return None if count <= allowed.times else (window + 1) * allowed.seconds - now
