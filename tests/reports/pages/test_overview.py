"""/overview/: hand-counted June as leaders see it, at a moment and of a day gone by."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.utils.html import strip_tags

from orders.models import Order
from tests.factories import moment
from tests.reports.june import June
from tests.reports.pages.conftest import Page

pytestmark = pytest.mark.django_db
WHOLE = "/overview/?whole=1"


def words(html: str) -> str:
    """What is read, without blanks."""
    return re.sub(r"\s+", "", strip_tags(html))


def tile(html: str, name: str, id: str) -> str:
    """The words of the figure of that name in a row, without what a pointer brings up."""
    row = html.split(f'aria-labelledby="h-{id}"')[1].split("</section>")[0]
    for found in re.findall(r'<li class="tile">(.*?)</li>', row, re.S):
        shown = words(found.split('<div class="pop"')[0])
        if shown.startswith(name):
            return shown.removeprefix(name)
    raise AssertionError(f"no tile {name} in {words(row)}")


@pytest.fixture
def at(page: Page) -> Callable[..., str]:
    """The whole overview at a moment."""

    def read(when: str, address: str = WHOLE) -> str:
        with time_machine.travel(moment(when), tick=False):
            return page(address)

    return read


def test_today_is_counted_up_to_the_minute_and_told_in_a_sentence(at: Callable[..., str]) -> None:
    shown = at("2024-06-04 10:30:20")
    assert tile(shown, "受理诉求", "today") == "3件没有可比的", "three at 9, and nothing a week ago"
    assert "今天受理3件。没有来电。没有超期的工单。" in words(shown)
    assert "10:30现场计数" in words(shown)
    assert "截至10:30，一分钟一更" in words(shown)
    assert tile(shown, "来电", "today") == "0个没有可比的"
    assert tile(shown, "15秒接通率", "today").startswith("—"), "over nothing there is no rate"


def test_today_is_compared_with_the_same_hour_of_the_same_weekday(
    at: Callable[..., str], june: June
) -> None:
    june.received("2024-06-10 09:10")
    shown = at("2024-06-10 09:30")
    assert tile(shown, "受理诉求", "today") == "1件−88.9%上周一9", "the tenth came at 9:30"
    assert "今天受理1件，比上周一同一时刻少88.9%。" in words(shown)


def test_what_lies_there_is_as_of_now(at: Callable[..., str]) -> None:
    shown = at("2024-06-13 12:00")
    assert tile(shown, "超期在手", "now").startswith("2件")
    assert tile(shown, "排队来电", "now") == "0个"
    assert "超期在手2件，都没超过15天。" in words(shown), "and the sentence says it"
    late = words(shown.split('class="mini late"')[1].split("</table>")[0])
    assert late.count("超1天18时") == 2, "due on the 11th at 17:30, by the calendar"


def test_a_day_gone_by_is_shown_as_it_stood_at_its_end(page: Page) -> None:
    shown = page(f"{WHOLE}&date=2024-06-30")
    assert tile(shown, "按期办结率", "month").startswith("71.43%")
    assert tile(shown, "按期办结率", "month").endswith("5/7")
    assert tile(shown, "超期在手", "now").startswith("1件"), "what was excluded is left out"
    assert "当天结束时超期在手1件，其中1件超了15天以上。" in words(shown)
    assert "排队来电" not in shown, "who waited then, nobody knows now"
    assert "data-every" not in shown, "nothing of it moves any more"
    assert "到当天24时，现场计数" in words(shown)
    assert 'href="?date=2024-06-29"' in shown
    assert 'href="?date=2024-07-01"' in shown


def test_the_worst_comes_first_and_leads_to_its_order(page: Page, june: June) -> None:
    shown = page("/overview/overdue/?date=2024-06-30")
    number = june.walks["overdue"].order.number
    assert f'href="/orders/{number}/"' in shown
    assert "超19天6时" in words(shown)
    assert "1件，超得最久的在前" in words(shown)


def test_no_confidential_matter_stands_on_the_wall(page: Page, june: June) -> None:
    title = june.walks["overdue"].order.title
    assert title in page("/overview/overdue/?date=2024-06-30")
    Order.objects.filter(pk=june.walks["overdue"].order_id).update(confidential=True)
    shown = page("/overview/overdue/?date=2024-06-29")
    assert title not in shown
    assert "保密件：" in shown


def test_each_chart_has_its_table(page: Page) -> None:
    table = page("/overview/trend/?date=2024-06-30").split("<table")[1]
    assert "6月3日104/4" in words(table), "ten received, four completed before their limit"
    assert "6月11日00/2" in words(table), "two limits passed"
    assert "没有转人工的来电" in page("/overview/hours/?date=2024-06-30")


def test_what_was_counted_is_shown_for_a_minute(
    at: Callable[..., str], page: Page, june: June
) -> None:
    before = at("2024-06-04 10:30:01", "/overview/today/")
    june.received("2024-06-04 10:00")
    assert at("2024-06-04 10:30:59", "/overview/today/") == before
    assert tile(at("2024-06-04 10:31:00", "/overview/today/"), "受理诉求", "today")[0] == "4"


def test_a_page_waits_for_no_slow_part_and_shows_what_was_counted_lately(
    at: Callable[..., str],
) -> None:
    first = at("2024-06-13 12:00", "/overview/")
    assert 'hx-get="/overview/month/" hx-trigger="load, live"' in first
    assert "受理诉求" in first.split('data-part="now"')[0], "today is there at once"
    at("2024-06-13 12:00", "/overview/month/")
    again = at("2024-06-13 12:00", "/overview/")
    assert 'hx-get="/overview/month/" hx-trigger="live"' in again
    later = at("2024-06-13 12:01", "/overview/")
    assert 'hx-get="/overview/month/" hx-trigger="load, live"' in later
    assert "按期办结率" in later, "the old one stands until the new one is there"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2024-6-1", "不是日子，写成 2016-06-15"),
        ("昨天", "不是日子"),
        ("2024-02-30", "不是日子"),
        ("2999-01-01", "还没有数"),
        ("0001-01-01", "没有1年的数"),
    ],
)
def test_a_day_that_is_none_is_refused_in_words(page: Page, date: str, said: str) -> None:
    assert said in page(f"/overview/?date={date}", 400)
    assert said in page(f"/overview/today/?date={date}", 400)


def test_a_day_before_the_first_says_so(page: Page) -> None:
    assert "这一天还没有开始受理" in page("/overview/?date=2024-05-01")


def test_there_is_no_other_part(page: Page) -> None:
    page("/overview/weather/", 404)
