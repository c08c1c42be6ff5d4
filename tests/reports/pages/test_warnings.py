"""/analysis/warnings/: the list, one with its orders, and settling it."""

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from orders.models import Category
from reports.models import EarlyWarning, EarlyWarningOrder
from tests.factories import moment
from tests.reports.june import June
from tests.reports.pages.conftest import Page

LIST = "/analysis/warnings/"


@pytest.fixture
def row(june: June) -> EarlyWarning:
    found = EarlyWarning.objects.create(
        day=moment("2024-06-03 00:00").date(),
        category=Category.objects.get(pk="10.01"),
        district="east",
        raised_at=moment("2024-06-03 10:05"),
        looked_at=moment("2024-06-03 10:05"),
        count=9,
        expected="1.25",
        limit=7,
        basis="前8周的同一天到同一时刻的平均",
    )
    EarlyWarningOrder.objects.create(warning=found, order_id=june.walks["good"].order_id)
    return found


def one(row: EarlyWarning) -> str:
    return f"{LIST}{row.pk}/"


def test_without_warnings_it_says_what_will_come(page: Page) -> None:
    assert "还没有预警" in page(LIST)
    assert "没有等处置的预警" in page(f"{LIST}?open=1")


def test_the_list_leads_to_each_with_its_orders(page: Page, row: EarlyWarning, june: June) -> None:
    text = page(LIST)
    assert f'href="{one(row)}"' in text
    assert "1条等处置" in text
    assert june.cast.east.short_name in text
    detail = page(one(row))
    assert "1.25" in detail
    assert "柳岸街道路灯不亮" in detail
    assert "记下处置" in detail


def test_seen_or_dismissed_is_kept_with_who_and_why(
    page: Page, analyst: Client, row: EarlyWarning, june: June
) -> None:
    refused = analyst.post(one(row), {"settled_as": "dismissed", "reason": ""})
    assert refused.status_code == 422
    assert "写明为什么不算异常" in refused.content.decode()
    assert analyst.post(one(row), {}).status_code == 422
    done = analyst.post(one(row), {"settled_as": "dismissed", "reason": "集中换灯，已公告"})
    assert done.status_code == 302
    text = page(one(row))
    assert "集中换灯，已公告" in text
    assert "记下处置" not in text
    assert str(june.cast.analyst) in text
    again = analyst.post(one(row), {"settled_as": "seen", "reason": ""})
    assert again.status_code == 409
    assert "已经处置" in again.content.decode()
    assert "不算异常" in page(LIST)
    assert "都处置过了" in page(LIST)


def test_who_only_reads_settles_nothing(client: Client, row: EarlyWarning, june: June) -> None:
    client.force_login(june.cast.dispatcher)
    assert "记下处置" not in client.get(one(row)).content.decode()
    assert client.post(one(row), {"settled_as": "seen"}).status_code == 403
    client.force_login(june.cast.unit_clerk)
    assert client.get(LIST).status_code == 403
    assert client.get(one(row)).status_code == 403
    row.refresh_from_db()
    assert row.settled_at is None


def test_one_that_is_not_there_is_not_found(page: Page) -> None:
    page(f"{LIST}999999/", 404)


def test_the_file_has_a_line_a_warning(analyst: Client, row: EarlyWarning) -> None:
    answer = analyst.get(f"{LIST}csv/")
    assert isinstance(answer, StreamingHttpResponse)
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("2024-06-03,市政设施,")
    assert ",9,1.25,7,2024-06-03 10:05," in lines[1]
