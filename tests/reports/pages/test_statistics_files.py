"""The explorer's table as CSV and XLSX, read back: real numbers, Shanghai days, no formulas."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from orders.models import Channel
from tests.reports.june import June

pytestmark = pytest.mark.django_db
JUNE = "period=2024-06&as_of=2024-07-01"


def read_csv(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/statistics/csv/?{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.streaming
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf"), "a spreadsheet knows UTF-8 by its mark"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(client: Client, query: str) -> list[list[object]]:
    answer = client.get(f"/statistics/xlsx/?{query}")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["统计", "口径"]
    assert book["统计"].freeze_panes is not None
    return [list(row) for row in book["统计"].iter_rows(values_only=True)]


def test_a_csv_has_each_figure_in_its_unit_with_its_parts(june: June, analyst: Client) -> None:
    query = f"code=demands.accepted&code=orders.on_time_rate&code=calls.answered_rate&{JUNE}"
    accepted, on_time, nothing = read_csv(analyst, query)
    assert (accepted["数"], accepted["分子"], accepted["分母"]) == ("19", "19", "")
    assert (on_time["数"], on_time["单位"], on_time["分子"], on_time["分母"]) == (
        "71.43", "%", "5", "7",
    )  # fmt: skip
    assert nothing["数"] == "", "a rate over nothing is no number"
    assert (on_time["期间"], on_time["截至"]) == ("2024年6月", "2024-07-01 00:00")


def test_a_day_is_one_of_shanghai_in_every_file(june: June, analyst: Client) -> None:
    """One of June's demands came at 23:59 of its last day: 15:59 by the clock of Greenwich."""
    query = "code=demands.accepted&by=day&from=2024-06-29&to=2024-06-30&as_of=2024-07-01"
    rows = read_csv(analyst, query)
    assert [(row["日"], row["受理（件）"]) for row in rows] == [
        ("2024-06-29", "0"), ("2024-06-30", "1"),
    ]  # fmt: skip


def test_a_workbook_has_numbers_and_says_what_they_are(june: June, analyst: Client) -> None:
    head, *rows = read_xlsx(analyst, f"code=orders.on_time_rate&by=unit&{JUNE}")
    assert head[:4] == ["单位", "按期办结率（%）", "按期办结率：分子", "按期办结率：分母"]
    by_unit = {row[0]: row[1:4] for row in rows}
    assert by_unit["城市管理局"] == [60.0, 3, 5]
    assert len(by_unit) == 6, "those without anything too"
    assert [None, 0, 0] in by_unit.values()


def test_words_that_look_like_a_formula_stay_words(june: June, analyst: Client) -> None:
    Channel.objects.filter(pk="web").update(name='=HYPERLINK("http://a.example")')
    query = f"code=demands.accepted&by=channel&{JUNE}"
    assert any(row["渠道"].startswith("'=HYPERLINK") for row in read_csv(analyst, query))
    answer = analyst.get(f"/statistics/xlsx/?{query}")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = [row[0] for row in book["统计"].iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_bad_question_is_no_file(analyst: Client, kind: str) -> None:
    answer = analyst.get(f"/statistics/{kind}/?period=2024-13")
    assert answer.status_code == 400
    assert "月份应为1到12" in answer.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_is_named_by_what_is_in_it(june: June, analyst: Client, kind: str) -> None:
    answer = analyst.get(f"/statistics/{kind}/?code=orders.due&by=unit&{JUNE}")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="statistics-2024-06-unit.{kind}"'
    )
