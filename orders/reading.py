"""Texts that people name on a command line or keep in a folder: read whole, or refused in words."""

import sys
from pathlib import Path

STDIN = "-"
_WHY = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "是文件夹，不是文件",
    NotADirectoryError: "没有这个文件",
    PermissionError: "没有读它的权限",
}


class Unreadable(ValueError):
    """A file that cannot be read; the words name it and say why."""


def read_named(file: str) -> tuple[str, str]:
    """The text of a file named by a person, "-" for standard input, and what to call it in words.
    Raises Unreadable."""
    if file != STDIN:
        return read_path(Path(file), file), Path(file).name
    try:
        return sys.stdin.read(), "标准输入"
    except UnicodeDecodeError:
        raise Unreadable("标准输入：要用 UTF-8 编码") from None


def read_path(path: Path, name: str) -> str:
    """The text of a file, with or without a byte order mark. Raises Unreadable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{name}：要用 UTF-8 编码") from None
    except OSError as error:
        why = _WHY.get(type(error), f"读不了（{error.strerror}）")
        raise Unreadable(f"{name}：{why}") from None
