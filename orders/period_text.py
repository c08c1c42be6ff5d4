"""How a period is written: its code, its Chinese label, and the codes that can be read back."""

import re
from datetime import date
from enum import StrEnum

# A report month that opens on this day or later is named for the month it ends in.
LATE_OPENING = 16


class Kind(StrEnum):
    """How a period is cut out of the calendar."""

    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SPAN = "span"  # any first day to any last day


_YEAR, _MONTH = r"([0-9]{4})", r"([0-9]{2})"
_DATE = rf"{_YEAR}-{_MONTH}-{_MONTH}"
_CODES = {
    Kind.YEAR: re.compile(_YEAR),
    Kind.HALF_YEAR: re.compile(rf"{_YEAR}-H([0-9])"),
    Kind.QUARTER: re.compile(rf"{_YEAR}-Q([0-9])"),
    Kind.MONTH: re.compile(rf"{_YEAR}-{_MONTH}(?:@([0-9]{{2}}))?"),
    Kind.TEN_DAYS: re.compile(rf"{_YEAR}-{_MONTH}-X([0-9])"),
    Kind.WEEK: re.compile(rf"{_YEAR}-W([0-9]{{2}})"),
    Kind.DAY: re.compile(_DATE),
    Kind.SPAN: re.compile(rf"{_DATE}\.\.{_DATE}"),
}


def read(code: str) -> tuple[Kind, list[int]]:
    """The kind and the numbers of a code, unchecked; ValueError when it has no code's shape."""
    for kind, pattern in _CODES.items():
        if match := pattern.fullmatch(code):
            return kind, [int(part) for part in match.groups() if part is not None]
    raise ValueError("应如2016、2016-H1、2016-Q2、2016-06、2016-06-X2、2016-W23或2016-06-15")


def code(kind: Kind, first: date, last: date, opens_on: int) -> str:
    """The code of the period from first to last."""
    iso = first.isocalendar()
    named = _named_month(first, last, opens_on)
    return {
        Kind.DAY: f"{first}",
        Kind.WEEK: f"{iso.year}-W{iso.week:02}",
        Kind.TEN_DAYS: f"{first:%Y-%m}-X{first.day // 10 + 1}",
        Kind.MONTH: f"{named:%Y-%m}" + (f"@{opens_on:02}" if opens_on != 1 else ""),
        Kind.QUARTER: f"{first.year}-Q{first.month // 3 + 1}",
        Kind.HALF_YEAR: f"{first.year}-H{first.month // 6 + 1}",
        Kind.YEAR: f"{first.year}",
        Kind.SPAN: f"{first}..{last}",
    }[kind]


def label(kind: Kind, first: date, last: date, opens_on: int) -> str:
    """The Chinese words for the period from first to last."""
    year, iso = f"{first.year}年", first.isocalendar()
    named = _named_month(first, last, opens_on)
    month = f"{named.year}年{named.month}月"
    until = _day(last) if last.year == first.year else f"{last.year}年{_day(last)}"
    return {
        Kind.DAY: f"{year}{_day(first)}",
        Kind.WEEK: f"{iso.year}年第{iso.week}周",
        Kind.TEN_DAYS: f"{month}{'上中下'[first.day // 10 % 3]}旬",
        Kind.MONTH: month + (f"（{_day(first)}至{_day(last)}）" if opens_on != 1 else ""),
        Kind.QUARTER: f"{year}第{'一二三四'[first.month // 3 % 4]}季度",
        Kind.HALF_YEAR: f"{year}{'上下'[first.month // 6 % 2]}半年",
        Kind.YEAR: year,
        Kind.SPAN: f"{year}{_day(first)}至{until}",
    }[kind]


def _named_month(first: date, last: date, opens_on: int) -> date:
    return last if opens_on >= LATE_OPENING else first


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
