"""Taking out of pictures what the taker did not mean to show: place, device, names, trailing data.

JPEG, PNG and WebP are rebuilt from the parts that make the picture; of Exif only the orientation
stays, or photos would lie on their side. HEIC keeps its shape: its GPS entries are blanked.
"""

import re
import struct
from collections.abc import Callable, Iterator

_ORIENTATION, _GPS = 0x0112, 0x8825
_TIFF = re.compile(rb"II\*\x00|MM\x00\*")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PRIVATE = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_WEBP_PRIVATE = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x08 | 0x04  # "has Exif", "has XMP"
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}  # bytes of a TIFF value by its type


class Damaged(Exception):
    """The picture breaks off or its parts do not fit together."""


def without_metadata(suffix: str, content: bytes) -> bytes:
    """The same picture without its metadata; other kinds of files stay as they are. Raises
    Damaged."""
    rebuild = _REBUILDERS.get(suffix)
    try:
        return rebuild(content) if rebuild else content
    except (IndexError, struct.error):
        raise Damaged from None


def _jpeg(data: bytes) -> bytes:
    parts, orientation = [], 1
    for marker, part in _jpeg_parts(data):
        if marker == 0xE1 and part[4:10] == b"Exif\0\0":
            orientation = _orientation(part[10:])
        if _jpeg_keeps(marker, part):
            parts.append(part)
    return b"".join([b"\xff\xd8", _exif(orientation), *parts, b"\xff\xd9"])


def _jpeg_keeps(marker: int, part: bytes) -> bool:
    """Of the application parts only those a picture's colours need; no comments."""
    if marker == 0xE2:
        return part[4:16] == b"ICC_PROFILE\0"
    return marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts between the start and the end of the image, each with its marker; what follows
    the end is left out."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise Damaged
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == 0xD9:
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end < at + 4 or end > len(data):
            raise Damaged
        if marker == 0xDA:  # the picture's data runs on to the next real marker
            found = _NEXT_MARKER.search(data, end)
            if found is None:
                raise Damaged
            end = found.start()
        yield marker, data[at:end]
        at = end


def _exif(orientation: int) -> bytes:
    """An Exif part that says nothing but the orientation; none when the picture stands upright."""
    if not 2 <= orientation <= 8:
        return b""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    """The orientation an Exif block gives; 1 when it gives none or cannot be read."""
    try:
        order = "<" if tiff[:2] == b"II" else ">"
        for tag, _, _, at in _entries(tiff, 0, order, struct.unpack_from(f"{order}I", tiff, 4)[0]):
            if tag == _ORIENTATION:
                return int(struct.unpack_from(f"{order}H", tiff, at)[0])
    except (IndexError, struct.error):
        return 1
    return 1


def _entries(
    data: bytes | bytearray, base: int, order: str, offset: int
) -> Iterator[tuple[int, int, int, int]]:
    """(tag, type, count, where its value field lies) of one TIFF directory."""
    (count,) = struct.unpack_from(f"{order}H", data, base + offset)
    for n in range(count):
        at = base + offset + 2 + n * 12
        tag, kind, values = struct.unpack_from(f"{order}HHI", data, at)
        yield tag, kind, values, at + 8


def _png(data: bytes) -> bytes:
    parts, at = [_PNG], len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Damaged
        if kind not in _PNG_PRIVATE:
            parts.append(data[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _webp(data: bytes) -> bytes:
    parts, at = [], 12
    end_of_all = 8 + struct.unpack_from("<I", data, 4)[0]
    if end_of_all > len(data):
        raise Damaged
    while at < end_of_all:
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        part = data[at:end]
        if kind == b"VP8X":
            part = part[:8] + bytes([part[8] & ~_WEBP_FLAGS]) + part[9:]
        if kind not in _WEBP_PRIVATE:
            parts.append(part)
        at = end
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _heic(data: bytes) -> bytes:
    """Every Exif block inside with its GPS directory blanked; nothing moves."""
    blanked = bytearray(data)
    for found in _TIFF.finditer(data):
        try:
            _blank_gps(blanked, found.start(), "<" if found[0][:1] == b"I" else ">")
        except struct.error:
            continue  # the four bytes were no Exif block but part of the picture
    return bytes(blanked)


def _blank_gps(data: bytearray, base: int, order: str) -> None:
    (first,) = struct.unpack_from(f"{order}I", data, base + 4)
    for tag, _, _, at in list(_entries(data, base, order, first)):
        if tag != _GPS:
            continue
        (offset,) = struct.unpack_from(f"{order}I", data, at)
        entries = list(_entries(data, base, order, offset))
        for _, kind, values, place in entries:
            size = _SIZES.get(kind, 1) * values
            if size > 4:
                (place,) = struct.unpack_from(f"{order}I", data, place)
                place += base
            _blank(data, place, max(size, 4) if size <= 4 else size)
        _blank(data, base + offset, 2 + 12 * len(entries))


def _blank(data: bytearray, at: int, size: int) -> None:
    end = min(at + size, len(data))
    data[at:end] = bytes(max(0, end - at))


_REBUILDERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": _jpeg,
    "png": _png,
    "webp": _webp,
    "heic": _heic,
}
