"""Reading a printed figure: numbers with their unit and places, and what sort of claim they make.

98.74%, 95.7%, 1282件, 1,282件, 25.9万件, 0.02‰, +10%, +0.35个百分点, 8/51/8081,
12次 (6县区+6单位), 均按时办结. Full-width characters (９８．７４％) are read like the others.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reports.rounding import Rounding, round_to, worth

_NUMBER = re.compile(
    r"(?:(?P<sign>(?<![\w%‰)])[+\-−]|(?:下降|减少|降低|回落|增长|增加|上升|提升|提高)了?)\s*)?"
    r"(?P<digits>\d+(?:\.\d+)?)\s*(?P<unit>(?:个\s*)?百分点|[%‰]|[万亿]?[^\W\d_万亿]?)"
)
_LESS = ("-", "−", "下降", "减少", "降低", "回落")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_AFTER = re.compile(r"\s*(?:$|,(?!\d)|[、;(。])")
_BEFORE = re.compile(r"\s*(?:(?:同比|环比|[比较](?:上|去)(?:年|季度?|月|周|旬)(?:同期)?)\s*)?")
_RATES = frozenset({"%", "‰"})
_POINTS = "百分点"
_EVERY_ONE = re.compile(r"(均|全部|都)")


class Claim(StrEnum):
    """What a printed figure says."""

    RATE = "rate"
    CHANGE = "change"  # against an earlier period
    COUNT = "count"
    LIST = "list"  # several figures in a row: 19948/19755/99.03%
    EVERY_ONE = "every_one"  # in words: all of them
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its exact nominal value (25.9万 is 259000, 98.74% is 0.9874)."""

    value: Fraction
    places: int
    unit: str
    signed: bool = False

    @property
    def step(self) -> Fraction:
        """What one more in the last printed digit is worth."""
        return worth(self.unit) / Fraction(10) ** self.places

    @property
    def is_rate(self) -> bool:
        return self.unit in _RATES

    @property
    def is_points(self) -> bool:
        """Printed in percentage points."""
        return self.unit == _POINTS

    @property
    def is_coarse(self) -> bool:
        """Printed in 万 or 亿: rounded by whoever printed it."""
        return self.unit[:1] in {"万", "亿"}

    def gives(self, exact: Fraction, rounding: Rounding = Rounding.HALF_UP) -> bool:
        """Whether the exact value is printed as this number."""
        one = worth(self.unit)
        return round_to(exact / one, self.places, rounding) == round_to(
            self.value / one, self.places, rounding
        )


ALL = Number(Fraction(1), 0, "%")  # what “均按时办结” says


@dataclass(frozen=True, slots=True)
class Reading:
    """The claim, its own number (None where words or several numbers make it), and all numbers."""

    claim: Claim
    head: Number | None
    numbers: tuple[Number, ...]
    items: int = 0  # how many things the words list


def read_one(text: str) -> Number | None:
    """The number that a text is, or begins with before a comma or bracket: 86.9%, 0.02‰ (目标1‰),
    同比增长11.2%. None for any other text."""
    text = plain(text)
    start = _BEFORE.match(text)
    match = _NUMBER.match(text, start.end() if start else 0)
    if match is None or not _AFTER.match(text, match.end()):
        return None
    return _number(match)


def plain(text: str) -> str:
    """The text in half-width characters, its numbers without separators of thousands."""
    narrow = text.translate(_NARROW)
    return _GROUPED.sub(lambda match: match[0].replace(",", ""), narrow)


def read(text: str) -> Reading:
    """What the printed text says; text without any number or quantity is words."""
    text = plain(text)
    numbers = tuple(_number(match) for match in _NUMBER.finditer(text))
    pieces = [_NUMBER.fullmatch(piece.strip()) for piece in text.split("/")]
    if len(pieces) > 1 and all(pieces):
        rate = next((number for number in numbers if number.is_rate), None)
        return Reading(Claim.LIST, rate, numbers)
    first = _NUMBER.match(text.strip())
    if first is None:
        items = len(re.split(r"[、/]", text)) if re.search(r"[、/]", text) else 0
        claim = Claim.EVERY_ONE if _EVERY_ONE.match(text) else Claim.WORDS
        return Reading(claim, None, numbers, items)
    head = numbers[0]
    if not head.is_rate:
        return Reading(Claim.COUNT, head, numbers)
    return Reading(Claim.CHANGE if head.signed else Claim.RATE, head, numbers)


def _number(match: re.Match[str]) -> Number:
    digits, unit = match["digits"], match["unit"]
    if unit.endswith(_POINTS):
        unit = _POINTS
    value = Fraction(digits) * worth(unit)
    if match["sign"] and match["sign"].startswith(_LESS):
        value = -value
    return Number(value, len(digits.partition(".")[2]), unit, match["sign"] is not None)
