"""Making an order from outside exactly once: the order and the key's row in one transaction."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from intake.models import Credential, IdempotencyKey
from intake.wishes import Wish, demand_of
from orders.citizens import citizen_for
from orders.errors import Conflict, Refused
from orders.lifecycle import take_in
from orders.models import Order
from orders.privacy import key_ring
from units.actor import Actor

ONCE = "idempotency_key_once"
CREATED = 201
PURPOSE = "idempotency"


@dataclass(frozen=True, slots=True)
class Submission:
    """A wish under a key; content is what the digest is made of, whoever sends it."""

    wish: Wish
    key: str
    content: object
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told; replayed when the key had already made the order."""

    order_id: int
    status: int
    body: dict[str, Any]
    replayed: bool


def digests_of(content: object) -> list[str]:
    """Keyed digests of what was asked, the newest key's first, equal for equal content whatever
    the order of names."""
    words = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return [digest.hex() for digest in key_ring().hashes(words, purpose=PURPOSE)]


def submit(
    submission: Submission,
    *,
    by: Actor,
    at: datetime,
    answer: Callable[[Order], dict[str, Any]],
    also: Callable[[Order], None] = lambda order: None,
) -> Receipt:
    """Make the order, or give the answer again that its key got before.

    answer makes the body to keep from the new order; also does what belongs to the order in the
    same transaction (files). Raises Refused: idempotency_key_reused when the key was used for
    something else, and whatever the verb refuses; then nothing is kept and the key stays free.
    """
    if (before := _before(submission)) is not None:
        return before
    try:
        with transaction.atomic():
            return _make(submission, by, at, answer, also)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        raise Conflict("同一个键的请求还在办，请稍后照原样重发", code="busy") from None
    again = _before(submission)  # another request with this key was quicker
    if again is None:
        raise LookupError(f"{ONCE} was violated and no row is there")
    return again


def _make(
    submission: Submission,
    by: Actor,
    at: datetime,
    answer: Callable[[Order], dict[str, Any]],
    also: Callable[[Order], None],
) -> Receipt:
    wish = submission.wish
    person = wish.person
    citizen = None
    if person is not None:
        citizen = citizen_for(person.phone, person.name, person.form_of_address, at=at, heard=False)
    done = take_in(demand_of(wish, citizen_id=citizen.pk if citizen else None, at=at), by=by, at=at)
    order = Order.objects.select_related("channel").get(pk=done.order_id)
    body = answer(order)
    IdempotencyKey.objects.create(
        credential=submission.credential,
        key=submission.key,
        digest=digests_of(submission.content)[0],
        status=CREATED,
        response=body,
        order=order,
        source_ref=wish.source_ref,
        at=at,
    )
    also(order)
    return Receipt(order.pk, CREATED, body, replayed=False)


def _before(submission: Submission) -> Receipt | None:
    row = IdempotencyKey.objects.filter(
        credential=submission.credential, key=submission.key
    ).first()
    if row is None:
        return None
    if row.digest not in digests_of(submission.content):
        raise Refused(
            "这个 Idempotency-Key 已用于另一件，换一个新的", code="idempotency_key_reused"
        )
    return Receipt(row.order_id, row.status, row.response, replayed=True)
