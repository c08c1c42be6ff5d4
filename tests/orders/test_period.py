"""Periods: their days, codes and labels, the one before and the one a year ago."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.period import SHANGHAI, Kind, Period, parse, period_of, shanghai_day, span

# code, first day, last day, label
WRITTEN = [
    ("2016", "2016-01-01", "2016-12-31", "2016年"),
    ("2016-H1", "2016-01-01", "2016-06-30", "2016年上半年"),
    ("2016-H2", "2016-07-01", "2016-12-31", "2016年下半年"),
    ("2016-Q1", "2016-01-01", "2016-03-31", "2016年第一季度"),
    ("2016-Q2", "2016-04-01", "2016-06-30", "2016年第二季度"),
    ("2016-Q3", "2016-07-01", "2016-09-30", "2016年第三季度"),
    ("2016-Q4", "2016-10-01", "2016-12-31", "2016年第四季度"),
    ("2016-02", "2016-02-01", "2016-02-29", "2016年2月"),
    ("2016-12", "2016-12-01", "2016-12-31", "2016年12月"),
    ("2016-06@26", "2016-05-26", "2016-06-25", "2016年6月（5月26日至6月25日）"),
    ("2016-01@16", "2015-12-16", "2016-01-15", "2016年1月（12月16日至1月15日）"),
    ("2016-03@28", "2016-02-28", "2016-03-27", "2016年3月（2月28日至3月27日）"),
    ("2016-12@15", "2016-12-15", "2017-01-14", "2016年12月（12月15日至1月14日）"),
    ("2016-06@02", "2016-06-02", "2016-07-01", "2016年6月（6月2日至7月1日）"),
    ("2016-06-X1", "2016-06-01", "2016-06-10", "2016年6月上旬"),
    ("2016-06-X2", "2016-06-11", "2016-06-20", "2016年6月中旬"),
    ("2016-06-X3", "2016-06-21", "2016-06-30", "2016年6月下旬"),
    ("2016-02-X3", "2016-02-21", "2016-02-29", "2016年2月下旬"),
    ("2015-02-X3", "2015-02-21", "2015-02-28", "2015年2月下旬"),
    ("2016-12-X3", "2016-12-21", "2016-12-31", "2016年12月下旬"),
    ("2016-W23", "2016-06-06", "2016-06-12", "2016年第23周"),
    ("2015-W53", "2015-12-28", "2016-01-03", "2015年第53周"),
    ("2015-W01", "2014-12-29", "2015-01-04", "2015年第1周"),
    ("2016-06-15", "2016-06-15", "2016-06-15", "2016年6月15日"),
    ("2016-01-01..2016-03-31", "2016-01-01", "2016-03-31", "2016年1月1日至3月31日"),
    ("2015-12-26..2016-01-25", "2015-12-26", "2016-01-25", "2015年12月26日至2016年1月25日"),
    ("2016-02-29..2016-02-29", "2016-02-29", "2016-02-29", "2016年2月29日至2月29日"),
]


@pytest.mark.parametrize(("code", "first", "last", "label"), WRITTEN)
def test_a_code_names_its_days_and_is_written_back(
    code: str, first: str, last: str, label: str
) -> None:
    period = parse(code)
    assert (f"{period.first}", f"{period.last}") == (first, last)
    assert (period.code, period.label) == (code, label)
    assert period.days[0] == period.first
    assert period.days[-1] == period.last
    assert len(period.days) == period.length


def test_a_report_month_that_opens_on_the_first_is_the_month() -> None:
    assert parse("2016-06@01") == parse("2016-06") == period_of(Kind.MONTH, date(2016, 6, 30))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "应如2016"),
        ("16", "应如2016"),
        ("2016-6", "应如2016"),
        ("2016-06-1", "应如2016"),
        ("2016-w23", "应如2016"),
        ("２０１６", "应如2016"),
        ("2016 ", "应如2016"),
        ("2016\n", "应如2016"),
        ("2016-01-01..", "应如2016"),
        ("2016-13", "月份应为1到12"),
        ("2016-00", "月份应为1到12"),
        ("2016-00-X1", "月份应为1到12"),
        ("2016-Q5", "季度应为1到4"),
        ("2016-Q0", "季度应为1到4"),
        ("2016-H3", "半年应为1到2"),
        ("2016-06-X4", "旬应为1到3"),
        ("2016-06-X0", "旬应为1到3"),
        ("2016-W53", "周应为1到52"),
        ("2015-W54", "周应为1到53"),
        ("2015-W00", "周应为1到53"),
        ("2016-06@29", "起始日应为1到28"),
        ("2016-06@00", "起始日应为1到28"),
        ("2015-02-29", "没有2015年2月29日"),
        ("2016-01-02..2016-01-01", "早于开始日"),
        ("2016-01-01..2016-02-30", "没有2016年2月30日"),
        ("0000", "年份应为1900到2999"),
        ("9999-W01", "年份应为1900到2999"),
        ("9999-Q4", "年份应为1900到2999"),
        ("2016-01-01..9999-12-31", "年份应为1900到2999"),
    ],
)
def test_a_code_that_names_no_period_is_refused_in_words(code: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"统计期“{code}”有误：.*{words}"):
        parse(code)


@pytest.mark.parametrize(
    ("code", "previous"),
    [
        ("2016", "2015"),
        ("2016-H1", "2015-H2"),
        ("2016-Q1", "2015-Q4"),
        ("2016-03", "2016-02"),
        ("2016-01", "2015-12"),
        ("2016-01@26", "2015-12@26"),
        ("2016-06@05", "2016-05@05"),
        ("2016-03-X1", "2016-02-X3"),
        ("2016-W01", "2015-W53"),
        ("2016-03-01", "2016-02-29"),
        ("2016-03-01..2016-03-10", "2016-02-20..2016-02-29"),
    ],
)
def test_the_previous_period_is_of_the_same_kind(code: str, previous: str) -> None:
    assert parse(code).previous() == parse(previous)
    assert parse(previous).until == parse(code).first


@pytest.mark.parametrize(
    ("code", "base"),
    [
        ("2016", "2015"),
        ("2016-H2", "2015-H2"),
        ("2016-Q2", "2015-Q2"),
        ("2016-02", "2015-02"),
        ("2017-02", "2016-02"),
        ("2016-01@26", "2015-01@26"),
        ("2017-02-X3", "2016-02-X3"),
        ("2016-02-X3", "2015-02-X3"),
        ("2016-W23", "2015-W23"),
        ("2016-W01", "2015-W01"),
        ("2015-W53", None),
        ("2021-W52", "2020-W52"),
        ("2016-06-15", "2015-06-15"),
        ("2017-02-28", "2016-02-28"),
        ("2017-03-01", "2016-03-01"),
        ("2016-02-29", None),
        ("2016-02-29..2016-02-29", None),
        ("2016-01-01..2016-03-31", "2015-01-01..2015-03-31"),
        ("2016-02-29..2016-03-10", "2015-03-01..2015-03-10"),
        ("2016-01-01..2016-02-29", "2015-01-01..2015-02-28"),
        ("2017-01-01..2017-02-28", "2016-01-01..2016-02-29"),
        ("2015-12-26..2016-01-25", "2014-12-26..2015-01-25"),
    ],
)
def test_a_year_ago_is_the_same_period_or_none(code: str, base: str | None) -> None:
    assert parse(code).a_year_ago() == (parse(base) if base else None)


def test_a_period_is_half_open_in_shanghai_time() -> None:
    june = parse("2016-06")
    assert june.start == datetime(2016, 5, 31, 16, tzinfo=UTC)
    assert june.end == datetime(2016, 6, 30, 16, tzinfo=UTC)
    assert june.start.tzinfo is SHANGHAI
    assert june.contains(june.start)
    assert june.contains(june.end - timedelta(microseconds=1))
    assert not june.contains(june.end)
    assert not june.contains(june.start - timedelta(microseconds=1))


def test_a_moment_belongs_to_its_shanghai_day() -> None:
    assert shanghai_day(datetime(2016, 6, 14, 16, tzinfo=UTC)) == date(2016, 6, 15)
    assert shanghai_day(datetime(2016, 6, 14, 15, 59, tzinfo=UTC)) == date(2016, 6, 14)
    naive = datetime(2016, 6, 15)  # noqa: DTZ001 - refused below
    with pytest.raises(ValueError, match="naive"):
        shanghai_day(naive)
    with pytest.raises(ValueError, match="naive"):
        parse("2016").contains(naive)


def test_only_months_open_on_another_day() -> None:
    with pytest.raises(ValueError, match="只有月可以另定起始日"):
        period_of(Kind.QUARTER, date(2016, 6, 15), opens_on=26)
    with pytest.raises(ValueError, match="起始日应为1到28，不能是29"):
        period_of(Kind.MONTH, date(2016, 6, 15), opens_on=29)


def test_a_span_ends_no_earlier_than_it_begins() -> None:
    assert span(date(2016, 6, 1), date(2016, 6, 1)).length == 1
    with pytest.raises(ValueError, match="早于开始日"):
        span(date(2016, 6, 2), date(2016, 6, 1))


def test_ten_days_alone_are_compared_by_daily_mean() -> None:
    by_mean = {kind for kind in Kind if period_of(kind, date(2016, 6, 15)).compared_by_daily_mean}
    assert by_mean == {Kind.TEN_DAYS}


days = st.dates(date(1999, 1, 1), date(2040, 12, 31))
periods = st.one_of(
    st.builds(period_of, st.sampled_from(Kind), days),
    st.builds(lambda day, opens: period_of(Kind.MONTH, day, opens_on=opens), days,
              st.integers(1, 28)),
    st.builds(lambda day, length: span(day, day + timedelta(days=length)), days,
              st.integers(0, 800)),
)  # fmt: skip


@given(periods)
def test_every_period_reads_back_from_its_code(period: Period) -> None:
    assert parse(period.code) == period


@given(periods)
def test_a_period_follows_its_previous_one_without_a_gap(period: Period) -> None:
    previous = period.previous()
    assert previous.until == period.first
    assert (previous.kind, previous.opens_on) == (period.kind, period.opens_on)


@given(st.sampled_from(Kind), days, st.integers(1, 28))
def test_a_period_holds_the_day_it_was_made_of_and_each_of_its_days_makes_it(
    kind: Kind, day: date, opens_on: int
) -> None:
    opening = opens_on if kind is Kind.MONTH else 1
    period = period_of(kind, day, opens_on=opening)
    assert period.first <= day < period.until
    assert {period_of(kind, each, opens_on=opening) for each in period.days} == {period}


@given(periods)
def test_a_year_ago_ends_before_the_period_and_is_as_long_but_for_a_leap_day(
    period: Period,
) -> None:
    base = period.a_year_ago()
    if base is None:
        assert period.code.endswith(("-W53", "-02-29"))
    else:
        assert abs(base.length - period.length) <= 1
        assert timedelta(days=362) < period.first - base.first < timedelta(days=373)
