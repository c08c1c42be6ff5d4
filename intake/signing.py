"""How a request is signed: HMAC-SHA256 over method, path, body digest, date and idempotency key.

The idempotency key is signed with the rest, so that a captured request can only ever ask for the
order it already made.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

SCHEME = "HMAC-SHA256"
WINDOW = timedelta(seconds=300)
_HEADER = re.compile(
    r"HMAC-SHA256 +key=(?P<key>[A-Za-z0-9._-]{1,64}) *, *signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the Authorization header says: whose key, and the signature in lower-case hex."""

    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What is signed, as it stood in the request; date is the header's own text."""

    method: str
    path: str  # with ? and query, where there is one, percent-encoded as sent
    body: bytes
    date: str
    idempotency_key: str = ""


def text_to_sign(signed: Signed) -> bytes:
    """Five lines joined by a line feed, without one at the end."""
    lines = (
        signed.method.upper(),
        signed.path,
        hashlib.sha256(signed.body).hexdigest(),
        signed.date,
        signed.idempotency_key,
    )
    return "\n".join(lines).encode()


def signature_of(signed: Signed, secret: bytes) -> str:
    """The signature in lower-case hex."""
    return hmac.new(secret, text_to_sign(signed), hashlib.sha256).hexdigest()


def is_signature(claimed: str, signed: Signed, secret: bytes) -> bool:
    """Whether the claimed signature is the right one, in constant time."""
    return hmac.compare_digest(claimed, signature_of(signed, secret))


def read_header(header: str) -> Claim | None:
    """The claim of an Authorization header; None when it is not of this scheme's form."""
    match = _HEADER.fullmatch(header.strip())
    return Claim(match["key"], match["signature"]) if match else None


def read_date(text: str) -> datetime | None:
    """The moment of RFC 3339 (2026-07-24T15:42:00+08:00) or of an HTTP date; None for anything
    else, one without an offset included."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if moment.utcoffset() is not None:
            return moment
    return None


def within_window(moment: datetime, at: datetime) -> bool:
    """Whether a request dated so may still be heard at that moment."""
    return abs(at - moment) <= WINDOW
