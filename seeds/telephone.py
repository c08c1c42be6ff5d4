"""The lines citizens dial and the queues they wait in, read and checked."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from calls.models import Line, SkillQueue
from orders.tables import Table, read_file
from seeds.reference import CODE


@dataclass(frozen=True, slots=True)
class Telephone:
    """Rows ready to be written; nothing of them is in the database yet."""

    lines: tuple[Line, ...]
    queues: tuple[SkillQueue, ...]


def read_telephone(folder: Path, channels: Collection[str]) -> Telephone:
    """All of it, checked. Raises BadData naming file and field."""
    return Telephone(
        tuple(read_lines(read_file(folder / "lines.toml", folder), channels)),
        tuple(read_queues(read_file(folder / "queues.toml", folder))),
    )


def read_lines(root: Table, channels: Collection[str]) -> Iterator[Line]:
    """The lines in the file's order; a number leads to one line."""
    seen: dict[str, str] = {}
    for position, (code, table) in enumerate(root.each(), 1):
        _refuse_strange(root, code)
        numbers = table.words("numbers")
        for number in numbers:
            if not (number.isascii() and number.isdigit()):
                raise table.fault("numbers", f"“{number}”：只写数字")
        _refuse_twice(table, "numbers", (code, *numbers), code, seen)
        yield Line(
            code=code,
            name=table.text("name", most=40),
            joined=table.choice("joined", Line.Joined.values),
            channel_id=table.known("channel", channels, "渠道"),
            numbers=list(numbers),
            position=position,
        )
        table.finish()


def read_queues(root: Table) -> Iterator[SkillQueue]:
    """The queues in the file's order; a name leads to one queue."""
    seen: dict[str, str] = {}
    for position, (code, table) in enumerate(root.each(), 1):
        _refuse_strange(root, code)
        name, names = table.text("name", most=40), table.words("names")
        _refuse_twice(table, "names", (code, name, *names), code, seen)
        yield SkillQueue(
            code=code,
            name=name,
            names=list(names),
            answer_seconds=_between(table, "answer_seconds", 1, 600),
            return_minutes=_between(table, "return_minutes", 1, 10080),
            return_tries=_between(table, "return_tries", 1, 20),
            source=table.text("source"),
            position=position,
        )
        table.finish()


def _refuse_strange(root: Table, code: str) -> None:
    if not CODE.fullmatch(code) or len(code) > 20:
        raise root.fault(f"“{code}”", "代码用小写字母、数字、下划线和点，最多20个")


def _refuse_twice(
    table: Table, key: str, words: Collection[str], code: str, seen: dict[str, str]
) -> None:
    for word in words:
        if (other := seen.setdefault(word.lower(), code)) != code:
            raise table.fault(key, f"“{word}”已经是“{other}”的")


def _between(table: Table, key: str, low: int, high: int) -> int:
    value = table.number(key, low=low)
    if value > high:
        raise table.fault(key, f"不能大于{high}")
    return value
