"""Words for figures: each template with its cases, decided on exact values."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bulletins import phrases
from reports.bulletins.cells import Growth, Interval, Points, Rate
from reports.bulletins.punctuation import full_width
from reports.rounding import Rounding


@pytest.mark.parametrize(
    ("now", "base", "words"),
    [
        (1082, 1000, "同比增长8.2%"),
        (969, 1000, "同比下降3.1%"),
        (1000, 1000, "与上年同期持平"),
        (10001, 10000, "与上年同期基本持平"),
        (9999, 10000, "与上年同期基本持平"),
        (5, 0, "上年同期为0件，不计增幅"),
        (0, 0, "与上年同期均为0件"),
        (5, None, "上年同期无数据"),
        (0, 5, "同比下降100.0%"),
        (Fraction(10005, 10), 1000, "同比增长0.1%"),  # 0.05 % goes up
    ],
)
def test_how_a_count_moved(now: int, base: int | None, words: str) -> None:
    assert phrases.trend("同比", "上年同期", now, base) == words


@pytest.mark.parametrize(
    ("now", "base", "words"),
    [
        (Rate(9845, 10000), Rate(981, 1000), "环比提高0.35个百分点"),
        (Rate(981, 1000), Rate(9845, 10000), "环比下降0.35个百分点"),
        (Rate(1, 3), Rate(3333, 10000), "环比持平"),  # by what is printed
        (Rate(1, 2), Rate(0, 0), "环比无数据可比"),
        (Rate(0, 0), Rate(1, 2), "环比无数据可比"),
        (Rate(1, 2), None, "环比无数据可比"),
    ],
)
def test_how_a_rate_moved(now: Rate, base: Rate | None, words: str) -> None:
    assert phrases.points("环比", now, base) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0件"), (99999, "99999件"), (100000, "10.00万件"), (129163, "12.92万件")],
)
def test_large_counts_may_be_told_in_ten_thousands(count: int, words: str) -> None:
    assert phrases.many(count) == words


@pytest.mark.parametrize(
    ("items", "limit", "words"),
    [
        ([], 0, "无"),
        (["甲"], 3, "甲"),
        (["甲", "乙", "丙"], 3, "甲、乙、丙"),
        (["甲", "乙", "丙", "丁"], 3, "甲、乙、丙等4个单位"),
    ],
)
def test_lists(items: list[str], limit: int, words: str) -> None:
    assert phrases.listed(items, limit) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (8, 1, "较前一日增加7件"),
        (1, 8, "较前一日减少7件"),
        (8, 8, "与前一日持平"),
        (8, None, "前一日无数据"),
    ],
)
def test_how_a_stock_moved(now: int, before: int | None, words: str) -> None:
    assert phrases.stock(now, before, "较前一日", "前一日") == words


def test_a_surge_says_how_much_and_what_about_where_somebody_said() -> None:
    told = phrases.surge("供水", 905, Fraction(469), "环比增长82.8%", "水压不足。")
    assert told == "“供水”905件，环比增长82.8%，为预期的1.93倍，主要反映水压不足。"
    told = phrases.surge("供水", 905, Fraction(469), "环比增长82.8%")
    assert told == "“供水”905件，环比增长82.8%，为预期的1.93倍。"
    with pytest.raises(ValueError, match="没有预期"):
        phrases.surge("供水", 905, Fraction(0), "环比增长82.8%")


def test_a_count_cannot_fall_by_more_than_all_of_it() -> None:
    with pytest.raises(ValueError, match="不能下降"):
        Growth(-1, 5)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Rate(24165, 29186), "82.80"),
        (Rate(18851, 19668, rounding=Rounding.TRUNCATE), "95.84"),
        (Rate(0, 0), "—"),
        (Rate(0, 5), "0.00"),
        (Growth(1082, 1000), "+8.2"),
        (Growth(969, 1000), "−3.1"),
        (Growth(1000, 1000), "0.0"),
        (Growth(5, 0), "—"),
        (Growth(5, None), "—"),
        (Points(Rate(9, 10), Rate(8, 10)), "+10.00"),
        (Points(Rate(8, 10), Rate(9, 10)), "−10.00"),
        (Points(Rate(8, 10), Rate(8, 10)), "0.00"),
        (Points(Rate(8, 10), None), "—"),
        (Interval(3, 3), "43.8–100.0"),
        (Interval(995, 1000), "98.8–99.8"),
        (Interval(0, 0), "—"),
    ],
)
def test_cells_in_print(cell: object, text: str) -> None:
    assert str(cell) == text


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_what_is_said_of_a_count_is_what_the_table_prints(now: int, base: int) -> None:
    words, cell = phrases.trend("环比", "上月", now, base), str(Growth(now, base))
    if now == base:
        assert words == "与上月持平"
    elif cell == "0.0":
        assert words == "与上月基本持平"
    else:
        assert words == f"环比{'增长' if now > base else '下降'}{cell[1:]}%"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("受理诉求,派单;办结(含并单).", "受理诉求，派单；办结（含并单）."),
        ("12:30至13:00", "12:30至13:00"),
        ("3,000件", "3,000件"),
        ("真的?好!", "真的？好！"),
        ("第1期:通报", "第1期：通报"),
    ],
)
def test_punctuation_is_full_width_between_chinese(typed: str, printed: str) -> None:
    assert full_width(typed) == printed


@given(st.text())
def test_punctuation_made_full_width_stays_so(text: str) -> None:
    assert full_width(full_width(text)) == full_width(text)
