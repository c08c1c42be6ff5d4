"""The follow code: eight characters that open one order's progress to whoever holds them.

It is a keyed digest of the order's number, so nothing is stored and nothing can be guessed from
another number; a code given out under an older SECRET_KEY stays good while that key is listed in
SECRET_KEY_FALLBACKS.
"""

import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

# 32 signs, five bits each: no 0 O 1 I, which people misread.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8


def code_for(number: str) -> str:
    """The code of that order number."""
    return _under(settings.SECRET_KEY, number)


def opens(number: str, code: str) -> bool:
    """Whether the code, as people write it, belongs to the number; in constant time."""
    given = tidy(code).encode()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    right = [hmac.compare_digest(given, _under(key, number).encode()) for key in keys]
    return any(right)


def tidy(code: str) -> str:
    """The code without the blanks and hyphens people put in, in capitals."""
    return "".join(sign for sign in code if sign not in " -　\t").upper()


def _under(key: str | bytes, number: str) -> str:
    digest = salted_hmac("intake.codes", number, secret=key, algorithm="sha256").digest()
    bits = int.from_bytes(digest[: LENGTH * 5 // 8])
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))
