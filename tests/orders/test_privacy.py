"""The key ring: what is sealed opens only where it belongs, and a bad ring stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from orders.privacy import KeyRing, Unreadable, key_ring

OLD = "2023:" + "0123456789abcdef" * 4
NEW = "2024:" + "fedcba9876543210" * 4


@pytest.fixture
def ring(settings: Settings) -> KeyRing:
    settings.PHONE_KEYS = [NEW, OLD]
    return key_ring()


def test_the_first_key_writes_and_all_of_them_read(ring: KeyRing) -> None:
    assert ring.newest.id == "2024"
    sealed = ring["2023"].seal("+8613800000001", purpose="phone", row=b"r")
    assert ring["2023"].open(sealed, purpose="phone", row=b"r") == "+8613800000001"


def test_what_is_sealed_never_looks_the_same_twice(ring: KeyRing) -> None:
    key = ring.newest
    once, twice = (key.seal("x", purpose="phone", row=b"r") for _ in range(2))
    assert once != twice
    assert b"x" not in once[12:13]


@pytest.mark.parametrize(
    ("key_id", "purpose", "row"),
    [("2024", "name", b"r"), ("2024", "phone", b"other"), ("2023", "phone", b"r")],
)
def test_what_is_sealed_opens_for_its_own_purpose_row_and_key_alone(
    ring: KeyRing, key_id: str, purpose: str, row: bytes
) -> None:
    sealed = ring.newest.seal("+8613800000001", purpose="phone", row=b"r")
    with pytest.raises(Unreadable) as unreadable:
        ring[key_id].open(sealed, purpose=purpose, row=row)
    assert "138" not in str(unreadable.value)


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
def test_damaged_bytes_are_unreadable(ring: KeyRing, damage: bytes) -> None:
    with pytest.raises(Unreadable):
        ring.newest.open(damage, purpose="phone", row=b"r")


@given(st.text(max_size=60))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    key = key_ring().newest
    assert key.open(key.seal(text, purpose="name", row=b"r"), purpose="name", row=b"r") == text


def test_a_hash_depends_on_key_and_purpose(ring: KeyRing) -> None:
    new, old = ring.hashes("0001", purpose="last4")
    assert new == ring["2024"].hash("0001", purpose="last4")
    assert len({new, old, ring.newest.hash("0001", purpose="phone")}) == 3
    assert len(new) == 32


def test_sealing_and_hashing_use_separate_keys(ring: KeyRing) -> None:
    secret = bytes.fromhex(NEW.partition(":")[2])
    assert len({ring.newest.sealing, ring.newest.hashing, secret}) == 3


def test_a_key_never_shows_its_secret(ring: KeyRing) -> None:
    assert repr(ring.newest) == "Key(id='2024')"
    assert "sealing" not in repr(ring)


def test_a_key_that_is_not_in_the_ring_is_named(ring: KeyRing) -> None:
    with pytest.raises(KeyError, match="2022"):
        ring["2022"]


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ([], "是空的"),
        (["nothing"], "第1项写错了"),
        ([NEW, "2023:short"], "第2项写错了"),
        ([NEW, ":" + "ab" * 32], "第2项写错了"),
        (["2024:" + "zz" * 32], "第1项写错了"),
        (["2024:" + "00" * 32], "不是密钥"),
        ([NEW, "2024:" + "ab" * 31 + "cd"], "编号一样"),
        ([NEW, "2025:" + NEW.partition(":")[2]], "密钥一样"),
        (["x" * 21 + ":" + "ab" * 32], "第1项写错了"),
    ],
)
def test_a_bad_ring_is_refused_without_telling_what_stood_there(
    keys: list[str], says: str, settings: Settings
) -> None:
    settings.PHONE_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match=says) as refused:
        key_ring()
    assert all(entry[-20:] not in str(refused.value) for entry in keys if len(entry) > 20)
