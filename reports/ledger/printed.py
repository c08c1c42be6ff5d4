"""Reading a printed figure: numbers with their unit and places, and what sort of claim they make.

98.74%, 95.7%, 1282件, 25.9万件, 0.02‰, +10%, 8/51/8081, 12次 (6县区+6单位), 均按时办结.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reports.rounding import Rounding, round_to, worth

_NUMBER = re.compile(
    r"(?P<sign>(?<![\w%‰)])[+＋\-－−]|下降|减少|降低|回落|增长|增加|上升|提升|提高)?"
    r"(?P<digits>\d+(?:\.\d+)?)\s*(?P<unit>百分点|[%％‰]|[万亿]?[^\W\d_万亿]?)"
)
_LESS = frozenset({"-", "－", "−", "下降", "减少", "降低", "回落"})
_RATES = frozenset({"%", "‰"})
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
    def is_coarse(self) -> bool:
        """Printed in 万 or 亿: rounded by whoever printed it."""
        return self.unit[:1] in {"万", "亿"}

    def gives(self, exact: Fraction, rounding: Rounding = Rounding.HALF_UP) -> bool:
        """Whether the exact value is printed as this number."""
        one = worth(self.unit)
        return round_to(exact / one, self.places, rounding) == round_to(
            self.value / one, self.places, rounding
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The claim, its own number (None where words or several numbers make it), and all numbers."""

    claim: Claim
    head: Number | None
    numbers: tuple[Number, ...]
    items: int = 0  # how many things the words list


def read(text: str) -> Reading:
    """What the printed text says; text without any number or quantity is words."""
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
    digits, unit = match["digits"], match["unit"].replace("％", "%")
    value = Fraction(digits) * worth(unit)
    if match["sign"] in _LESS:
        value = -value
    return Number(value, len(digits.partition(".")[2]), unit, match["sign"] is not None)
