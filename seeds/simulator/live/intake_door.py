"""The doors of other systems: signed deliveries to /api/v1/, as a channel's own software sends."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from intake.credentials import issue
from intake.models import Credential
from intake.signing import SCHEME, Signed, signature_of
from orders.errors import Refused
from orders.models import Channel
from seeds.simulator.live.person import TIMEOUT, Away

HOLDER = "模拟的来件"
PATH = "/api/v1/orders"


@dataclass(frozen=True, slots=True)
class Key:
    """A credential as the other system holds it."""

    key_id: str
    secret: str


class IntakeDoor:
    """What the simulated channels send. A channel's credential is issued at its first delivery;
    those of earlier runs are out of use from then on."""

    def __init__(self, base: str) -> None:
        self._http = httpx.Client(base_url=base, timeout=TIMEOUT)
        self._keys: dict[str, Key] = {}

    def deliver(self, channel: str, body: Mapping[str, Any], key: UUID, at: datetime) -> str:
        """The new order's number; the same key delivers the same demand once. Raises Refused and
        Away."""
        sent = json.dumps(body, ensure_ascii=False).encode()
        signed = Signed("POST", PATH, sent, at.isoformat(), str(key))
        own = self._key(channel, at)
        signature = signature_of(signed, own.secret.encode())
        headers = {
            "Authorization": f"{SCHEME} key={own.key_id}, signature={signature}",
            "X-Date": signed.date,
            "Idempotency-Key": str(key),
            "Content-Type": "application/json",
        }
        try:
            answer = self._http.post(PATH, content=sent, headers=headers)
        except httpx.TransportError as error:
            raise Away(str(error)) from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Away(f"{answer.status_code} {PATH}")
        if answer.status_code >= 400:
            raise Refused(f"{channel} 来件没收下：{answer.text[:300]}")
        return str(answer.json()["number"])

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _key(self, channel: str, at: datetime) -> Key:
        if channel not in self._keys:
            Credential.objects.filter(channel=channel, holder=HOLDER).update(active=False)
            credential, secret = issue(Channel.objects.get(pk=channel), HOLDER, at=at)
            self._keys[channel] = Key(credential.key_id, secret)
        return self._keys[channel]
