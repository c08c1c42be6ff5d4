"""Dates, moments, spans and figures as the pages write them."""

from datetime import UTC, date, datetime

import pytest
from django.http import HttpRequest
from django.template import RequestContext, Template

from hotline.templatetags.moments import (
    bar_moment,
    day_words,
    figure,
    moment_words,
    span,
    span_words,
    table_words,
)
from orders.period import SHANGHAI

FRIDAY = datetime(2026, 7, 24, 15, 42, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "said", "without_weekday"),
    [
        (date(2026, 7, 24), "今天", "今天"),
        (date(2026, 7, 23), "昨天", "昨天"),
        (date(2026, 7, 25), "明天", "明天"),
        (date(2026, 7, 26), "周日", "周日"),
        (date(2026, 7, 27), "周一", "周一"),
        (date(2026, 7, 30), "周四", "周四"),
        (date(2026, 7, 31), "7月31日（周五）", "7月31日"),
        (date(2026, 8, 5), "8月5日（周三）", "8月5日"),
        (date(2026, 7, 22), "7月22日（周三）", "7月22日"),
        (date(2027, 1, 4), "2027年1月4日（周一）", "2027年1月4日"),
        (date(2025, 12, 31), "2025年12月31日（周三）", "2025年12月31日"),
    ],
)
def test_a_day_is_said_as_people_say_it(day: date, said: str, without_weekday: str) -> None:
    assert day_words(day, FRIDAY.date()) == said
    assert day_words(day, FRIDAY.date(), weekday=False) == without_weekday


def test_the_turn_of_the_year_is_still_yesterday() -> None:
    assert day_words(date(2026, 12, 31), date(2027, 1, 1)) == "昨天"


@pytest.mark.parametrize(
    ("moment", "said", "tabled"),
    [
        (datetime(2026, 7, 24, 16, 12, tzinfo=SHANGHAI), "今天 16:12", "07-24 16:12"),
        (datetime(2026, 7, 24, 16, 30, tzinfo=UTC), "明天 00:30", "07-25 00:30"),
        (datetime(2026, 8, 5, 18, 0, tzinfo=SHANGHAI), "8月5日（周三）18:00", "08-05 18:00"),
        (
            datetime(2025, 7, 29, 8, 5, tzinfo=SHANGHAI),
            "2025年7月29日（周二）08:05",
            "2025-07-29 08:05",
        ),
    ],
)
def test_a_moment_is_said_and_tabled_in_shanghai_time(
    moment: datetime, said: str, tabled: str
) -> None:
    assert moment_words(moment, FRIDAY) == said
    assert table_words(moment, FRIDAY) == tabled


def test_a_date_without_its_weekday_is_apart_from_the_clock() -> None:
    moment = datetime(2026, 7, 22, 11, 20, tzinfo=SHANGHAI)
    assert moment_words(moment, FRIDAY, weekday=False) == "7月22日 11:20"


@pytest.mark.parametrize(
    ("seconds", "day", "words"),
    [
        (0, 86400, "不到1分"),
        (59.9, 86400, "不到1分"),
        (60, 86400, "1分"),
        (48 * 60 + 59, 86400, "48分"),
        (3600, 86400, "1时"),
        (2 * 3600 + 18 * 60, 86400, "2时18分"),
        (86400 - 1, 86400, "23时59分"),
        (3 * 86400 + 2 * 3600 + 59 * 60, 86400, "3天2时"),
        (3 * 86400 + 5 * 60, 86400, "3天"),
        (9 * 3600, 7 * 3600, "1天2时"),
        (7 * 3600 - 60, 7 * 3600, "6时59分"),
        (15 * 3600 + 1800, 7.5 * 3600, "2天"),
    ],
)
def test_a_span_has_two_units_at_most(seconds: float, day: int, words: str) -> None:
    assert span_words(seconds, day=int(day)) == words


def test_no_figure_is_a_dash_and_never_nought() -> None:
    assert figure(None) == "—"
    assert figure("") == "—"
    assert span(None) == "—"
    assert figure(0) == "0"
    assert figure(71184) == "71,184"
    assert figure(-1234.5) == "−1,234.5"


def test_the_bar_says_the_day_and_the_clock() -> None:
    assert bar_moment(FRIDAY) == "7月24日 周五 15:42"


def _drawn(source: str, **values: object) -> str:
    context = RequestContext(HttpRequest(), {"at": FRIDAY, **values})
    return Template("{% load moments %}" + source).render(context)


def test_a_date_in_a_page_is_marked_up_and_never_split() -> None:
    due = datetime(2026, 8, 5, 18, 0, tzinfo=SHANGHAI)
    assert _drawn("{% said due %}", due=due) == (
        '<time class="nw" datetime="2026-08-05T18:00:00+08:00">8月5日（周三）18:00</time>'
    )
    assert _drawn("{% said due plain=True %}", due=due) == "8月5日（周三）18:00"
    assert _drawn("{% day due %}", due=due.date()) == (
        '<time class="nw" datetime="2026-08-05">8月5日（周三）</time>'
    )
    assert _drawn("{% tabled due %}", due=due) == "08-05 18:00"


@pytest.mark.parametrize("tag", ["said", "day", "tabled"])
def test_a_moment_that_is_not_there_is_a_dash(tag: str) -> None:
    assert _drawn("{% " + tag + " missing %}", missing=None) == "—"
