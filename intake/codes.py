"""The follow code: eight characters that open one order's progress to whoever holds them.

It is a keyed digest of the order's number, so nothing is stored and nothing can be guessed from
another number. The first key of the ring (settings.PHONE_KEYS) gives codes out; a code given out
under an older key opens as long as that key is in the ring.
"""

import hmac

from django.conf import settings
from django.urls import reverse

from orders.privacy import key_ring

PURPOSE = "follow"
# 32 signs, five bits each: no 0 O 1 I, which people misread.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8


def code_for(number: str) -> str:
    """The code of that order number."""
    return _written(key_ring().newest.hash(number, purpose=PURPOSE))


def opens(number: str, code: str) -> bool:
    """Whether the code, as people write it, belongs to the number; in constant time."""
    given = tidy(code).encode()
    digests = key_ring().hashes(number, purpose=PURPOSE)
    right = [hmac.compare_digest(given, _written(digest).encode()) for digest in digests]
    return any(right)


def follow_words(number: str) -> str:
    """How a citizen follows the order, at the end of a message: the code and the page."""
    page = f"{settings.SITE_URL}{reverse('intake:follow')}"
    return f"查询码{code_for(number)}，办到哪了见 {page}"


def tidy(code: str) -> str:
    """The code without the blanks and hyphens people put in, in capitals."""
    return "".join(sign for sign in code if sign not in " -　\t").upper()


def _written(digest: bytes) -> str:
    bits = int.from_bytes(digest[: LENGTH * 5 // 8])
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))
