"""Issuing a credential, opening its secret, and noting that it was used."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from intake.models import Credential
from orders.models import Channel
from orders.privacy import Key, key_ring

PURPOSE = "credential"
NOTED_EVERY = timedelta(minutes=1)  # last_used_at is no finer than this


def issue(channel: Channel | None, holder: str, *, at: datetime) -> tuple[Credential, str]:
    """A new credential and its secret, which is told this once and can never be read back by
    anybody. Without a channel it is for the gateway that calls citizens back."""
    serves = Credential.Serves.DEMANDS if channel else Credential.Serves.CALLBACKS
    key_id = f"{(channel.pk if channel else serves.value)[:27]}.{secrets.token_hex(6)}"
    secret = secrets.token_urlsafe(32)
    key = key_ring().newest
    credential = Credential.objects.create(
        key_id=key_id,
        channel=channel,
        serves=serves,
        holder=holder,
        secret_sealed=key.seal(secret, purpose=PURPOSE, row=key_id.encode()),
        sealed_with=key.id,
        created_at=at,
    )
    return credential, secret


def secret_of(credential: Credential) -> str:
    """The secret, opened. Raises KeyError where PHONE_KEYS lacks the key it was sealed with."""
    key = key_ring()[credential.sealed_with]
    sealed, row = bytes(credential.secret_sealed), credential.key_id.encode()
    return key.open(sealed, purpose=PURPOSE, row=row)


def note_use(credential: Credential, *, at: datetime) -> None:
    """Remember the moment, at most once a minute."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - NOTED_EVERY)
    Credential.objects.filter(stale, pk=credential.pk).update(last_used_at=at)


def reseal(credential: Credential, key: Key) -> None:
    """Seal the secret anew under this key. Raises Unreadable where the old one does not open it."""
    sealed = key.seal(secret_of(credential), purpose=PURPOSE, row=credential.key_id.encode())
    Credential.objects.filter(pk=credential.pk).update(secret_sealed=sealed, sealed_with=key.id)
