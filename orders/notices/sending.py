"""Deliveries are sent, one worker each: claimed, handed to a gateway, and marked.

A worker claims a delivery by a conditional update and holds it for a few minutes. If it dies
between the gateway's answer and its own mark, the next one sends again under the same key: nothing
is lost, and a gateway that knows keys sends once (at least once otherwise).
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from orders.models import Delivery, NoticePreference
from orders.models.notice import Medium
from orders.notices.gateways.configured import gateway_for
from orders.notices.gateways.gateway import Gateway, Permanent, Temporary
from orders.notices.letters import Skip, message_of
from orders.notices.preferences import AT_ONCE, Quiet, wishes_of

log = logging.getLogger(__name__)
HELD = timedelta(minutes=5)  # well above a gateway's time-out
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
MOST_TRIES = 8  # about two hours; then somebody looks
FAILED_IN_A_ROW = 3  # a gateway that is away is left alone until the next run
MOST_A_RUN = 500
SENT_OUT = (Medium.SMS, Medium.EMAIL, Medium.WECHAT)
_S = Delivery.State
_CLAIM = """
    UPDATE orders_delivery SET state = 'sending', next_try_at = %(until)s, tries = tries + 1
    WHERE id = (
        SELECT id FROM orders_delivery
        WHERE next_try_at <= %(at)s AND medium = ANY(%(media)s)
        ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
_ANYTHING = """
    SELECT EXISTS (SELECT FROM orders_outbox WHERE sent_at IS NULL)
        OR EXISTS (SELECT FROM orders_delivery WHERE next_try_at <= %s)
"""


def anything_to_do(*, at: datetime) -> bool:
    """Whether an outbox row or a delivery waits: two index probes in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING, [at])
        return bool(cursor.fetchone()[0])


def send_due(*, at: datetime, most: int = MOST_A_RUN) -> int:
    """Send what is due, at most so many; the answer is how many were taken. Called outside a
    transaction: each claim and each mark stands by itself."""
    media, failed, taken = set(SENT_OUT), dict.fromkeys(SENT_OUT, 0), 0
    while media and taken < most and (claimed := _claim(at, media)) is not None:
        taken += 1
        medium = Medium(claimed.medium)
        failed[medium] = 0 if _attempt(claimed, at) else failed[medium] + 1
        if failed[medium] >= FAILED_IN_A_ROW:
            media.discard(medium)
    return taken


def _claim(at: datetime, media: Iterable[Medium]) -> Delivery | None:
    """Take the delivery that has waited longest, or None."""
    asked: dict[str, Any] = {"at": at, "until": at + HELD, "media": list(map(str, media))}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, asked)
        row = cursor.fetchone()
    return Delivery.objects.get(pk=row[0]) if row else None


def _attempt(claimed: Delivery, at: datetime) -> bool:
    """One try; False where the gateway, not the message, stood in the way."""
    try:
        gateway = _gateway(claimed, at)
        receipt = gateway.send(message_of(claimed))
    except _Later as later:
        _mark(claimed, state=_S.WAITING, next_try_at=later.when, tries=claimed.tries - 1)
    except Skip as skip:
        _mark(claimed, state=_S.SKIPPED, fault=str(skip))
    except Permanent as fault:
        _mark(claimed, state=_S.DEAD, fault=str(fault))
    except Temporary as fault:
        _put_off(claimed, str(fault), at)
        return False
    except SoftTimeLimitExceeded:
        raise  # the run is over; the claim runs out by itself
    except Exception:
        # Whatever it is, it is this message's: it is tried again later and holds up nobody.
        log.exception("delivery %s", claimed.pk)
        _put_off(claimed, "broken", at)
    else:
        _mark(claimed, state=_S.SENT, sent_at=at, receipt=receipt, fault="")
    return True


class _Later(Exception):
    """Not now: it is night for the recipient."""

    def __init__(self, when: datetime) -> None:
        super().__init__()
        self.when = when


def _gateway(claimed: Delivery, at: datetime) -> Gateway:
    """Raises Skip where the medium is not connected, _Later in quiet hours."""
    if (when := after_quiet(claimed, at)) > at:
        raise _Later(when)
    if claimed.tries > MOST_TRIES:
        raise Permanent(claimed.fault or "lost")
    gateway = gateway_for(claimed.medium)
    if gateway is None:
        raise Skip("medium_off")
    return gateway


def after_quiet(delivery: Delivery, when: datetime) -> datetime:
    """The moment, or the end of the recipient's quiet hours that hold it."""
    if delivery.hot or delivery.kind in AT_ONCE:
        return when
    if delivery.to_kind != Delivery.ToKind.STAFF:
        return Quiet().until(when)
    return wishes_of(NoticePreference.objects.filter(pk=delivery.to_id).first()).quiet.until(when)


def _put_off(claimed: Delivery, fault: str, at: datetime) -> None:
    """Again later, each time twice as late; dead after the last try."""
    if claimed.tries >= MOST_TRIES:
        _mark(claimed, state=_S.DEAD, fault=fault)
        return
    wait = min(FIRST_WAIT * 2 ** (claimed.tries - 1), LONGEST_WAIT)
    again = after_quiet(claimed, at + wait)
    _mark(claimed, state=_S.WAITING, next_try_at=again, fault=fault)


def _mark(claimed: Delivery, **columns: object) -> None:
    """Written only by the worker that holds the claim: who came too late changes nothing."""
    columns = {"next_try_at": None, **columns}
    held = Delivery.objects.filter(pk=claimed.pk, state=_S.SENDING, tries=claimed.tries)
    held.update(**columns)
