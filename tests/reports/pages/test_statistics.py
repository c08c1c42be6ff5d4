"""/statistics/: figures counted by hand, the choice kept in the address, bad questions."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.reports.june import June
from tests.reports.pages.conftest import Page

pytestmark = pytest.mark.django_db
JUNE = "period=2024-06&as_of=2024-07-01"


def lines(page: str) -> dict[str, list[str]]:
    """The rows of the table by their first cell: the other cells' texts."""
    rows = re.findall(r"<tr data-row[^>]*>(.*?)</tr>", page, re.S)
    found = {}
    for row in rows:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        name, *others = [re.sub(r"\s+", " ", strip_tags(cell)).strip() for cell in cells]
        found[name] = others
    return found


def test_without_a_choice_this_months_main_figures_stand_there(page: Page) -> None:
    shown = page("/statistics/")
    assert "主要指标" in shown
    found = lines(shown)
    assert found["受理"][0] == "0"
    assert found["按期办结率"][0] == "—"
    assert found["超期未办结"][0] == "2", "one is overdue since June, the other since July"


def test_it_says_as_of_when_it_was_counted_and_that_it_was_just_now(page: Page) -> None:
    assert "截至2024-07-01 00:00，现场计数" in page(f"/statistics/?{JUNE}")


def test_a_months_figures_are_those_counted_by_hand(june: June, page: Page) -> None:
    shown = page(
        f"/statistics/?code=demands.accepted&code=orders.on_time_rate"
        f"&code=calls.answered_rate&code=orders.handled_p90&{JUNE}"
    )
    found = lines(shown)
    assert found["受理"][:6] == ["19", "件", "", "", "—", "—"]
    assert found["按期办结率"][:4] == ["71.43", "%", "5", "7"]
    assert found["接通率"][:4] == ["—", "%", "0", "0"], "a rate over nothing is never 0"
    assert found["办理用时九成以内"][:4] == ["53.2", "工作小时", "6", "6"]
    assert "在期限内办结的" in found["按期办结率"][-1]
    assert "受理，2024年6月，逐日" in shown, "the first count day by day, as a chart"


def test_groups_are_the_roster_and_the_empty_ones_are_named_apart(june: June, page: Page) -> None:
    shown = page(f"/statistics/?code=orders.on_time_rate&by=unit&{JUNE}")
    found = lines(shown)
    assert found["全部"][1:4] == ["71.43", "5", "7"]
    assert found["城市管理局"][1:4] == ["60.00", "3", "5"]
    assert next(iter(found)) == "全部"
    assert "没有数的：" in shown
    assert "95%可信区间" in shown


def test_several_statistics_stand_side_by_side_with_their_parts(june: June, page: Page) -> None:
    shown = page(f"/statistics/?code=orders.due&code=orders.on_time_rate&by=channel&{JUNE}")
    found = lines(shown)
    assert found["全部"] == ["7", "——", "71.435/7", "——"]
    assert found["市政府网站"][0] == "1"


def test_days_are_listed_all_and_have_no_comparison(june: June, page: Page) -> None:
    shown = page("/statistics/?code=demands.accepted&by=day&from=2024-06-02&to=2024-06-04")
    assert lines(shown) == {
        "全部": ["13"], "2024-06-02": ["0"], "2024-06-03": ["10"], "2024-06-04": ["3"],
    }  # fmt: skip


def test_growth_is_told_against_the_period_before(june: June, page: Page) -> None:
    week = "period=2024-W24&as_of=2024-07-01"
    shown = page(f"/statistics/?code=demands.accepted&{week}")
    assert "2024年第24周" in shown
    before = page("/statistics/?code=orders.due&code=orders.on_time_rate&period=2024-W24")
    assert lines(before)["到期"][4] != "0.0%"


def test_filters_narrow_and_are_told(june: June, page: Page) -> None:
    web = page(f"/statistics/?code=demands.accepted&channel=web&channel=scan&{JUNE}")
    assert lines(web)["受理"][0] == "2"
    assert "渠道：" in web
    east = page(f"/statistics/?code=orders.dispatched&unit={june.cast.east.code}&{JUNE}")
    assert lines(east)["转办"][0] == "1"


def test_a_line_is_sorted_by_the_column_asked_for(june: June, page: Page) -> None:
    choice = f"/statistics/?code=orders.due&by=unit&{JUNE}"
    down = [*lines(page(choice))][1:]
    up = [*lines(page(f"{choice}&sort=-orders.due"))][1:]
    assert down[0] == "城市管理局"
    assert up[-1] == "城市管理局"
    assert 'aria-sort="ascending"' in page(f"{choice}&sort=-orders.due")
    assert [*lines(page(f"{choice}&sort=nothing"))][1:] == down


