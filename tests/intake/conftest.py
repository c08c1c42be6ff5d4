"""A city with its rules, one credential of the province's platform, and a client that signs."""

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from intake.credentials import issue
from intake.models import Credential
from intake.signing import SCHEME, Signed, signature_of
from orders.models import Channel
from tests.cast import Cast
from tests.factories import SHANGHAI
from tests.rules import make_rules

ORDERS = "/api/v1/orders"
BODY: dict[str, Any] = {
    "kind": "help",
    "title": "柳岸街道2号路路灯不亮",
    "text": "2号路约10盏路灯连续三晚不亮，夜里走路不安全。",
    "citizen": {"phone": "13800000001", "form_of_address": "王女士"},
}


class Platform:
    """Another system: it holds a credential and signs what it sends."""

    def __init__(self, credential: Credential, secret: str) -> None:
        self.credential, self.secret = credential, secret
        self.client = Client(raise_request_exception=False)

    def headers(
        self, body: bytes, key: str, *, date: str = "", path: str = ORDERS, method: str = "POST"
    ) -> dict[str, str]:
        """Signed headers; whoever wants them wrong changes them afterwards."""
        date = date or datetime.now(SHANGHAI).isoformat()
        signed = Signed(method, path, body, date, key)
        signature = signature_of(signed, self.secret.encode())
        return {
            "Authorization": f"{SCHEME} key={self.credential.key_id}, signature={signature}",
            "X-Date": date,
            "Idempotency-Key": key,
        }

    def send(
        self,
        body: Any = None,
        *,
        key: str = "",
        path: str = ORDERS,
        raw: bytes | None = None,
        content_type: str = "application/json",
        **headers: str,
    ) -> Any:
        """A signed demand; keyword headers (X_Date=...) replace signed ones afterwards."""
        data = raw if raw is not None else json.dumps(BODY if body is None else body).encode()
        signed = self.headers(data, key or uuid.uuid4().hex, path=path)
        changed = signed | {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in changed.items() if value}
        return self.client.post(path, data, content_type=content_type, headers=sent)


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast, with reference data and the channel of the province's platform."""
    make_rules()
    Channel.objects.create(code="province", name="省12345")
    return cast


@pytest.fixture
def platform(city: Cast) -> Platform:
    """The province's platform with a fresh credential."""
    channel = Channel.objects.get(pk="province")
    return Platform(*issue(channel, "省12345平台", at=datetime.now(SHANGHAI)))
