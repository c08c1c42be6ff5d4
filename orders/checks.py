"""What must hold before the hotline starts: the key ring is sound and no key in use is missing."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from orders.privacy import KeyRing, key_ring
from orders.rotation import TABLES, keys_in_use


@register(Tags.security)
def key_ring_is_sound(**_: Any) -> list[CheckMessage]:
    """orders.E001: PHONE_KEYS is empty, misspelt or holds something twice."""
    try:
        key_ring()
    except ImproperlyConfigured as error:
        hint = "每项写成“编号:64位十六进制”，逗号隔开，第一项用来写；openssl rand -hex 32 可造一个"
        return [Error(str(error), hint=hint, id="orders.E001")]
    return []


@register(Tags.database)
def no_key_is_lost(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """orders.E002: rows are sealed by a key that PHONE_KEYS lacks (run by migrate, and by
    check --database default)."""
    if "default" not in (databases or ()):
        return []
    try:
        ring = key_ring()
    except ImproperlyConfigured:
        return []  # E001 says so
    return _lost(ring)


def _lost(ring: KeyRing) -> list[CheckMessage]:
    there = set(connections["default"].introspection.table_names())
    return [
        Error(
            f"{table.name}里有用密钥 {key_id} 写的，PHONE_KEYS 里却没有它：号码打不开",
            hint="把这个密钥放回 PHONE_KEYS；要停用它，先 manage.py rotate_keys",
            id="orders.E002",
        )
        for table in TABLES
        if table.model._meta.db_table in there
        for key_id in sorted(keys_in_use(table) - ring.ids())
    ]
