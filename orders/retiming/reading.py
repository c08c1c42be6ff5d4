"""Reading a holiday notice: one day a line, 日期, 放假 or 上班, a note; from a file or typed."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

LONGEST = 64 * 1024  # bytes: a year has at most 366 lines
OFF, WORK = "放假", "上班"
_KINDS = {"放假": OFF, "休": OFF, "假": OFF, "上班": WORK, "班": WORK, "调休上班": WORK}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HEAD = {"日期", "日子", "date", "day"}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
EXPECTED = "应为“日期,放假或上班,备注”，例如 2026-10-01,放假,国庆节"


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the notice: at which line it stands, whether it is worked."""

    at: int
    day: date
    works: bool
    note: str = ""


class BadNotice(ValueError):
    """The notice cannot be used; faults are whole sentences, with their lines. lines: what could
    be read all the same, so that its other faults can be told together with these."""

    def __init__(self, *faults: str, lines: Sequence[Line] = ()) -> None:
        super().__init__(faults[0])
        self.faults = list(faults)
        self.lines = lines


def decode(content: bytes) -> str:
    """The text of a file as spreadsheets write it: UTF-8 with or without a mark, UTF-16, GBK.

    Raises BadNotice for a file that is empty, too long or no text.
    """
    if not content.strip():
        raise BadNotice("文件是空的，一行也没有")
    if len(content) > LONGEST:
        raise BadNotice(f"文件太大：一年的放假通知不会超过{LONGEST // 1024} KB")
    try:
        if content[:2] in _MARKS:
            text = content.decode(_MARKS[content[:2]])
        else:
            text = _utf8_or_gbk(content)
    except UnicodeDecodeError:
        raise BadNotice("看不懂文件的编码：存成 CSV（UTF-8 或 GBK）再传") from None
    if "\x00" in text:
        raise BadNotice("这不是文本文件：表格要另存为 CSV 再传")
    return text


def _utf8_or_gbk(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def read(text: str) -> list[Line]:
    """The notice's lines in their order. Raises BadNotice naming every line that cannot be read,
    and what is expected of it."""
    lines, faults = [], []
    for number, cells in _rows(text):
        try:
            lines.append(_line(number, cells))
        except ValueError as error:
            faults.append(f"第{number}行：{error}")
    if faults:
        raise BadNotice(*faults, lines=lines)
    if not lines:
        raise BadNotice(f"一天也没有写。每行{EXPECTED}")
    return lines


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something, by their number in the file, without the head."""
    for number, raw in enumerate(text.splitlines(), 1):
        plain = raw.replace("，", ",").replace("\t", ",").replace(";", ",").replace("；", ",")
        cells = [cell.strip().strip("\ufeff") for cell in next(csv.reader([plain]), [])]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if cells[0].lower() in _HEAD:
            continue
        yield number, cells


def _line(number: int, cells: list[str]) -> Line:
    if len(cells) < 2 or not cells[1]:
        raise ValueError(f"只有一栏，{EXPECTED}")
    kind = _KINDS.get(cells[1])
    if kind is None:
        raise ValueError(f"“{cells[1][:20]}”既不是“放假”也不是“上班”")
    note = "，".join(cell for cell in cells[2:] if cell)
    return Line(number, _day(cells[0]), kind == WORK, note[:40])


def _day(text: str) -> date:
    found = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text[:20]}”不是日期，写成 2026-10-01 这样")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(f"没有{text}这一天") from None
