"""The smallest files of each kind that a hotline is sent, built byte by byte."""

import io
import struct
import zipfile
import zlib

PLACE = b"28.1234N 109.5678E"  # stands for all that metadata tells of the taker


def tiff(order: str = ">", *, orientation: int = 6) -> bytes:
    """An Exif block: an orientation, a camera's name, and a GPS directory with one rational."""
    start = b"MM\0*" if order == ">" else b"II*\0"
    head = start + struct.pack(f"{order}I", 8)
    first = struct.pack(f"{order}H", 2)
    first += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    first += struct.pack(f"{order}HHII", 0x8825, 4, 1, 38)
    first += struct.pack(f"{order}I", 0)
    gps = struct.pack(f"{order}H", 2)
    gps += struct.pack(f"{order}HHI", 1, 2, 2) + b"N\0\0\0"
    gps += struct.pack(f"{order}HHII", 2, 2, len(PLACE), 68)
    gps += struct.pack(f"{order}I", 0)
    return head + first + gps + PLACE


def part(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpg(*, exif: bytes | None = None, trailing: bytes = b"", body: bytes = b"\x12\x34") -> bytes:
    """A JPEG's skeleton: markers in order, two scans as a progressive one has."""
    exif = tiff() if exif is None else exif
    return b"".join(
        [
            b"\xff\xd8",
            part(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            part(0xE1, b"Exif\0\0" + exif) if exif else b"",
            part(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + PLACE + b"</x>"),
            part(0xE2, b"ICC_PROFILE\0\1\1colours"),
            part(0xED, b"Photoshop 3.0\0" + PLACE),
            part(0xFE, b"comment " + PLACE),
            part(0xDB, bytes(65)),
            part(0xC2, bytes(9)),
            part(0xDA, bytes(6)) + body + b"\xff\x00\xff\xd0" + body,
            part(0xC4, b"\xff\xd9table"),  # an end's bytes inside a part are no end
            part(0xDA, bytes(6)) + body,
            b"\xff\xd9",
            trailing,
        ]
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, trailing: bytes = b"") -> bytes:
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            chunk(b"eXIf", tiff()),
            chunk(b"tEXt", b"Comment\0" + PLACE),
            chunk(b"IDAT", zlib.compress(b"\0\0")),
            chunk(b"IEND", b""),
            trailing,
        ]
    )


def webp(*, trailing: bytes = b"") -> bytes:
    def riff(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    body = b"WEBP" + riff(b"VP8X", b"\x1c" + bytes(9)) + riff(b"VP8 ", b"odd")
    body += riff(b"EXIF", tiff()) + riff(b"XMP ", PLACE)
    return b"RIFF" + struct.pack("<I", len(body)) + body + trailing


def heic() -> bytes:
    brands = b"ftypheic\0\0\0\0mif1heic"
    return struct.pack(">I", len(brands) + 4) + brands + b"\0\0\0\6Exif\0\0" + tiff() + b"picture"


def mp4() -> bytes:
    brands = b"ftypisom\0\0\2\0isomiso2mp41"
    return struct.pack(">I", len(brands) + 4) + brands + bytes(40)


def office(*names: str, first: str = "[Content_Types].xml") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in (first, *names):
            archive.writestr(name, "<x/>")
    return packed.getvalue()


GIF = b"GIF89a\1\0\1\0\0\0\0;"
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
MP3 = b"ID3\4\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(60)
WAV = b"RIFF$\0\0\0WAVEfmt " + bytes(24)
AMR = b"#!AMR\n" + bytes(32)
TXT = "路灯三晚不亮".encode()

SAMPLES: dict[str, bytes] = {
    "jpg": jpg(),
    "png": png(),
    "webp": webp(),
    "gif": GIF,
    "heic": heic(),
    "pdf": PDF,
    "docx": office("word/document.xml"),
    "xlsx": office("xl/workbook.xml"),
    "txt": TXT,
    "mp3": MP3,
    "wav": WAV,
    "amr": AMR,
    "mp4": mp4(),
}
