"""/analysis/: what stands out in June, who may see it, what cannot be asked, and the files."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from tests.reports.june import June
from tests.reports.pages.conftest import Page

NAMES = ("themes", "repeats", "districts", "hours", "flow")
JUNE = "period=2024-06"


def address(name: str, query: str = JUNE) -> str:
    return f"/analysis/{name}/?{query}"


def sheet(client: Client, name: str, query: str = JUNE) -> list[dict[str, str]]:
    answer = client.get(f"/analysis/{name}/csv/?{query}")
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_its_period_its_tabs_and_its_file(page: Page, name: str) -> None:
    text = page(address(name))
    assert "2024年6月" in text
    assert f'href="/analysis/{name}/csv/?{JUNE}"' in text
    assert all(f'href="/analysis/{other}/?{JUNE}"' in text for other in NAMES)
    assert 'aria-current="page"' in text
    assert "截至" in text


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_period_says_so(page: Page, name: str) -> None:
    text = page(address(name, "period=2020-06"))
    assert "没有" in text
    assert 'class="chart' not in text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=2024-13", "月份应为1到12"),
        ("period=x", "统计期“x”有误"),
        ("period=2024-06-20..2024-06-10", "早于"),
        ("period=2024-06&length=century", "按日、周、旬"),
        ("period=2024-06&as_of=yesterday", "yesterday"),
    ],
)
def test_a_bad_period_is_told_at_its_field_and_keeps_what_was_typed(
    page: Page, analyst: Client, name: str, query: str, words: str
) -> None:
    text = page(address(name, query), 400)
    assert words in text
    assert "没有数出来" in text
    typed = query.split("&")[0].removeprefix("period=")
    assert f'value="{typed}"' in text
    if "length" not in query:
        answer = analyst.get(f"/analysis/{name}/csv/?{query}")
        assert answer.status_code == 400
        assert words in answer.content.decode()


@pytest.mark.parametrize("path", [*(f"{one}/" for one in NAMES), "", "orders/", "themes/csv/"])
def test_who_may_not_see_statistics_sees_nothing_here(
    client: Client, june: June, path: str
) -> None:
    client.force_login(june.cast.unit_clerk)
    assert client.get(f"/analysis/{path}?{JUNE}").status_code == 403
    client.logout()
    assert client.get(f"/analysis/{path}?{JUNE}").status_code == 302


def test_a_page_that_is_not_there_is_not_found(page: Page, analyst: Client) -> None:
    page(address("moon"), 404)
    page("/analysis/moon/csv/", 404)


def test_without_a_period_it_is_the_week_of_yesterday(page: Page) -> None:
    text = page("/analysis/")
    assert 'type="week"' in text


def test_another_kind_of_period_keeps_the_page(analyst: Client, june: June) -> None:
    answer = analyst.get("/analysis/flow/?period=2024-06&length=week&as_of=2024-07-01")
    assert answer.status_code == 302
    assert answer["Location"] == "/analysis/flow/?period=2024-W26&as_of=2024-07-01"


def test_themes_lead_to_the_orders_behind_them(page: Page, analyst: Client, june: June) -> None:
    text = page(address("themes"))
    assert "往期记录不足" in text
    assert "theme=10.01" in text
    (row,) = [one for one in sheet(analyst, "themes") if one["代码"] == "10.01"]
    behind = page(f"/analysis/orders/?{JUNE}&theme=10.01")
    assert f"受理的{row['件数']}件" in behind
    assert behind.count("data-row>") == int(row["件数"])


def test_districts_add_up_and_lead_to_their_orders(page: Page, analyst: Client) -> None:
    rows = sheet(analyst, "districts")
    themes = sheet(analyst, "themes")
    total = sum(int(row["件数"]) for row in rows)
    assert total >= sum(int(row["件数"]) for row in themes) > 0
    east = [row for row in rows if int(row["件数"])]
    assert {row["占本区域（%）"] for row in east} == {"100.00"}
    assert "district=east" in page(address("districts"))
    assert f"受理的{total}件" in page(f"/analysis/orders/?{JUNE}&district=east")


@pytest.mark.parametrize(
    ("query", "words"),
    [("theme=99.99", "没有代码是“99.99”的类别"), ("district=moon", "没有代码是“moon”的区域")],
)
def test_orders_behind_nothing_known_are_refused(page: Page, query: str, words: str) -> None:
    assert words in page(f"/analysis/orders/?{JUNE}&{query}", 400)


def test_flows_come_to_the_same_total_on_both_sides(page: Page, analyst: Client) -> None:
    rows = sheet(analyst, "flow")
    sums = {words: sum(int(row["件数"]) for row in rows if row["段"] == words) for words in
            ("渠道到单位", "单位到结果")}  # fmt: skip
    total = sum(int(row["件数"]) for row in sheet(analyst, "districts"))
    assert set(sums.values()) == {total}
    text = page(address("flow"))
    assert "热线直办" in text
    assert f"受理{total}件" in text


def test_a_period_as_of_an_earlier_moment_is_seen_as_it_was(analyst: Client) -> None:
    def flow(as_of: str) -> dict[str, int]:
        rows = sheet(analyst, "flow", f"{JUNE}&as_of={as_of}")
        found: dict[str, int] = {}
        for row in rows:
            if row["段"] == "单位到结果":
                found[row["到"]] = found.get(row["到"], 0) + int(row["件数"])
        return found

    early, late = flow("2024-06-05"), flow("2024-07-01")
    assert "按期办结" not in early or early["按期办结"] < late["按期办结"]
    assert sum(early.values()) < sum(late.values())
