"""What was typed, as numbers; a fault names the option and says how to write it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orders.tables import BadData
from seeds.whatif import Question

_CHANGE = re.compile(r"[+-][0-9]{1,6}|0")
_WHOLE = re.compile(r"-?[0-9]{1,6}")
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")


def question(options: Mapping[str, Any]) -> Question:
    """seats, operators, seeds, within as typed. Raises BadData."""
    return Question(
        seats=_change("--seats", options["seats"]),
        operators=_change("--operators", options["operators"]),
        seeds=int(_like(_WHOLE, "--seeds", options["seeds"], "整数")),
        within=float(_like(_NUMBER, "--within", options["within"], "数")),
    )


def target(text: str | None) -> float | None:
    """A percentage as a part of one; None where none was asked for. Raises BadData."""
    return None if text is None else float(_like(_NUMBER, "--target", text, "数")) / 100


def chart_file(text: str | None) -> Path | None:
    """Where to write the chart: refused before the long work, not after it. Raises BadData."""
    if text is None:
        return None
    path = Path(text)
    if path.suffix != ".svg":
        raise BadData(f"--chart：“{text}”要以 .svg 结尾")
    if not path.parent.is_dir():
        raise BadData(f"--chart：没有目录 {path.parent}")
    return path


def write(path: Path, text: str) -> None:
    """Write the chart. Raises BadData where the file cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadData(f"--chart：写不进 {path}（{error.strerror}）") from None


def _change(name: str, text: str | None) -> int:
    if text is None:
        return 0
    if not _CHANGE.fullmatch(text):
        raise BadData(f"{name}：“{text}”不是增减的数，写成 +20 或 -5")
    return int(text)


def _like(pattern: re.Pattern[str], name: str, text: str, kind: str) -> str:
    if not pattern.fullmatch(text):
        raise BadData(f"{name}：“{text}”不是{kind}")
    return text
