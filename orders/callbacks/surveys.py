"""The citizen's link: made when it is sent, good once and for a while; only its hash is kept.

The token is a keyed digest of the attempt's key, so that neither the outbox nor the database holds
anything that opens the page.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from uuid import UUID

from orders.models import PlacedCallback
from orders.models.callback import CallbackTask
from orders.privacy import Key, key_ring

PURPOSE = "survey"
PATH = "/12345/survey/"
_BYTES = 15  # 24 signs of base32, 120 bits


class Trouble(Enum):
    """Why a token opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Survey:
    """What a token opens: the attempt, its task, and the order the citizen knows."""

    placed_id: int
    task_id: int
    order_id: int
    own_order_id: int


def hash_for(key: UUID) -> str:
    """What is kept of a new attempt's token."""
    return _hash(_token(key_ring().newest, key))


def path_of(key: UUID) -> str:
    """The page's path for that attempt. Raises LookupError where there is none, or where the key
    it was made under is lost."""
    kept = PlacedCallback.objects.filter(key=key).values_list("token_hash", flat=True).first()
    for one in key_ring().keys:
        token = _token(one, key)
        if kept and hmac.compare_digest(_hash(token), kept):
            return f"{PATH}{token}/"
    raise LookupError("no such survey")


def behind(token: str, *, at: datetime) -> Survey | Trouble:
    """What the token opens at that moment."""
    placed = (
        PlacedCallback.objects.select_related("task").filter(token_hash=_hash(token)).first()
        if token.isascii()
        else None
    )
    if placed is None:
        return Trouble.UNKNOWN
    if placed.ended_as == PlacedCallback.EndedAs.RESULT or _rated(placed.task):
        return Trouble.USED
    if placed.ended_at is not None or placed.times_out_at <= at:
        return Trouble.EXPIRED
    task = placed.task
    return Survey(placed.pk, task.pk, task.order_id, task.merged_order_id or task.order_id)


def _rated(task: CallbackTask) -> bool:
    return task.outcome == CallbackTask.Outcome.RATED


def _token(key: Key, attempt: UUID) -> str:
    digest = key.hash(attempt.hex, purpose=PURPOSE)[:_BYTES]
    return b32encode(digest).decode().lower()


def _hash(token: str) -> str:
    return sha256(token.lower().encode()).hexdigest()
