"""The secret in a switch's address: made once, kept as a hash, put out of use by its end."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from calls.models import CtiSource, CtiToken

NOTED_EVERY = timedelta(minutes=1)  # last_used_at is no finer than this


def issue(
    name: str, *, at: datetime, ends_others_at: datetime | None = None
) -> tuple[CtiSource, str]:
    """A new token for the switch of that name, made where it is new; the token is told this once.

    ends_others_at: when the switch's other tokens go out of use, where this one replaces them.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        source, _ = CtiSource.objects.get_or_create(name=name, defaults={"created_at": at})
        if ends_others_at is not None:
            running = source.tokens.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=ends_others_at))
            running.update(ends_at=ends_others_at)
        CtiToken.objects.create(source=source, token_hash=_hash(token), created_at=at)
    return source, token


def source_behind(token: str, *, at: datetime) -> CtiSource | None:
    """The switch that holds the token, or None; the use is remembered once a minute."""
    usable = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    found = (
        CtiToken.objects.filter(usable, token_hash=_hash(token)).select_related("source").first()
    )
    if found is None:
        return None
    if found.last_used_at is None or found.last_used_at < at - NOTED_EVERY:
        CtiToken.objects.filter(pk=found.pk).update(last_used_at=at)
    return found.source


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
