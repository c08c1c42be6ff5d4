"""The key ring: how identity is sealed, opened, and found without being opened.

Each 32-byte secret of settings.PHONE_KEYS (id:hex, the first writes, all of them read) gives two
keys of its own by HKDF: one for AES-256-GCM, one for HMAC-SHA-256. What is sealed is bound to its
purpose and to the row's own index, so that it opens nowhere else.
"""

import hmac
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE = 12  # bytes, fresh for every sealing
_ENTRY = re.compile(r"([A-Za-z0-9._-]{1,20}):([0-9A-Fa-f]{64})")


class Unreadable(Exception):
    """Sealed bytes that this key does not open: damaged, moved from another row, or not ours."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the ring; its secrets never show in a repr."""

    id: str
    sealing: bytes = field(repr=False)
    hashing: bytes = field(repr=False)

    def seal(self, text: str, *, purpose: str, row: bytes) -> bytes:
        """Encrypt; only the same purpose and row open it again."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.sealing).encrypt(nonce, text.encode(), self._bound(purpose, row))

    def open(self, sealed: bytes, *, purpose: str, row: bytes) -> str:
        """Decrypt. Raises Unreadable."""
        nonce, rest = sealed[:NONCE], sealed[NONCE:]
        try:
            return AESGCM(self.sealing).decrypt(nonce, rest, self._bound(purpose, row)).decode()
        except (InvalidTag, ValueError):
            raise Unreadable(f"{purpose}：密钥 {self.id} 打不开") from None

    def hash(self, text: str, *, purpose: str) -> bytes:
        """32 bytes that stand for the text and, without the key, tell nothing about it."""
        return hmac.digest(self.hashing, f"{purpose}\0{text}".encode(), sha256)

    def _bound(self, purpose: str, row: bytes) -> bytes:
        return f"{self.id}\0{purpose}\0".encode() + row


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys, the one that writes first."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        """The key that writes."""
        return self.keys[0]

    def __getitem__(self, key_id: str) -> Key:
        """The key of that id. Raises KeyError naming a key that is not in PHONE_KEYS."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyError(f"PHONE_KEYS 里没有密钥 {key_id}")

    def ids(self) -> set[str]:
        """The ids of all keys."""
        return {key.id for key in self.keys}

    def hashes(self, text: str, *, purpose: str) -> list[bytes]:
        """The text's hash under every key: a row is found whichever key wrote it."""
        return [key.hash(text, purpose=purpose) for key in self.keys]


def key_ring() -> KeyRing:
    """The ring of the settings. Raises ImproperlyConfigured when PHONE_KEYS is not as it must be
    (the message names the place in the list, never what stands there)."""
    return _ring_of(tuple(settings.PHONE_KEYS))


@lru_cache(maxsize=8)
def _ring_of(entries: tuple[str, ...]) -> KeyRing:
    keys = tuple(_key(place, entry) for place, entry in enumerate(entries, 1))
    if not keys:
        raise ImproperlyConfigured("PHONE_KEYS 是空的：至少要一个“编号:64位十六进制”")
    _refuse_twice([key.id for key in keys], "编号")
    _refuse_twice([key.sealing for key in keys], "密钥")
    return KeyRing(keys)


def _key(place: int, entry: str) -> Key:
    match = _ENTRY.fullmatch(entry)
    if match is None:
        raise ImproperlyConfigured(
            f"PHONE_KEYS 第{place}项写错了：要写成“编号:64位十六进制”，编号用字母、数字、点和横线"
        )
    secret = bytes.fromhex(match[2])
    if len(set(secret)) == 1:
        raise ImproperlyConfigured(f"PHONE_KEYS 第{place}项不是密钥：每个字节都一样")
    return Key(match[1], _derived(secret, b"seal"), _derived(secret, b"hash"))


def _derived(secret: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hotline citizen 1 " + use).derive(secret)


def _refuse_twice(values: Iterable[object], what: str) -> None:
    seen = list(values)
    if len(set(seen)) != len(seen):
        raise ImproperlyConfigured(f"PHONE_KEYS 里有两项的{what}一样")
