"""Files: told by content, kept once under a random name, all or none, by those who may."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from orders.attachments import MOST_FILES, attach, attach_all, safe_name
from orders.citizens import citizen_for
from orders.erasure import erase
from orders.errors import Forbidden, LifecycleError, Missing, Refused
from orders.media import MEDIA, MEGABYTE
from orders.models import Attachment, Order
from orders.models.text import Audience
from orders.states import OrderState
from tests import samples
from tests.factories import MONDAY, Walk
from units.actor import Actor

pytestmark = pytest.mark.usefixtures("store")
AT = MONDAY + timedelta(hours=3)


def upload(content: bytes, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def brought_to(walk: Walk, state: OrderState, *, confidential: bool) -> Order:
    """An order walked to a state; a confidential one has words that units may read."""
    walk.receive(confidential=confidential)
    if confidential and state != OrderState.RECEIVED:
        walk.dispatch(redacted="路灯不亮")
    return walk.to(state).order


def stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


@pytest.mark.parametrize("suffix", list(samples.SAMPLES))
def test_each_kind_is_told_by_its_content_whatever_its_name(walk: Walk, suffix: str) -> None:
    content = samples.SAMPLES[suffix]
    file = attach(
        walk.receive().order, upload(content, "看看.bin"), by=walk.actor("operator"), at=AT
    )
    assert file.media_type == MEDIA[suffix].type
    assert file.name == f"看看.{suffix}"
    assert file.added_by_id == walk.cast.operator.pk
    assert file.added_at == AT
    assert file.size == file.file.size


def test_a_file_lies_under_a_random_name_in_a_folder_of_the_day(walk: Walk, store: Path) -> None:
    file = attach(walk.receive().order, upload(samples.TXT, "a.txt"), by=Actor.citizen(), at=AT)
    (path,) = stored(store)
    assert path.parent == store / "2024/06/03"
    assert len(path.name) == 32
    assert file.name not in str(path)
    assert path.read_bytes() == samples.TXT
    assert file.added_by is None


REFUSED = [
    (b"", "空的"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "只收"),
    (b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "只收"),
    (b"<?xml version='1.0'?><svg/>", "只收"),
    (b"<script>alert(1)</script>", "只收"),
    (b"MZ\x90\0" + bytes(60), "只收"),
    (b"\x7fELF" + bytes(60), "只收"),
    (b"#!/bin/sh\n\x00", "只收"),
    (b"words\x00more", "只收"),
    (b"\xff\xfe\xfa\xfb", "只收"),
    (b"PK\x03\x04 no archive at all", "只收"),
    (samples.office("evil.exe"), "只收"),
    (samples.office("word/document.xml", "word/vbaProject.bin"), "宏"),
    (samples.office("word/document.xml", first="other.xml"), "只收"),
    (b"%PDF-1.7 and then something else", "只收"),
    (b"BM" + bytes(60), "只收"),
    (b"\x1f\x8b\x08" + bytes(60), "只收"),
    (samples.jpg()[:80], "不完整"),
    (samples.png()[:40], "不完整"),
]


@pytest.mark.parametrize(("content", "says"), REFUSED)
@pytest.mark.parametrize("name", ["照片.jpg", "说明.txt"])
def test_what_is_not_on_the_list_is_refused_whatever_its_name(
    walk: Walk, store: Path, content: bytes, says: str, name: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        attach(walk.receive().order, upload(content, name), by=walk.actor("operator"), at=AT)
    assert refused.value.field == "file"
    assert not Attachment.objects.exists()
    assert stored(store) == []


@pytest.mark.parametrize(
    ("suffix", "most"), [("gif", 10), ("heic", 10), ("pdf", 20), ("txt", 20), ("mp3", 50)]
)
def test_each_kind_has_a_size_of_its_own(walk: Walk, suffix: str, most: int) -> None:
    order, by = walk.receive().order, walk.actor("operator")
    fits = samples.SAMPLES[suffix].ljust(most * MEGABYTE - 8, b" ") + b"%%EOF\n\n\n"
    with pytest.raises(Refused, match=f"最大{most} MB"):
        attach(order, upload(fits + b" "), by=by, at=AT)
    assert attach(order, upload(fits), by=by, at=AT).size == most * MEGABYTE


def test_what_hides_in_and_behind_a_photo_is_not_kept(walk: Walk, store: Path) -> None:
    polyglot = samples.jpg(trailing=b"<script>alert(1)</script>" + samples.office("x"))
    attach(walk.receive().order, upload(polyglot), by=walk.actor("operator"), at=AT)
    kept = stored(store)[0].read_bytes()
    assert b"script" not in kept
    assert b"PK" not in kept
    assert samples.PLACE not in kept


def test_the_same_file_twice_is_one(walk: Walk, store: Path) -> None:
    order, by = walk.receive().order, walk.actor("operator")
    first = attach(order, upload(samples.PDF, "一.pdf"), by=by, at=AT)
    again = attach(order, upload(samples.PDF, "二.pdf"), by=by, at=AT)
    assert again == first
    assert again.name == "一.pdf"
    assert len(stored(store)) == 1
    other = Walk(walk.cast).receive().order
    assert attach(other, upload(samples.PDF), by=by, at=AT) != first


def test_an_order_has_so_many_files_at_most_and_then_none_of_a_batch_is_kept(
    walk: Walk, store: Path
) -> None:
    order, by = walk.receive().order, walk.actor("operator")
    files = [upload(f"说明{n}".encode(), f"{n}.txt") for n in range(MOST_FILES + 1)]
    attach_all(order, files[: MOST_FILES - 1], by=by, at=AT)
    with pytest.raises(Refused, match=f"最多{MOST_FILES}个"):
        attach_all(order, files[MOST_FILES - 1 :], by=by, at=AT)
    assert Attachment.objects.count() == MOST_FILES - 1
    assert len(stored(store)) == MOST_FILES - 1
    attach(order, files[-1], by=by, at=AT)
    assert attach(order, files[0], by=by, at=AT).name == "0.txt"  # known, so not one more


def test_one_bad_file_keeps_the_whole_batch_out(walk: Walk, store: Path) -> None:
    files = [upload(samples.PDF), upload(b"MZ")]
    with pytest.raises(Refused):
        attach_all(walk.receive().order, files, by=walk.actor("operator"), at=AT)
    with pytest.raises(Refused, match="选一个文件"):
        attach_all(walk.order, [], by=walk.actor("operator"), at=AT)
    assert not Attachment.objects.exists()
    assert stored(store) == []


NAMES = [
    ("现场 1.JPG", "现场 1.jpg"),
    ("a.jpeg", "a.jpeg"),
    ("../../etc/passwd", "passwd.jpg"),
    ("C:\\Users\\x\\照片.jpg", "照片.jpg"),
    ("evil.html", "evil.jpg"),
    ("a.php.jpg", "a.php.jpg"),
    ("..", "附件.jpg"),
    (".htaccess", "htaccess.jpg"),
    ("", "附件.jpg"),
    ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie_ x.jpg"),
    ("abc\u202egpj.exe", "abcgpj.jpg"),
    ('a"b<c>.jpg', "a_b_c_.jpg"),
    ("李四13800000001.jpg", "李四138xxxx0001.jpg"),
    ("长" * 300 + ".jpg", "长" * 76 + ".jpg"),
    ("\x00", "附件.jpg"),
]


@pytest.mark.parametrize(("written", "kept"), NAMES)
def test_a_name_is_made_safe(written: str, kept: str) -> None:
    assert safe_name(written, MEDIA["jpg"]) == kept
    assert safe_name(kept, MEDIA["jpg"]) == kept


WHO = [
    # who, state, confidential -> error
    ("operator", OrderState.RECEIVED, False, None),
    ("dispatcher", OrderState.HANDLING, False, None),
    ("reviewer", OrderState.ARCHIVED, False, None),
    ("supervisor", OrderState.HANDLING, True, None),
    ("analyst", OrderState.HANDLING, False, Forbidden),
    ("administrator", OrderState.HANDLING, False, Forbidden),
    ("knowledge_editor", OrderState.HANDLING, False, Missing),
    ("unit_clerk", OrderState.HANDLING, False, None),
    ("unit_head", OrderState.HANDLING, True, None),
    ("unit_clerk", OrderState.RECEIVED, False, Missing),
    ("unit_clerk", OrderState.ARCHIVED, False, Forbidden),
    ("other_clerk", OrderState.HANDLING, False, Missing),
]


@pytest.mark.parametrize(("who", "state", "confidential", "error"), WHO)
def test_who_may_add_files(
    walk: Walk,
    store: Path,
    who: str,
    state: OrderState,
    confidential: bool,
    error: type[LifecycleError] | None,
) -> None:
    order = brought_to(walk, state, confidential=confidential)
    if error is None:
        assert attach(order, upload(samples.PDF), by=walk.actor(who), at=AT).pk
        return
    with pytest.raises(error):
        attach(order, upload(samples.PDF), by=walk.actor(who), at=AT)
    assert stored(store) == []


@pytest.mark.parametrize(
    ("who", "confidential", "asked", "kept"),
    [
        ("operator", False, "", Audience.UNIT),
        ("operator", True, "", Audience.HOTLINE),
        ("operator", True, "unit", Audience.UNIT),
        ("operator", False, "citizen", Audience.CITIZEN),
        ("operator", False, "everybody", None),
        ("unit_clerk", False, "", Audience.UNIT),
        ("unit_clerk", True, "", Audience.UNIT),
        ("unit_clerk", True, "hotline", None),
        ("unit_clerk", False, "citizen", None),
        ("citizen", False, "", Audience.UNIT),
        ("citizen", True, "", Audience.HOTLINE),
        ("citizen", True, "unit", None),
    ],
)
def test_to_whom_a_file_shows(
    walk: Walk, who: str, confidential: bool, asked: str, kept: Audience | None
) -> None:
    order = brought_to(walk, OrderState.HANDLING, confidential=confidential)
    by = Actor.citizen() if who == "citizen" else walk.actor(who)
    if kept is None:
        with pytest.raises(Refused) as refused:
            attach(order, upload(samples.PDF), audience=asked, by=by, at=AT)
        assert refused.value.field == "audience"
    else:
        assert attach(order, upload(samples.PDF), audience=asked, by=by, at=AT).audience == kept


def test_a_file_added_for_more_eyes_shows_under_its_new_name(walk: Walk) -> None:
    order = brought_to(walk, OrderState.HANDLING, confidential=True)
    attach(order, upload(samples.PDF, "李四的材料.pdf"), by=Actor.citizen(), at=AT)
    shown = attach(order, upload(samples.PDF, "材料.pdf"), by=walk.actor("unit_clerk"), at=AT)
    assert (shown.audience, shown.name) == (Audience.UNIT, "材料.pdf")
    narrow = attach(order, upload(samples.PDF, "x.pdf"), by=walk.actor("operator"), at=AT)
    assert (narrow.audience, narrow.name) == (Audience.UNIT, "材料.pdf")
    assert Attachment.objects.count() == 1


def test_erasure_takes_the_files_with_it(walk: Walk, store: Path) -> None:
    citizen = citizen_for("13800000001", at=MONDAY)
    order = walk.receive(citizen_id=citizen.pk).order
    attach(order, upload(samples.PDF, "李四.pdf"), by=Actor.citizen(), at=AT)
    gone = attach(order, upload(samples.TXT, "说明.txt"), by=Actor.citizen(), at=AT)
    os.remove(gone.file.path)  # lost before: that must not keep the rest
    walk.to(OrderState.ARCHIVED)
    record = erase(citizen, by=Actor.system(), at=AT)
    assert record.files == 2
    assert stored(store) == []
    assert set(Attachment.objects.values_list("name", "file")) == {("已抹去", "")}


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_many_at_once_is_one(walk: Walk, store: Path) -> None:
    order, by = walk.receive().order, walk.actor("operator")
    together = Barrier(4)

    def one(_: int) -> int:
        try:
            together.wait(timeout=30)
            return attach(order, upload(samples.PDF), by=by, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1
    assert len(stored(store)) == 1
