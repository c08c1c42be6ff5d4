"""Reading TOML that people write: every fault is told in Chinese with its file and its field."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from orders.reading import Unreadable, read_path

_DIGITS = 12  # before and behind the point: what people write is shorter


class BadData(Unreadable):
    """A data file that cannot be right; the words name the file, the field and the fault."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one file; each read is checked, and finish() refuses what nobody read."""

    file: str
    values: Mapping[str, Any]
    place: str = ""
    read: set[str] = field(default_factory=set)

    def fault(self, key: str, words: str) -> BadData:
        """The error to raise about a field of this table (an empty key: the table itself)."""
        where = ".".join(part for part in (self.place, key) if part)
        return BadData(f"{self.file}：{where}：{words}" if where else f"{self.file}：{words}")

    def take(self, key: str, kind: type, words: str) -> Any:
        """A field that must be there and of that very kind (True is no whole number)."""
        self.read.add(key)
        if key not in self.values:
            raise self.fault(key, "缺少这个字段")
        value = self.values[key]
        if type(value) is not kind:
            raise self.fault(key, f"应为{words}")
        return value

    def has(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str, default: str | None = None, *, most: int = 200) -> str:
        """Words without blanks around them, never empty, at most so many characters."""
        self.read.add(key)
        if default is not None and key not in self.values:
            return default
        value: str = self.take(key, str, "文字")
        if not value or value != value.strip():
            raise self.fault(key, "不能是空的，前后也不能有空格")
        if len(value) > most:
            raise self.fault(key, f"最多{most}个字")
        return value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of the allowed words."""
        value = self.text(key, default)
        if value not in allowed and value != default:
            raise self.fault(key, f"“{value}”不在{'、'.join(allowed)}之中")
        return value

    def known(self, key: str, codes: Collection[str], what: str, default: str | None = None) -> str:
        """The code of something that exists, or the default where nothing is named."""
        value = self.text(key, default)
        if value not in codes and value != default:
            raise self.fault(key, f"没有代码是“{value}”的{what}")
        return value

    def number(self, key: str, *, low: int = 1) -> int:
        value: int = self.take(key, int, "整数")
        if value < low:
            raise self.fault(key, f"不能小于{low}")
        return value

    def exact(self, key: str, default: Fraction | None = None) -> Fraction:
        """A number as written, 5 or 0.5, of a file read exactly (read_file)."""
        self.read.add(key)
        if default is not None and key not in self.values:
            return default
        if key not in self.values:
            raise self.fault(key, "缺少这个字段")
        return self._exact(key, self.values[key])

    def exacts(self, key: str) -> tuple[Fraction, ...]:
        """A list of numbers as written, at least one."""
        values: list[Any] = self.take(key, list, "数的列表，如 [95, 90]")
        if not values:
            raise self.fault(key, "至少要有一个数")
        return tuple(self._exact(f"{key}[{place}]", value) for place, value in enumerate(values, 1))

    def _exact(self, key: str, value: object) -> Fraction:
        number = Decimal(value) if type(value) is int else value
        if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) < _DIGITS:
            return Fraction(number)
        raise self.fault(key, "应为数，如 5 或 0.5")

    def flag(self, key: str) -> bool:
        """true or false; not there counts as false."""
        return bool(self.take(key, bool, "true 或 false")) if key in self.values else False

    def day(self, key: str, default: date | None = None) -> date:
        """A local day, written bare: 2014-01-01."""
        self.read.add(key)
        if default is not None and key not in self.values:
            return default
        value: date = self.take(key, date, "日期，如 2014-01-01")
        assert not isinstance(value, datetime)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, none twice; not there counts as empty."""
        if key not in self.values:
            return ()
        values: list[Any] = self.take(key, list, "文字的列表")
        for place, value in enumerate(values, 1):
            if not isinstance(value, str) or not value.strip():
                raise self.fault(f"{key}[{place}]", "应为文字")
            if value in values[: place - 1]:
                raise self.fault(f"{key}[{place}]", f"“{value}”写了两次")
        return tuple(values)

    def table(self, key: str) -> "Table":
        return Table(self.file, self.take(key, dict, "一个表"), self._inner(key))

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list, in order."""
        for place, value in enumerate(self.take(key, list, "表的列表"), 1):
            if not isinstance(value, dict):
                raise self.fault(f"{key}[{place}]", "应为一个表")
            yield Table(self.file, value, self._inner(f"{key}[{place}]"))

    def each(self) -> Iterator[tuple[str, "Table"]]:
        """Every field of this table as a table of its own."""
        for key in self.values:
            yield key, self.table(key)

    def finish(self) -> None:
        """Refuses a field that nothing has read: a slip of the pen must not pass in silence."""
        for key in self.values:
            if key not in self.read:
                near = get_close_matches(key, self.read, n=1)
                raise self.fault(key, f"没有这个字段{f'，是不是 {near[0]}' if near else ''}")

    def _inner(self, key: str) -> str:
        name = f"“{key}”" if "." in key else key
        return f"{self.place}.{name}" if self.place else name


def read_file(path: Path, folder: Path, *, exact: bool = False) -> Table:
    """A file as one table, named as people find it below the folder; exact: numbers keep the
    digits they are written with. Raises BadData."""
    name = path.relative_to(folder).as_posix()
    try:
        text = read_path(path, name)
    except Unreadable as error:
        raise BadData(str(error)) from None
    return read_text(text, name, exact=exact)


def read_text(text: str, name: str, *, exact: bool = False) -> Table:
    """The text of a file of that name as one table. Raises BadData."""
    try:
        return Table(name, tomllib.loads(text, parse_float=Decimal if exact else float))
    except RecursionError:
        raise BadData(f"{name}：不是合规的 TOML（套得太深）") from None
    except ArithmeticError:
        raise BadData(f"{name}：不是合规的 TOML（有个数太大）") from None
    except ValueError as error:  # of which TOMLDecodeError is one, and a number too long another
        raise BadData(f"{name}：不是合规的 TOML（{error}）") from error
