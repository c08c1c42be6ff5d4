"""A gateway behind an address: POST the call as JSON, with the key as bearer and as its name."""

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from orders.callbacks.gateway import Call, GatewayAway

TIMEOUT = 5.0  # seconds
MOST = 64 * 1024  # bytes of an answer


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_opener = build_opener(_NoRedirect(), ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """POST {to, reference, until}; {"id": "..."} is the gateway's number of the call."""

    url: str
    secret: str = field(repr=False)
    timeout: float = TIMEOUT

    def place(self, call: Call) -> str:
        """Raises GatewayAway for whatever is not an answer with a number."""
        said = {"to": call.phone, "reference": str(call.key), "until": call.until.isoformat()}
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.secret}",
            "Idempotency-Key": str(call.key),
        }
        request = Request(self.url, json.dumps(said).encode(), headers, method="POST")
        try:
            with _opener.open(request, timeout=self.timeout) as answer:
                told = json.loads(answer.read(MOST))
        except (OSError, HTTPException, ValueError) as fault:
            raise GatewayAway(type(fault).__name__) from None
        number = told.get("id") if isinstance(told, dict) else None
        if not isinstance(number, str) or not number.strip():
            raise GatewayAway("no number")
        return number.strip()
