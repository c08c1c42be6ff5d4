"""The calendar files: every day against an independent table, and bad files refused by name."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from orders.worktime import CalendarRangeError
from seeds.calendars import CalendarYear, Holiday, load_years, read_year, working_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEARS = {year.year: year for year in load_years()}

# The first day of the lunar year, and the fifth of its fifth and fifteenth of its eighth month.
LUNAR = {
    2008: (date(2008, 2, 7), date(2008, 6, 8), date(2008, 9, 14)),
    2012: (date(2012, 1, 23), date(2012, 6, 23), date(2012, 9, 30)),
    2017: (date(2017, 1, 28), date(2017, 5, 30), date(2017, 10, 4)),
    2020: (date(2020, 1, 25), date(2020, 6, 25), date(2020, 10, 1)),
    2023: (date(2023, 1, 22), date(2023, 6, 22), date(2023, 9, 29)),
    2025: (date(2025, 1, 29), date(2025, 5, 31), date(2025, 10, 6)),
    2026: (date(2026, 2, 17), date(2026, 6, 19), date(2026, 9, 25)),
    2027: (date(2027, 2, 6), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 5, 28), date(2028, 10, 3)),
}


def _days(year: int) -> list[date]:
    begin = date(year, 1, 1)
    return [begin + timedelta(days=step) for step in range((date(year + 1, 1, 1) - begin).days)]


def test_every_year_from_2004_to_2028_is_there_once() -> None:
    assert list(YEARS) == list(range(2004, 2029))
    assert [year for year, facts in YEARS.items() if facts.provisional] == [2027, 2028]
    assert all(facts.edition >= 1 for facts in YEARS.values())


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_day_works_or_rests_as_the_notices_say(year: int) -> None:
    calendar = working_calendar(YEARS.values(), date(year, 1, 1), date(year, 12, 31))
    for day in _days(year):
        assert calendar.is_working_day(day) is chinese_calendar.is_workday(day), day
    listed = chinese_calendar.constants
    days_off = set(YEARS[year].days_off)
    assert days_off >= {day for day in listed.holidays if day.year == year}
    assert all(day.weekday() >= 5 for day in days_off - set(listed.holidays))
    assert list(YEARS[year].workdays) == sorted(d for d in listed.workdays if d.year == year)


@pytest.mark.parametrize("year", sorted(YEARS))
def test_make_up_workdays_are_weekend_days(year: int) -> None:
    assert all(day.weekday() >= 5 for day in YEARS[year].workdays)


@pytest.mark.parametrize("year", sorted(LUNAR))
def test_the_lunar_festivals_lie_in_the_spans_of_their_names(year: int) -> None:
    for name, day in zip(("春节", "端午节", "中秋节"), LUNAR[year], strict=True):
        named = [span for span in YEARS[year].holidays if name in span.name]
        assert any(span.first <= day <= span.last for span in named), (name, day)


def test_a_provisional_year_has_the_statutory_days_alone() -> None:
    assert Counter({span.name: len(span.days) for span in YEARS[2027].holidays}) == Counter(
        {"元旦": 1, "春节": 4, "清明节": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3}
    )
    assert len(YEARS[2028].days_off) == 12  # Mid-Autumn falls into the National Day's
    assert YEARS[2027].workdays == YEARS[2028].workdays == ()
    assert YEARS[2027].holidays[1] == Holiday("春节", date(2027, 2, 5), date(2027, 2, 8))
    assert date(2028, 1, 25) in YEARS[2028].days_off  # the lunar year's eve


def test_a_limit_over_the_spring_festival_counts_the_make_up_sunday() -> None:
    calendar = working_calendar(YEARS.values(), date(2024, 1, 1), date(2024, 12, 31))
    start = datetime(2024, 2, 9, 16, 0, tzinfo=SHANGHAI)
    assert calendar.add_working_days(start, 1) == datetime(2024, 2, 18, 17, 30, tzinfo=SHANGHAI)


def test_a_calendar_spans_years_and_knows_no_more_than_its_range() -> None:
    calendar = working_calendar(YEARS.values(), date(2023, 7, 1), date(2024, 6, 30))
    start = datetime(2023, 12, 29, 16, 0, tzinfo=SHANGHAI)
    assert calendar.add_working_days(start, 1) == datetime(2024, 1, 2, 17, 30, tzinfo=SHANGHAI)
    with pytest.raises(CalendarRangeError):
        calendar.is_working_day(date(2024, 7, 1))


def test_hours_may_differ_from_the_office_hours() -> None:
    calendar = working_calendar(
        YEARS.values(),
        date(2024, 1, 1),
        date(2024, 12, 31),
        week=dict.fromkeys(range(7), (("08:00", "20:00"),)),
        workday_hours=(("09:00", "17:00"),),
    )
    start = datetime(2024, 2, 17, 19, 0, tzinfo=SHANGHAI)
    due = calendar.add_working_time(start, timedelta(hours=9))
    assert due == datetime(2024, 2, 19, 9, 0, tzinfo=SHANGHAI)


def test_a_range_with_a_missing_year_is_refused() -> None:
    with pytest.raises(ValueError, match="缺少2029、2030年的日历"):
        working_calendar(YEARS.values(), date(2028, 1, 1), date(2030, 1, 1))


GOOD = """
year = 2024
edition = 1
provisional = false
workdays = [2024-02-04]

