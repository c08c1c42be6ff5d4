"""Reading the parts a printed figure is recomputed from: sums, and ratios or rows of sums.

964 + 318; 314 / 318; 5269 / 5416 = 97.29; (6+17+4+5)/(2+10+5+8)/1; 12.92万 / 25.9万.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reports.ledger.printed import Number, read

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?[万亿]?)|(?P<mark>[+\-/()]))")
_STATED = re.compile(r"^(?P<parts>[^=]+)=\s*(?P<stated>\d+(?:\.\d+)?)\s*%?\s*(?:\([^)]*\))?\s*$")

Coarse = Mapping[Fraction, Fraction]  # the nominal value of a figure printed in 万 -> half its step


class BadParts(ValueError):
    """Parts that cannot be read."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sum, and by how much it may be off because something in it was printed in 万."""

    value: Fraction
    slack: Fraction


@dataclass(frozen=True, slots=True)
class Parts:
    """The sums between the strokes, and the percentage that the parts say they give."""

    terms: tuple[Part, ...]
    stated: Number | None

    @property
    def is_coarse(self) -> bool:
        return any(term.slack for term in self.terms)

    @property
    def ratio(self) -> Fraction | None:
        """First over second, where there are exactly two and the second is not 0."""
        if len(self.terms) != 2 or self.terms[1].value == 0:
            return None
        return self.terms[0].value / self.terms[1].value

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Between what the sum, or the ratio, may lie with all parts off by their slack."""
        top = self.terms[0]
        low, high = top.value - top.slack, top.value + top.slack
        if len(self.terms) != 2:
            return low, high
        under = self.terms[1]
        return low / (under.value + under.slack), high / (under.value - under.slack)


def read_parts(text: str, coarse: Coarse) -> Parts:
    """The parts of the text. Raises BadParts with what could not be read."""
    stated = _STATED.match(text)
    body = stated["parts"] if stated else text
    tokens = _tokens(body)
    terms = [_sum(tokens, coarse)]
    while tokens and tokens[0] == "/":
        tokens.pop(0)
        terms.append(_sum(tokens, coarse))
    if tokens:
        raise BadParts(f"分项“{text}”里多出“{tokens[0]}”")
    number = read(f"{stated['stated']}%").head if stated else None
    return Parts(tuple(terms), number)


def _tokens(text: str) -> list[str]:
    tokens, place, text = [], 0, text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadParts(f"分项“{text}”里“{text[place:].strip()}”读不懂")
        tokens.append(match["number"] or match["mark"])
        place = match.end()
    return tokens


def _sum(tokens: list[str], coarse: Coarse) -> Part:
    total = _term(tokens, coarse)
    while tokens and tokens[0] in "+-":
        sign = 1 if tokens.pop(0) == "+" else -1
        more = _term(tokens, coarse)
        total = Part(total.value + sign * more.value, total.slack + more.slack)
    return total


def _term(tokens: list[str], coarse: Coarse) -> Part:
    token = tokens.pop(0) if tokens else ""
    if token == "(":
        inner = _sum(tokens, coarse)
        if not tokens or tokens.pop(0) != ")":
            raise BadParts("分项里少一个右括号")
        return inner
    number = read(token).head if token[:1].isdigit() else None
    if number is None:
        raise BadParts(f"分项里“{token}”处少一个数" if token else "分项没有写完")
    slack = number.step / 2 if number.is_coarse else coarse.get(number.value, Fraction(0))
    return Part(number.value, slack)
