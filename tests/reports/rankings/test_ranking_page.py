"""/rankings/: the hand-ranked months on a page, with all that stands beside a place."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import Settings

from tests.reports.rankings.conftest import RULE
from tests.reports.rankings.months import Months

pytestmark = pytest.mark.django_db
JUNE = "rule=two&period=2024-06&as_of=2024-07-01"


@pytest.fixture
def analyst(months: Months, client: Client) -> Client:
    client.force_login(months.cast.analyst)
    return client


@pytest.fixture(autouse=True)
def rules_folder(tmp_path: Path, settings: Settings) -> Path:
    """Two rules: that of the ranked months, and one whose file is wrong."""
    (tmp_path / "two.toml").write_text(RULE, "utf-8")
    (tmp_path / "broken.toml").write_text("name = ", "utf-8")
    settings.RULES_FOLDER, settings.BULLETIN_RULE = str(tmp_path), "two"
    return tmp_path


def read(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/rankings/?{query}")
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def rows(page: str) -> dict[str, str]:
    """The words of each unit's row, by its name."""
    found = re.findall(r"<tr data-row>(.*?)</tr>", page, re.S)
    return {
        re.sub(r"\s+", "", strip_tags(re.findall(r"<th.*?</th>", row, re.S)[0])): re.sub(
            r"\s+", " ", strip_tags(re.sub(r"</t[dh]>", " ", row))
        ).strip()
        for row in found
    }


def test_june_stands_as_ranked_by_hand(analyst: Client) -> None:
    shown = read(analyst, JUNE)
    assert [*rows(shown)] == [
        "市场监督管理局", "城市管理局", "住房和城乡建设局", "西山区", "东湖区",
    ]  # fmt: skip
    urban = rows(shown)["城市管理局"]
    assert urban.startswith("2 升1 城市管理局 87.50 良好 50.00 37.50 4")
    assert "51.0–100.0" in urban, "the interval beside the rate"
    assert "83.33%+16.67" in urban, "what others reach with such orders, and by how much it differs"
    assert urban.endswith("按期+25.00分"), "why it rose"
    assert "不排名（本期无应办结工单）：云湖水务公司" in shown
    assert "等次变动：城市管理局由合格到良好" in shown
    assert "截至2024-07-01 00:00，现场计数" in shown


def test_the_lists_name_who_leads_and_who_lost_what(analyst: Client) -> None:
    lists = strip_tags(read(analyst, JUNE).split('id="lists"')[1])
    red, black = re.sub(r"\s+", "", lists).split("黑榜")
    assert "市场监督管理局市直部门100.00分" in red
    assert "西山区县市区100.00分" in red
    assert black.startswith("东湖区县市区，按期失25.00分75.00分")


def test_a_units_name_leads_to_its_own_figures_of_the_period(analyst: Client) -> None:
    shown = read(analyst, JUNE)
    link = re.search(r'href="(/statistics/\?[^"]*unit=urban)"', shown)
    assert link
    assert "period=2024-06" in link[1]
    assert analyst.get(link[1].replace("&amp;", "&")).status_code == 200
    explorer = analyst.get("/statistics/?code=orders.due&by=unit&period=2024-06").content.decode()
    assert 'href="/rankings/?period=2024-06"' in explorer


def test_who_has_too_few_is_listed_below_with_the_reason(
    analyst: Client, rules_folder: Path
) -> None:
    (rules_folder / "two.toml").write_text(f"minimum = {{month = 3}}\n{RULE}", "utf-8")
    shown = read(analyst, JUNE)
    assert rows(shown)["东湖区"].startswith("–")
    assert rows(shown)["东湖区"].endswith("应办结2件，不足3件")
    assert "应办结满3件才排名" in shown


def test_the_address_keeps_rule_and_moment_from_period_to_period(analyst: Client) -> None:
    shown = read(analyst, JUNE)
    assert 'href="?rule=two&amp;period=2024-05&amp;as_of=2024-07-01"' in shown
    moved = analyst.get(f"/rankings/?{JUNE}&length=quarter")
    assert moved["Location"] == "/rankings/?rule=two&period=2024-Q2&as_of=2024-07-01"
    assert '<option value="two" selected>两项考核</option>' in shown


def test_a_period_without_anything_due_says_so(analyst: Client) -> None:
    assert "没有应办结的工单，排不了名" in read(analyst, "rule=two&period=2020-01")


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("rule=nothing", "rule", "没有叫“nothing”的；有：broken、two"),
        ("rule=/etc/passwd", "rule", "没有叫“/etc/passwd”的"),
        ("rule=broken", "rule", "broken.toml"),
        ("rule=two&period=2024-13", "period", "月份应为1到12"),
        ("rule=two&period=2999-01", "period", "还没开始"),
        ("rule=two&period=2024-06&as_of=x", "as-of", "“x”不是时刻"),
        ("rule=two&period=2024-06&length=span", "period", "按周、旬、月、季、半年或年"),
    ],
)
def test_what_cannot_be_ranked_is_told_at_its_field(
    analyst: Client, query: str, place: str, words: str
) -> None:
    shown = read(analyst, query, 400)
    fault = re.search(rf'<p class="err" id="{place}-fault">(.*?)</p>', shown, re.S)
    assert fault
    assert words in fault[1]


def test_rankings_are_for_who_looks_after_rules(client: Client, months: Months) -> None:
    for person in (months.cast.unit_head, months.cast.dispatcher):
        client.force_login(person)
        assert client.get("/rankings/").status_code == 403
