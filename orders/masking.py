"""Numbers inside free writing that tell who somebody is: found, and hidden before it is shown.

Telephone numbers, identity cards and bank cards are hidden, also with blanks or hyphens between
the digits, in full-width digits, or spoken (幺三八…). Order numbers and amounts stay. When in doubt
a number is hidden: the words stay in the database for those who may read them whole.
"""

import re
from collections.abc import Callable
from typing import Final

_SEP: Final = r"[ \t\u00a0\u3000\-‐-―－_.·\u200b-\u200f\u202a-\u202e\u2060\ufeff]{0,3}"
_HAN = str.maketrans("零〇一二三四五六七八九幺", "001234567891")


def _spaced(*parts: str) -> str:
    """The parts with what may stand between them."""
    return _SEP.join(parts)


_IDENTITY = re.compile(
    r"(?<![0-9])"
    + _spaced("[1-9][0-9]{5}", "(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
              "[0-9]{3}[0-9Xx]")
    + r"(?![0-9])"
)  # fmt: skip
_BANK = re.compile(
    r"(?<![0-9])" + _spaced("[0-9]{4}", "[0-9]{4}", "[0-9]{4}", "[0-9]{4}")
    + rf"(?:{_SEP}[0-9]{{1,3}})?(?![0-9])"
)  # fmt: skip
_DIALLED_FIRST = rf"(?:(?:[+＋]|00)?86{_SEP}|0|179[0-9]{{2}}{_SEP}|12593{_SEP})?"
_MOBILE = re.compile(
    r"(?<![0-9])" + _DIALLED_FIRST + _spaced("1", "[3-9]", *["[0-9]"] * 9) + r"(?![0-9])"
)
_AREA = r"[(（]?(010|02[0-9]|0[3-9][0-9]{2})[)）]?"
_LANDLINE = re.compile(
    r"(?<![0-9])(?:(?:[+＋]|00)?86" + _SEP + ")?" + _AREA + _SEP
    + "(" + _spaced("[2-8]", *["[0-9]"] * 6) + f"(?:{_SEP}[0-9])?)(?![0-9])"
)  # fmt: skip
# A local number looks like any other number of its length; a word before it tells it is one.
_LOCAL = re.compile(
    r"(?:电话|座机|固话|号码|手机|联系方式|致电|拨打|来电|回电|联系)[^0-9]{0,6}?"
    + "(?P<number>" + _spaced("[2-8]", *["[0-9]"] * 6) + f"(?:{_SEP}[0-9])?)(?![0-9])"
)  # fmt: skip
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_RUN = re.compile(r"[0-9]{20,}")  # several numbers written without a gap
_IN_RUN = re.compile(r"1[3-9][0-9]{9}")


def mask_numbers(words: str) -> str:
    """The words with every personal number hidden: 138****0001, 0730-****123, 4306**…"""
    for plain in (_plain_digits, _plain_han):
        for pattern, hidden in _RULES:
            words = _replaced(words, plain(words), pattern, hidden)
    return words


def holds_numbers(words: str) -> bool:
    """Whether there is anything in the words that mask_numbers would hide."""
    return mask_numbers(words) != words


def _plain_digits(words: str) -> str:
    """The same length, with all kinds of decimal digits as ASCII ones."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in words)


def _plain_han(words: str) -> str:
    """The same length, with digits spelt in Han characters as ASCII ones too."""
    return _plain_digits(words).translate(_HAN)


def _replaced(
    words: str, plain: str, pattern: re.Pattern[str], hidden: Callable[[re.Match[str]], str]
) -> str:
    """The words with each match in their plain form replaced; the rest stays as written."""
    parts, end = [], 0
    number = "number" if "number" in pattern.groupindex else 0
    for match in pattern.finditer(plain):
        new = hidden(match)
        if new != match[number]:
            parts += [words[end : match.start(number)], new]
            end = match.end(number)
    return "".join([*parts, words[end:]])


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _identity(match: re.Match[str]) -> str:
    return _digits(match[0])[:4] + "*" * 14


def _bank(match: re.Match[str]) -> str:
    digits = _digits(match[0])
    if not (digits.startswith("62") or _luhn(digits)):
        return match[0]
    return f"{digits[:4]}****{digits[-4:]}"


def _luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1)."""
    doubled = (int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _mobile(match: re.Match[str]) -> str:
    digits = _digits(match[0])[-11:]
    return f"{digits[:3]}****{digits[7:]}"


def _landline(match: re.Match[str]) -> str:
    return f"{match[1]}-****{_digits(match[2])[4:]}"


def _local(match: re.Match[str]) -> str:
    digits = _digits(match["number"])
    return match["number"] if _DATE.fullmatch(digits) else f"****{digits[4:]}"


def _run(match: re.Match[str]) -> str:
    return _IN_RUN.sub(_mobile, match[0])


_RULES: Final = (
    (_IDENTITY, _identity),
    (_BANK, _bank),
    (_MOBILE, _mobile),
    (_LANDLINE, _landline),
    (_LOCAL, _local),
    (_RUN, _run),
)
