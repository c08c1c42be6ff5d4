"""A bulletin typed in as TOML, entry by entry; whatever cannot be read is named with its field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from orders.tables import BadData, Table, read_text
from reports.ledger.printed import ALL, Claim, Number, read, read_one

MOST_CHARACTERS = 1_000_000
MOST_ENTRIES = 1_000
MOST_PARTS = 1_000
MOST_BASES = 20  # that a rate may have been taken over
MOST = 10**12
MOST_PLACES = 4
_LONGEST = 60  # of a number as printed, or of what is shown of a wrong value
_TOO_LARGE, _TOO_LONG = "数太大，最多一万亿", f"最多{MOST_PLACES}位小数"
_COUNT = "写成整数，或照原文写成“25.9万件”"
_RATE = "照原文写成“86.9%”“1.5‰”，或只写数86.9（作百分数）"
_CHANGE = "照原文写成“+11.2%”“下降3.5%”“+0.35个百分点”，或只写数11.2（作百分数）"
_TERM = "写成整数，或照原文写成“25.9万件”“52.7%”"


@dataclass(frozen=True, slots=True)
class Rate:
    """printed ALL with every_one for “均按时办结”; n None, of empty: not printed."""

    name: str
    printed: str
    rate: Number
    n: Number | None
    of: tuple[Number, ...]
    every_one: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the rows it should be the sum of: counts all, or rates all."""

    name: str
    printed: str
    total: Number
    parts: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A count against an earlier one, or a rate against an earlier one."""

    name: str
    printed: str
    change: Number
    now: Number | None
    base: Number | None


Entry = Rate | Sum | Change


def read_bulletin(text: str, name: str) -> list[Entry]:
    """The entries of a file of that name, kind by kind as it first names them, each kind in its
    order. Raises BadData."""
    if len(text) > MOST_CHARACTERS:
        raise BadData(f"{name}：文件太大，最多{MOST_CHARACTERS}个字")
    root = read_text(text, name, exact=True)
    kinds = [kind for kind in root.values if kind in _READERS]
    found = [_READERS[kind](entry) for kind in kinds for entry in _all(root, kind)]
    root.read.update(_READERS)
    root.finish()
    if not found:
        raise BadData(f"{name}：没有条目：至少写一个 [[rate]]、[[sum]] 或 [[change]]")
    return found


def _all(root: Table, kind: str) -> Iterator["_Entry"]:
    if not isinstance(root.values[kind], list):
        raise root.fault(kind, f"写成 [[{kind}]]，两层方括号")
    if len(root.values[kind]) > MOST_ENTRIES:
        raise root.fault(kind, f"最多{MOST_ENTRIES}项，请分成几个文件")
    for table in root.tables(kind):
        name = table.text("name")
        if not name.isprintable():
            raise table.fault("name", "写成一行")
        yield _Entry(table.file, table.values, f"{table.place}（{name}）", {"name"})


class _Entry(Table):
    """One entry's fields, its numbers typed or as printed."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """What it is about."""
        return str(self.values["name"])

    def given(self, key: str) -> object:
        """A field that must be there."""
        return self.take(key, type(self.values.get(key)), "")

    def printed(self, key: str) -> str:
        """A field that must be there, as it was typed."""
        return str(self.given(key)).strip()

    def count(self, key: str) -> Number | None:
        """A whole number of things; None where there is none."""
        return self._count(key, self.given(key)) if self.has(key) else None

    def counts(self, key: str) -> tuple[Number, ...]:
        """One or several; empty where there are none."""
        if not self.has(key):
            return ()
        value = self.given(key)
        some = self.several(key, MOST_BASES) if isinstance(value, list) else [value]
        return tuple(self._count(key, one) for one in some)

    def several(self, key: str, most: int) -> list[object]:
        """The values of a list, at least one and at most so many."""
        some = self.given(key)
        if not isinstance(some, list) or not some:
            raise self.fault(key, "写成方括号里的一列数，至少一个，如 [964, 318]")
        if len(some) > most:
            raise self.fault(key, f"最多{most}个")
        return some

    def _count(self, key: str, value: object) -> Number:
        number = self.figure(key, value, _COUNT)
        if number.is_rate or number.is_points or number.value.denominator != 1:
            raise self.fault(key, f"{_COUNT}，现在是“{value}”")
        return number

    def figure(self, key: str, value: object, expected: str) -> Number:
        """Any number, typed or as printed."""
        found = read_one(value) if isinstance(value, str) and len(value) <= _LONGEST else None
        if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
            found = self._typed(key, Decimal(value))
        if found is None:
            raise self.fault(key, f"{expected}，现在是“{_short(value)}”")
        if abs(found.value) > MOST:
            raise self.fault(key, _TOO_LARGE)
        if found.places > MOST_PLACES:
            raise self.fault(key, _TOO_LONG)
        return found

    def _typed(self, key: str, value: Decimal) -> Number:
        if value.copy_abs() > MOST:  # before it is reckoned with: 1e999999999 is soon written
            raise self.fault(key, _TOO_LARGE)
        places = max(0, -int(value.as_tuple().exponent))
        if places > MOST_PLACES:
            raise self.fault(key, _TOO_LONG)
        return Number(Fraction(value), places, "", signed=value < 0)

    def percent(self, key: str, expected: str) -> Number:
        """A number in % or ‰; one without a unit is in %."""
        value = self.given(key)
        number = self.figure(key, value, expected)
        if not number.unit:
            return Number(number.value / 100, number.places, "%", number.signed)
        if not number.is_rate and not number.is_points:
            raise self.fault(key, f"{expected}，现在是“{value}”")
        return number


