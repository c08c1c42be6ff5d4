"""A notice that speaks of no order leads to the page of what it tells of."""

from typing import Any

import pytest
from django.test import Client

from orders.notices.leading import address
from tests.cast import Cast
from tests.orders.notices.test_pages import lines, owe, page

CASES = [
    ("alert", {"alert": 7}, "/alerts/7/"),
    ("explanation.owed", {"quarter": "2024-Q2"}, "/explanations/"),
    ("bulletin.drafted", {"bulletin": 3}, "/bulletins/3/"),
    ("warning", {"warning": 3}, "/analysis/warnings/3/"),
    ("return_call.late", {"count": 2}, "/calls/returns/"),
    ("alert", {}, ""),
    ("bulletin.issued", {"bulletin": "x y"}, ""),
    ("digest", {"open": 3}, ""),
]


@pytest.mark.parametrize(("kind", "payload", "leads_to"), CASES)
def test_each_kind_leads_to_its_page(kind: str, payload: dict[str, Any], leads_to: str) -> None:
    assert address(kind, payload) == leads_to


def test_opening_reads_and_leads_to_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.supervisor)
    owe(cast.supervisor, kind="return_call.late", payload={"count": 2})
    source = page(client)
    assert "2个未接来电到时还没有回拨" in lines(source)[0]
    row = cast.supervisor.notices.get()
    answer = client.post(f"/notices/{row.id}/read/", {"open": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/calls/returns/")
    row.refresh_from_db()
    assert row.read_at is not None


def test_a_notice_that_leads_nowhere_has_no_button_to_open(client: Client, cast: Cast) -> None:
    client.force_login(cast.supervisor)
    owe(cast.supervisor, kind="digest")
    assert 'name="open"' not in page(client)
