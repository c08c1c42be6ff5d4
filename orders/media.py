"""What kinds of files are taken, and what a file is: told from its content, never from its name."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

import filetype
from django.core.files.base import File

from orders.errors import Refused

MEGABYTE = 1024 * 1024
_IMAGE, _SOUND, _OTHER = 10 * MEGABYTE, 50 * MEGABYTE, 20 * MEGABYTE
_OFFICE = "application/vnd.openxmlformats-officedocument"
_HEAD = 8192


@dataclass(frozen=True, slots=True)
class Media:
    """One kind of file. inline: a browser may show it as a picture; else it is downloaded."""

    suffix: str
    type: str
    most_bytes: int
    inline: bool = False
    other_suffixes: tuple[str, ...] = ()


MEDIA: Mapping[str, Media] = {
    media.suffix: media
    for media in (
        Media("jpg", "image/jpeg", _IMAGE, inline=True, other_suffixes=("jpeg", "jpe")),
        Media("png", "image/png", _IMAGE, inline=True),
        Media("webp", "image/webp", _IMAGE, inline=True),
        Media("gif", "image/gif", _IMAGE, inline=True),
        Media("heic", "image/heic", _IMAGE, other_suffixes=("heif",)),
        Media("pdf", "application/pdf", _OTHER),
        Media("docx", f"{_OFFICE}.wordprocessingml.document", _OTHER),
        Media("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _OTHER),
        Media("txt", "text/plain", _OTHER, other_suffixes=("text", "log", "csv")),
        Media("mp3", "audio/mpeg", _SOUND),
        Media("wav", "audio/wav", _SOUND),
        Media("amr", "audio/amr", _SOUND),
        Media("mp4", "video/mp4", _SOUND),
    )
}
MOST_BYTES = max(media.most_bytes for media in MEDIA.values())
ACCEPT = ",".join(f".{suffix}" for suffix in MEDIA)
_ALIASES = {"apng": "png"}
_TAKEN = "只收照片（jpg、png、webp、gif、heic）、pdf、docx、xlsx、txt、录音（mp3、wav、amr）和 mp4"
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<!--")


def recognise(upload: File) -> Media:
    """What the file is. Raises Refused (field file) when it is empty, too big or not taken."""
    size = upload.size or 0
    if size == 0:
        raise _refused("这个文件是空的", "empty")
    if size > MOST_BYTES:
        raise _refused(f"文件最大{MOST_BYTES // MEGABYTE} MB", "too_big")
    media = _told_by_content(upload)
    if media is None:
        raise _refused(_TAKEN, "unknown_type")
    if size > media.most_bytes:
        raise _refused(f"{media.suffix} 文件最大{media.most_bytes // MEGABYTE} MB", "too_big")
    return media


def _told_by_content(upload: File) -> Media | None:
    stream: IO[Any] = upload.open("rb")
    head: bytes = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _office(stream)
    guess = filetype.guess(head)
    if guess is None:
        return _text(stream)
    media = MEDIA.get(_ALIASES.get(guess.extension, guess.extension))
    if media is not None and media.suffix == "pdf" and not _ends_as_pdf(stream):
        return None
    return media


def _office(stream: IO[bytes]) -> Media | None:
    """Documents of Word and Excel, without macros; no part of them is unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused("带宏的文档不收，另存为 docx 或 xlsx 再传", "macros")
    if "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return MEDIA["docx"]
    return MEDIA["xlsx"] if "xl/workbook.xml" in names else None


def _text(stream: IO[bytes]) -> Media | None:
    """Words and nothing else: no markup, no control characters, in UTF-8 or GB 18030."""
    stream.seek(0)
    content = stream.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        return None
    if any(c < " " and c not in "\t\r\n\f" for c in words) or "\x7f" in words:
        return None
    return None if words.lstrip("\ufeff \t\r\n\f").lower().startswith(_MARKUP) else MEDIA["txt"]


def _ends_as_pdf(stream: IO[bytes]) -> bool:
    """Whether the document is whole, so that nothing else hides behind its head."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - 2048))
    return b"%%EOF" in stream.read()


def _refused(message: str, code: str) -> Refused:
    return Refused(message, field="file", code=code)