def _short(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _rate(entry: _Entry) -> Rate:
    rate, every_one = _printed_rate(entry)
    n, of = entry.count("n"), entry.counts("of")
    entry.finish()
    return Rate(entry.name, entry.printed("printed"), rate, n, of, every_one)


def _printed_rate(entry: _Entry) -> tuple[Number, bool]:
    value = entry.given("printed")
    if isinstance(value, str) and len(value) <= _LONGEST:
        reading = read(value)
        if reading.claim is Claim.EVERY_ONE:
            return ALL, True
        if reading.claim is Claim.LIST and reading.head is not None:
            return reading.head, False
    rate = entry.percent("printed", _RATE)
    if rate.is_points:
        raise entry.fault("printed", f"{_RATE}；百分点写在 [[change]] 里")
    if rate.signed and rate.value >= 0:
        raise entry.fault("printed", f"{_RATE}；升降写在 [[change]] 里")
    return rate, False


def _sum(entry: _Entry) -> Sum:
    total = entry.figure("total", entry.given("total"), _TERM)
    parts = tuple(entry.figure("parts", one, _TERM) for one in entry.several("parts", MOST_PARTS))
    for key, number in [("total", total), *(("parts", part) for part in parts)]:
        if number.is_points or number.is_rate is not total.is_rate:
            raise entry.fault(key, "各项与合计要同是件数，或同是率")
        if not number.is_rate and number.value.denominator != 1:
            raise entry.fault(key, f"{_TERM}；件数是整数")
    entry.finish()
    return Sum(entry.name, entry.printed("total"), total, parts)


def _change(entry: _Entry) -> Change:
    change = entry.percent("printed", _CHANGE)
    now, base = (_side(entry, key) for key in ("now", "base"))
    if now and base and now.is_rate is not base.is_rate:
        raise entry.fault("base", "now与base要同是件数，或同是率")
    entry.finish()
    return Change(entry.name, entry.printed("printed"), change, now, base)


def _side(entry: _Entry, key: str) -> Number | None:
    if not entry.has(key):
        return None
    value = entry.given(key)
    number = entry.figure(key, value, _TERM)
    if number.is_points or (not number.is_rate and number.value.denominator != 1):
        raise entry.fault(key, f"{_TERM}，现在是“{value}”")
    return number


_READERS: dict[str, Callable[[_Entry], Entry]] = {"rate": _rate, "sum": _sum, "change": _change}
