"""The State Council's yearly holiday notices, read from calendar/YYYY.toml and checked.

One file holds one calendar year: `holidays` are named spans of days off (first and last included),
`workdays` the make-up workdays. `edition` counts the notices that changed the year, and a year
without a notice yet is `provisional`. Putting them into the database is not done here.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from orders.workdays import HoursOfDay
from orders.worktime import Calendar

FOLDER = Path(__file__).parent / "calendar"
ZONE = "Asia/Shanghai"
OFFICE_HOURS: HoursOfDay = (("08:30", "12:00"), ("13:30", "17:30"))
OFFICE_WEEK: Mapping[int, HoursOfDay] = dict.fromkeys(range(5), OFFICE_HOURS)

_YEAR_FIELDS = frozenset({"year", "edition", "provisional", "workdays", "holidays"})
_HOLIDAY_FIELDS = frozenset({"name", "first", "last"})


@dataclass(frozen=True, slots=True)
class Holiday:
    """A named span of days off, first and last included."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """The days off, in order."""
        length = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=step) for step in range(length))


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What the notices say about one calendar year."""

    year: int
    edition: int
    provisional: bool
    holidays: tuple[Holiday, ...]
    workdays: tuple[date, ...]

    @property
    def days_off(self) -> tuple[date, ...]:
        """All holidays' days, in order; ordinary weekends are not among them."""
        return tuple(sorted(day for holiday in self.holidays for day in holiday.days))


def load_years(folder: Path = FOLDER) -> tuple[CalendarYear, ...]:
    """Every year in the folder, in order; ValueError naming file and field for a bad one."""
    if not (paths := sorted(folder.glob("*.toml"))):
        raise ValueError(f"{folder}：没有日历文件")
    return tuple(read_year(path) for path in paths)


def read_year(path: Path) -> CalendarYear:
    """One year's file; ValueError naming file and field when it cannot be right."""
    try:
        return _year(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors too
        raise ValueError(f"{path.parent.name}/{path.name}：{error}") from error


def by_notice(years: Iterable[CalendarYear]) -> tuple[frozenset[date], frozenset[date]]:
    """The days off by notice and the working days made up for them, of all the years."""
    some = list(years)
    off = frozenset(day for year in some for day in year.days_off)
    return off, frozenset(day for year in some for day in year.workdays)


def working_calendar(
    years: Iterable[CalendarYear],
    first: date,
    last: date,
    *,
    zone: str = ZONE,
    week: Mapping[int, HoursOfDay] = OFFICE_WEEK,
    workday_hours: HoursOfDay | None = None,
) -> Calendar:
    """The working time from first to last, both included; ValueError when a year is missing."""
    by_year = {year.year: year for year in years}
    needed = range(first.year, last.year + 1)
    if missing := [str(year) for year in needed if year not in by_year]:
        raise ValueError(f"缺少{'、'.join(missing)}年的日历")
    chosen = [by_year[year] for year in needed]
    return Calendar(
        zone=zone,
        week=week,
        holidays=[day for year in chosen for day in year.days_off],
        workdays=[day for year in chosen for day in year.workdays],
        workday_hours=workday_hours,
        known=(first, last),
    )


def _year(table: dict[str, Any], stem: str) -> CalendarYear:
    _check_fields(table, _YEAR_FIELDS, "")
    year = _whole(table["year"], "year")
    if stem != str(year):
        raise ValueError(f"year：{year} 与文件名不符")
    if type(table["provisional"]) is not bool:
        raise ValueError("provisional：应为 true 或 false")
    workdays = tuple(
        _day(day, f"workdays[{place}]", year)
        for place, day in enumerate(_list(table["workdays"], "workdays"), 1)
    )
    holidays = tuple(
        _holiday(row, f"holidays[{place}]", year)
        for place, row in enumerate(_list(table["holidays"], "holidays"), 1)
    )
    _check_once([day for holiday in holidays for day in holiday.days], "holidays")
    _check_once(workdays, "workdays")
    edition = _whole(table["edition"], "edition")
    calendar = CalendarYear(year, edition, table["provisional"], holidays, workdays)
    if both := set(calendar.days_off) & set(workdays):
        raise ValueError(f"workdays：{min(both)} 同时也是放假日")
    return calendar


def _holiday(row: object, field: str, year: int) -> Holiday:
    if not isinstance(row, dict):
        raise ValueError(f"{field}：应为一个表")
    _check_fields(row, _HOLIDAY_FIELDS, f"{field}.")
    name = row["name"]
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"{field}.name：应为节日名称")
    first = _day(row["first"], f"{field}.first", year)
    last = _day(row["last"], f"{field}.last", year)
    if last < first:
        raise ValueError(f"{field}.last：{last} 早于 first {first}")
    return Holiday(name, first, last)


def _check_fields(table: dict[str, Any], fields: frozenset[str], prefix: str) -> None:
    if unknown := sorted(set(table) - fields):
        raise ValueError(f"{prefix}{unknown[0]}：没有这个字段")
    if missing := sorted(fields - set(table)):
        raise ValueError(f"{prefix}{missing[0]}：缺少这个字段")


def _check_once(days: Iterable[date], field: str) -> None:
    seen: set[date] = set()
    for day in days:
        if day in seen:
            raise ValueError(f"{field}：{day} 重复")
        seen.add(day)


def _list(value: object, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{field}：应为列表")
    return value


def _whole(value: object, field: str) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{field}：应为正整数")
    return value


def _day(value: object, field: str, year: int) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"{field}：应为日期，例如 {year}-01-01")
    if value.year != year:
        raise ValueError(f"{field}：{value} 不在{year}年")
    return value