def test_the_address_keeps_the_whole_choice_and_links_go_on_from_it(june: June, page: Page) -> None:
    shown = page(
        "/statistics/?code=orders.due&code=orders.on_time_rate&by=unit&channel=web"
        "&sort=orders.due&period=2024-06"
    )
    kept = "by=unit&amp;sort=orders.due&amp;channel=web"
    for period in ("2024-05", "2024-07"):
        address = f"?code=orders.due&amp;code=orders.on_time_rate&amp;period={period}&amp;{kept}"
        assert f'href="{address}"' in shown, period
    assert (
        f"/statistics/csv/?code=orders.due&amp;code=orders.on_time_rate&amp;period=2024-06&amp;{kept}"
        in shown
    )
    assert 'value="orders.due" checked' in shown
    assert 'name="channel" value="web" checked' in shown
    assert 'name="by" value="unit" checked' in shown


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("period=2024-06&length=quarter", "period=2024-Q2"),
        ("period=2024-06&length=ten_days", "period=2024-06-X3"),
        ("from=2024-06-01&to=2024-06-09&length=month", "period=2024-06"),
        ("period=2024-Q2&length=span", "period=2024-04-01..2024-06-30"),
        ("period=2024-06&by=&as_of=&sort=", "period=2024-06"),
    ],
)
def test_a_button_of_the_form_leads_to_an_address_to_keep(
    analyst: Client, asked: str, kept: str
) -> None:
    answer = analyst.get(f"/statistics/?code=orders.due&{asked}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/statistics/?code=orders.due&{kept}"


@pytest.mark.parametrize(
    ("asked", "place", "words"),
    [
        ("code=orders.on_time_rat", "codes", "有：orders.on_time_rate"),
        ("period=2024-13", "period", "月份应为1到12"),
        ("period=2024-06&from=2024-06-01&to=2024-06-02", "period", "不要都写"),
        ("from=2024-06-09&to=2024-06-01", "period", "早于开始日"),
        ("from=2024-06-09", "period", "或写起日和止日"),
        ("period=2999-01", "period", "还没开始"),
        ("period=2024-06&as_of=x", "as-of", "“x”不是时刻"),
        ("period=2024-06&as_of=2999-05-01", "as-of", "还没到"),
        ("by=colour", "by", "没有“colour”"),
        ("code=demands.accepted&by=unit", "by", "“受理”不能按单位分"),
        ("from=2022-01-01&to=2024-06-01&by=day", "by", "最多400天"),
        ("code=demands.accepted&unit=urban", "where", "“受理”不能按单位分"),
        ("code=demands.accepted&channel=pigeon", "where", "渠道没有“pigeon”"),
        ("code=orders.due&unit=nowhere%00", "where", "没有编码是“nowhere”的单位"),
        ("code=orders.*&by=unit", "codes", "一次最多8项"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(
    page: Page, asked: str, place: str, words: str
) -> None:
    shown = page(f"/statistics/?{asked}", 400)
    fault = re.search(rf'<p class="err" id="{place}-fault">(.*?)</p>', shown, re.S)
    assert fault, shown
    assert words in fault[1].replace("&quot;", '"')
    assert f'href="#h-{place}"' in shown


def test_the_choice_stays_in_the_form_when_it_cannot_be_answered(page: Page) -> None:
    shown = page("/statistics/?code=orders.due&period=2024-13&by=channel", 400)
    assert 'value="orders.due" checked' in shown
    assert 'name="period" value="2024-13"' in shown
    assert 'name="by" value="channel" checked' in shown


def test_a_period_without_anything_says_so(june: June, page: Page) -> None:
    shown = page("/statistics/?code=demands.accepted&period=2019-01")
    assert "这一期没有可数的记录" in shown
    assert lines(shown) == {}


def test_who_may_not_see_figures_is_told_who_may(client: Client, june: June) -> None:
    client.force_login(june.cast.unit_head)
    for address in ("/statistics/", "/statistics/csv/", "/statistics/xlsx/", "/catalogue/"):
        refused = client.get(address)
        assert refused.status_code == 403
        assert "统计分析员" in refused.content.decode()


def test_nothing_is_written_by_asking(analyst: Client) -> None:
    assert analyst.post("/statistics/").status_code == 405


def test_unknown_texts_of_any_kind_are_refused_and_never_break_the_page(
    analyst: Client,
) -> None:
    for name in (
        "code",
        "period",
        "from",
        "to",
        "by",
        "as_of",
        "channel",
        "unit",
        "seat",
        "kind",
        "length",
    ):
        for text in ("%00", "-1", "²", "9" * 40, "=|,", "orders.*"):
            answer = analyst.get(f"/statistics/?{name}={text}", follow=True)
            assert answer.status_code in (200, 400), (name, text)
