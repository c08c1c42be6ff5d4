"""Pictures keep what makes them pictures and lose what tells of the taker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.metadata import Damaged, without_metadata
from tests import samples


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "heic"])
def test_nothing_of_the_takers_place_stays(suffix: str) -> None:
    content = samples.SAMPLES[suffix]
    assert samples.PLACE in content
    assert samples.PLACE not in without_metadata(suffix, content)


@pytest.mark.parametrize("suffix", list(samples.SAMPLES))
def test_cleaning_twice_is_cleaning_once(suffix: str) -> None:
    once = without_metadata(suffix, samples.SAMPLES[suffix])
    assert without_metadata(suffix, once) == once


@pytest.mark.parametrize("suffix", ["gif", "pdf", "docx", "txt", "mp3", "mp4"])
def test_other_kinds_stay_as_they_are(suffix: str) -> None:
    assert without_metadata(suffix, samples.SAMPLES[suffix]) == samples.SAMPLES[suffix]


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_still_stands_upright(orientation: int, order: str) -> None:
    exif = samples.tiff(order, orientation=orientation)
    clean = without_metadata("jpg", samples.jpg(exif=exif))
    kept = samples.part(0xE1, b"Exif\0\0" + _only(orientation))
    assert (kept in clean) is (orientation > 1)
    assert clean.count(b"Exif\0\0") == (1 if orientation > 1 else 0)


def _only(orientation: int) -> bytes:
    return (
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
        + bytes([orientation])
        + b"\0\0"
        + bytes(4)
    )


@pytest.mark.parametrize(
    "exif", [b"", b"MM\0*", b"MM\0*\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff"]
)
def test_exif_that_cannot_be_read_is_dropped(exif: bytes) -> None:
    assert b"Exif" not in without_metadata("jpg", samples.jpg(exif=exif))


def test_the_picture_and_its_colours_stay() -> None:
    clean = without_metadata("jpg", samples.jpg(body=b"picture"))
    assert clean.count(b"picture") == 3
    assert b"\xff\xd9table" in clean
    assert b"colours" in clean
    assert clean.startswith(b"\xff\xd8")
    assert clean.endswith(b"\xff\xd9")
    assert b"IDAT" in without_metadata("png", samples.png())
    assert b"odd" in without_metadata("webp", samples.webp())


@pytest.mark.parametrize("make", [samples.jpg, samples.png, samples.webp])
def test_what_hangs_behind_a_picture_is_cut_off(make: object) -> None:
    suffix = make.__name__  # type: ignore[attr-defined]
    hidden = samples.office("evil.exe")
    clean = without_metadata(suffix, make(trailing=hidden))  # type: ignore[operator]
    assert clean == without_metadata(suffix, samples.SAMPLES[suffix])


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
@given(data=st.data())
def test_a_picture_that_breaks_off_is_damaged(suffix: str, data: st.DataObject) -> None:
    content = samples.SAMPLES[suffix]
    cut = data.draw(st.integers(min_value=12, max_value=len(content) - 1))
    with pytest.raises(Damaged):
        without_metadata(suffix, content[:cut])


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "heic"])
@given(rest=st.binary(max_size=200), cut=st.integers(min_value=0, max_value=80))
def test_any_bytes_are_a_picture_or_damaged(suffix: str, rest: bytes, cut: int) -> None:
    try:
        without_metadata(suffix, samples.SAMPLES[suffix][: 12 + cut] + rest)
    except Damaged:
        return


def test_bytes_that_only_look_like_exif_stay() -> None:
    picture = samples.heic().split(b"\0\0\0\6Exif")[0] + b"MM\0*" + b"\xff" * 20
    assert without_metadata("heic", picture) == picture
