"""Reading a holiday notice: what is understood, and how each thing that cannot stand is named."""

from datetime import date

import pytest

from orders.models import CalendarEdition
from orders.retiming.proposals import calendar_from, notice_from
from orders.retiming.reading import LONGEST, BadNotice, Line, decode, read
from tests.rules import HOLIDAYS_2024, WORKDAYS_2024

NOTICE = "日期,类型,备注\n2026-10-01,放假,国庆节\n2026-10-10,上班\n"
READ = [Line(2, date(2026, 10, 1), False, "国庆节"), Line(3, date(2026, 10, 10), True)]


@pytest.mark.parametrize(
    "content",
    [
        NOTICE.encode(),
        NOTICE.encode("utf-8-sig"),
        NOTICE.encode("gbk"),
        NOTICE.replace(",", "\t").encode("utf-16"),
        NOTICE.replace("\n", "\r\n").encode(),
        NOTICE.replace(",", "，").encode(),
    ],
    ids=["utf-8", "带标记", "gbk", "utf-16制表符", "回车换行", "全角逗号"],
)
def test_a_notice_is_read_as_spreadsheets_write_it(content: bytes) -> None:
    assert read(decode(content)) == READ


@pytest.mark.parametrize(
    "text",
    [
        "2026/10/1,放假",
        "2026.10.1,休",
        "2026年10月1日,放假",
        "20261001,假",
        "\n# 国庆\n2026-10-01 , 放假 ",
    ],
)
def test_a_day_may_be_written_in_several_ways(text: str) -> None:
    assert [(line.day, line.works) for line in read(text)] == [(date(2026, 10, 1), False)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b" \r\n ", "文件是空的"),
        (b"x" * (LONGEST + 1), "文件太大"),
        (b"\xff\xfe\x00", "编码"),
        (b"\x80\x81\xff", "编码"),
        (b"PK\x03\x04\x00\x00", "不是文本文件"),
    ],
)
def test_a_file_that_is_no_notice_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BadNotice, match=said):
        decode(content)


def test_every_bad_line_is_named_with_what_is_expected() -> None:
    text = "日期,类型\n2026-10-01\n明天,放假\n2026-02-30,放假\n2026-10-03,加班\n2026-10-04,放假"
    with pytest.raises(BadNotice) as bad:
        read(text)
    assert [fault.partition("：")[0] for fault in bad.value.faults] == [
        "第2行", "第3行", "第4行", "第5行",
    ]  # fmt: skip
    expected = ("只有一栏", "不是日期", "没有2026-02-30这一天", "“加班”既不是“放假”也不是“上班”")
    for fault, words in zip(bad.value.faults, expected, strict=True):
        assert words in fault


@pytest.mark.parametrize("text", ["", "日期,类型\n", "# 只有说明\n"])
def test_a_notice_without_a_day_is_refused(text: str) -> None:
    with pytest.raises(BadNotice, match="一天也没有写"):
        read(text)


WRONG = [
    ("2024-10-01,放假\n2024-10-01,放假", "第2行：2024-10-01在第1行已有，又写了一遍"),
    ("2024-10-06,放假\n2024-10-06,上班", "一处写放假、一处写上班"),
    ("2024-10-01,放假\n2025-01-01,放假", "第2行：2025-01-01不在2024年，写进2025年的那一版"),
    ("2024-10-08,上班", "2024-10-08不是周末，本来就上班"),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=["重复", "两样", "别的年份", "平日上班"])
def test_days_that_contradict_each_other_or_the_year_are_refused(
    rules: None, text: str, said: str
) -> None:
    with pytest.raises(BadNotice, match=said):
        calendar_from(2024, read(text))
    assert CalendarEdition.objects.filter(year=2024).count() == 1


def test_all_contradictions_are_told_at_once(rules: None) -> None:
    text = "2024-10-01,放假\n2024-10-01,上班\n2025-01-01,放假"
    with pytest.raises(BadNotice) as bad:
        calendar_from(2024, read(text))
    assert len(bad.value.faults) == 3  # another year, twice, a Tuesday worked anyway


def lines(holidays: list[date], workdays: list[date]) -> list[Line]:
    days = [(day, False) for day in holidays] + [(day, True) for day in workdays]
    return [Line(n, day, works) for n, (day, works) in enumerate(days, 1)]


def test_what_is_already_so_is_refused_as_nothing_to_change(rules: None) -> None:
    same = lines(HOLIDAYS_2024[::-1], WORKDAYS_2024)
    with pytest.raises(BadNotice, match="一模一样"):
        calendar_from(2024, same)


def test_a_provisional_year_may_become_final_with_the_same_days_and_never_back(rules: None) -> None:
    day = [Line(1, date(2028, 1, 1), False)]
    first = calendar_from(2028, day, provisional=True)
    first.row(1).save()
    with pytest.raises(BadNotice, match="一模一样"):
        calendar_from(2028, day, provisional=True)
    final = calendar_from(2028, day)
    final.row(2).save()
    with pytest.raises(BadNotice, match="不能再改成暂定"):
        calendar_from(2028, [Line(1, date(2028, 1, 3), False)], provisional=True)


def test_a_year_beyond_the_next_leaves_a_gap_and_is_refused(rules: None) -> None:
    with pytest.raises(BadNotice, match="先导入2028年的"):
        calendar_from(2029, [Line(1, date(2029, 1, 1), False)])


def test_faults_of_reading_and_of_meaning_are_told_together_line_by_line(rules: None) -> None:
    text = "2024-10-01,放假\n2025-01-01,放假\n哪天,放假\n2024-10-01,放假"
    with pytest.raises(BadNotice) as bad:
        notice_from(2024, text)
    assert [fault[:3] for fault in bad.value.faults] == ["第2行", "第3行", "第4行"]