[[holidays]]
name = "春节"
first = 2024-02-10
last = 2024-02-17
"""


def _write(folder: Path, text: str, name: str = "2024.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_one_year(tmp_path: Path) -> None:
    spring = Holiday("春节", date(2024, 2, 10), date(2024, 2, 17))
    expected = CalendarYear(2024, 1, False, (spring,), (date(2024, 2, 4),))
    assert read_year(_write(tmp_path, GOOD)) == expected
    assert load_years(tmp_path) == (expected,)


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("[2024-02-04]", "[2024-02-12]", "workdays：2024-02-12 同时也是放假日"),
        ("[2024-02-04]", "[2024-02-04, 2024-02-04]", "workdays：2024-02-04 重复"),
        ("[2024-02-04]", "[2023-02-04]", r"workdays\[1\]：2023-02-04 不在2024年"),
        ("[2024-02-04]", "[2024-02-30]", "line 5"),
        ("[2024-02-04]", '["2024-02-04"]', r"workdays\[1\]：应为日期"),
        ("[2024-02-04]", "[2024-02-04T08:00:00]", r"workdays\[1\]：应为日期"),
        ("[2024-02-04]", "2024-02-04", "workdays：应为列表"),
        ("workdays = [2024-02-04]", "", "workdays：缺少这个字段"),
        ("edition", "editon", "editon：没有这个字段"),
        ("edition = 1", "edition = 0", "edition：应为正整数"),
        ("edition = 1", "edition = true", "edition：应为正整数"),
        ("year = 2024", "year = 2023", "year：2023 与文件名不符"),
        ("year = 2024", 'year = "2024"', "year：应为正整数"),
        ("provisional = false", "provisional = 0", "provisional：应为 true 或 false"),
        ("last = 2024-02-17", "last = 2024-02-09", r"holidays\[1\].last：2024-02-09 早于"),
        ("last = 2024-02-17", "last = 17", r"holidays\[1\].last：应为日期"),
        ("last = 2024-02-17", "", r"holidays\[1\].last：缺少这个字段"),
        ("last = 2024-02-17", "until = 2024-02-17", r"holidays\[1\].until：没有这个字段"),
        ('name = "春节"', 'name = " "', r"holidays\[1\].name：应为节日名称"),
        ("last = 2024-02-17", "last = 2024-02-17\n[[holidays]]\nname = '春节'\n"
         "first = 2024-02-17\nlast = 2024-02-17", "holidays：2024-02-17 重复"),
        ("year = 2024", "year =", "line 2"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_name_and_field(
    tmp_path: Path, good: str, bad: str, words: str
) -> None:
    assert good in GOOD
    path = _write(tmp_path, GOOD.replace(good, bad, 1))
    with pytest.raises(ValueError, match=rf"/2024\.toml：.*{words}"):
        read_year(path)


def test_holidays_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    head = GOOD.split("[[", maxsplit=1)[0]
    for holidays, words in (("[1]", r"holidays\[1\]：应为一个表"), ("1", "holidays：应为列表")):
        path = _write(tmp_path, f"{head}holidays = {holidays}\n")
        with pytest.raises(ValueError, match=words):
            read_year(path)


def test_a_folder_without_calendars_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="没有日历文件"):
        load_years(tmp_path)


def test_a_file_that_is_not_text_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "2024.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match=r"2024\.toml"):
        read_year(path)
