"""SMS and WeChat template messages: JSON over HTTP, with whatever the other side answers.

A gateway must know a message by its key: a message whose answer was lost is sent again under the
same one. Only an answer that is understood counts as sent.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from orders.notices.gateways.gateway import Message, Permanent, Temporary

TIMEOUT = 8.0  # seconds
MOST = 64 * 1024  # bytes of an answer
# The other side has read the message and will not have it; all else may pass.
REFUSED = frozenset({400, 404, 410, 413, 422})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}", re.ASCII)
# WeChat's own: nobody of that identity, or who refused to be told.
WECHAT_REFUSED = frozenset({40003, 40037, 43004, 43101, 47003})


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirect(), ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """POST {to, text, key} with the key as bearer; {"id": "..."} is the receipt."""

    url: str
    secret: str = field(repr=False)
    timeout: float = TIMEOUT

    def send(self, message: Message) -> str:
        """Raises Temporary or Permanent."""
        said = {"to": message.to, "text": message.text, "key": message.key}
        return _receipt(_asked(self, said).get("id"))


@dataclass(frozen=True, slots=True)
class WeChatGateway:
    """POST a template message; errcode 0 and a msgid are the receipt."""

    url: str
    secret: str = field(repr=False)
    timeout: float = TIMEOUT

    def send(self, message: Message) -> str:
        """Raises Temporary or Permanent."""
        answer = _asked(
            self,
            {
                "touser": message.to,
                "template": message.kind,
                "data": {"content": {"value": message.text}},
                "client_msg_id": message.key,
            },
        )
        code = answer.get("errcode")
        if code in WECHAT_REFUSED:
            raise Permanent(f"errcode_{code}")
        if code != 0 or isinstance(code, bool):
            raise Temporary(f"errcode_{code}" if isinstance(code, int) else "no_receipt")
        return _receipt(answer.get("msgid"))


def _asked(gateway: SmsGateway | WeChatGateway, said: Mapping[str, Any]) -> dict[str, Any]:
    """The other side's JSON object. Raises Temporary or Permanent."""
    request = Request(
        gateway.url,
        data=json.dumps(said, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {gateway.secret}",
            "Idempotency-Key": str(said.get("key") or said.get("client_msg_id")),
        },
    )
    try:
        with _opener.open(request, timeout=gateway.timeout) as answer:
            body = answer.read(MOST + 1)
    except HTTPError as error:
        with error:
            _refused(error.code, error.read(MOST))
    except TimeoutError:
        raise Temporary("timeout") from None
    except URLError as error:
        late = isinstance(error.reason, TimeoutError)
        raise Temporary("timeout" if late else "unreachable") from None
    except (OSError, HTTPException, ValueError):
        raise Temporary("unreachable") from None
    return _object(body)


def _refused(status: int, body: bytes) -> NoReturn:
    if status not in REFUSED:
        raise Temporary(f"http_{status}")
    try:
        code = _object(body).get("error")
    except Temporary:
        code = None
    known = isinstance(code, str) and _CODE.fullmatch(code)
    raise Permanent(str(code) if known else f"http_{status}")


def _object(body: bytes) -> dict[str, Any]:
    if len(body) > MOST:
        raise Temporary("too_long")
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Temporary("not_json") from None
    if not isinstance(answer, dict):
        raise Temporary("not_json")
    return answer


def _receipt(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise Temporary("no_receipt")
    return str(value).strip()[:100]
